import { createHmac, timingSafeEqual } from 'node:crypto'
import type {
  AuditDraft,
  AuditEvent,
  AuditLog,
  AuditQuery,
  AuditReader,
  AuditSealer,
  AuditVerification,
} from '../flow/audit/ports.ts'
import { canonicalJson } from '../kernel/canonical.ts'
import { idList, integers } from './columns.ts'
import { instantOfPg } from './orm.ts'
import { clientOf, inTransaction, type SqlClient, type SqlPool } from './sql.ts'

/** Any number that only sealers lock on: links are made by one at a time. */
const SEAL_LOCK = 7_261_829_110
const BATCH = 500
interface Link {
  readonly no: string
  readonly hash: Buffer
}
const NO_LINK: Link = { no: '0', hash: Buffer.alloc(32) }

/** Everything of an event that a link vouches for, as text, so that no driver's types come between. */
const SEALED_COLUMNS = `e.id::text, e.xid::text, e.at::text, e.actor_id, e.actor_name, e.ip, e.operation,
  e.outcome, e.site_id::text, e.subject, e.before::text, e.after::text`

interface SealedRow {
  readonly id: string
  readonly xid: string
  readonly [column: string]: string | null
}

export interface AuditStore extends AuditLog, AuditReader, AuditSealer {}

/**
 * The audit log on PostgreSQL.
 * @param options.key makes the chain's hashes: who has the database alone cannot make it anew
 */
export function createAuditStore(options: {
  readonly pool: SqlPool
  readonly key: Uint8Array
}): AuditStore {
  const { pool, key } = options
  // The newest link that this process has seen: a chain cut off behind it is found.
  let seen = NO_LINK
  return {
    append: (draft, transaction) =>
      insert(transaction === undefined ? pool : clientOf(transaction), draft),
    list: (query) => list(pool, query),

    seal() {
      return inTransaction(pool, async (transaction) => {
        const client = clientOf(transaction)
        const { rows } = await client.query<{ locked: boolean }>({
          text: `SELECT pg_try_advisory_xact_lock(${SEAL_LOCK}) AS locked`,
        })
        if (rows[0]?.locked !== true) return { sealed: 0 }
        const { sealed, last } = await sealPending(client, key)
        if (last !== null) seen = last
        return { sealed }
      })
    },

    verify: () => verify(pool, { key, seen }),
  }
}

async function insert(client: SqlClient, draft: AuditDraft): Promise<void> {
  const { actor, operation, outcome, siteId, subject, before, after } = draft
  await client.query({
    name: 'audit-append',
    text: `INSERT INTO audit_event (actor_id, actor_name, ip, operation, outcome, site_id, subject, before, after)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9::jsonb)`,
    values: [
      actor.userId,
      actor.name,
      actor.ip,
      operation,
      outcome,
      siteId,
      subject,
      before === undefined ? null : canonicalJson(before),
      after === undefined ? null : canonicalJson(after),
    ],
  })
}

async function sealPending(
  client: SqlClient,
  key: Uint8Array,
): Promise<{ sealed: number; last: Link | null }> {
  const tail = await client.query<{ no: string; hash: Buffer; xid: string }>({
    text: 'SELECT l.no::text, l.hash, l.xid::text FROM audit_link l ORDER BY l.no DESC LIMIT 1',
  })
  const from = tail.rows[0]
  const { rows } = await client.query<SealedRow>({
    text: `SELECT ${SEALED_COLUMNS} FROM audit_event e
      WHERE e.xid >= $1::xid8 AND e.xid < pg_snapshot_xmin(pg_current_snapshot())
        AND NOT EXISTS (SELECT FROM audit_link l WHERE l.event_id = e.id)
      ORDER BY e.xid, e.id LIMIT ${BATCH}`,
    values: [from?.xid ?? '0'],
  })
  let last: Link = from ?? NO_LINK
  const links = rows.map((row) => {
    last = { no: String(BigInt(last.no) + 1n), hash: linkHash(key, last.hash, row) }
    return { ...last, eventId: row.id, xid: row.xid }
  })
  if (links.length === 0) return { sealed: 0, last: null }
  await client.query({
    text: `INSERT INTO audit_link (no, event_id, xid, hash)
      SELECT no, event, xid, decode(hash, 'hex')
      FROM unnest($1::bigint[], $2::bigint[], $3::xid8[], $4::text[]) AS l (no, event, xid, hash)`,
    values: [
      integers(links, ({ no }) => no),
      integers(links, ({ eventId }) => eventId),
      // As text: columns of figures are sent as bigint, which is no transaction's number.
      links.map(({ xid }) => xid),
      links.map(({ hash }) => hash.toString('hex')),
    ],
  })
  return { sealed: links.length, last: { no: last.no, hash: last.hash } }
}

function linkHash(key: Uint8Array, before: Buffer, row: SealedRow): Buffer {
  return createHmac('sha256', key).update(before).update(canonicalJson(row)).digest()
}

interface EventRow {
  readonly id: string
  readonly at: string
  readonly actor_id: string | null
  readonly actor_name: string | null
  readonly ip: string | null
  readonly operation: string
  readonly outcome: 'done' | 'denied'
  readonly site_id: string | null
  readonly subject: string
  readonly before: AuditEvent['before']
  readonly after: AuditEvent['after']
  readonly sealed: boolean
}

/** Filters by what they compare: only those that are asked for stand in the statement, so that each has its index. */
const FILTERS: readonly (readonly [keyof AuditQuery, (place: string) => string])[] = [
  ['siteIds', (place) => `site_id = ANY (${place}::bigint[])`],
  ['siteId', (place) => `site_id = ${place}::bigint`],
  ['before', (place) => `e.id < ${place}::bigint`],
  ['from', (place) => `at >= to_timestamp(${place}::float8 / 1000)`],
  ['to', (place) => `at < to_timestamp(${place}::float8 / 1000)`],
  ['actorId', (place) => `actor_id = ${place}`],
  ['operation', (place) => `operation = ${place}`],
  ['subject', (place) => `subject = ${place}`],
  ['service', (place) => `split_part(subject, ':', 1) = ${place}`],
  ['outcome', (place) => `outcome = ${place}`],
]

async function list(
  pool: SqlPool,
  query: AuditQuery,
): Promise<{ readonly items: readonly AuditEvent[] }> {
  const asked = FILTERS.filter(([name]) => (query[name] ?? null) !== null)
  const values = asked.map(([name]) =>
    name === 'siteIds' ? idList(query.siteIds ?? []) : query[name],
  )
  const where = asked.map(([, compare], index) => compare(`$${index + 1}`))
  const { rows } = await pool.query<EventRow>({
    text: `SELECT e.id::text, e.at::text, actor_id, actor_name, ip, operation, outcome, site_id::text, subject,
        before, after, EXISTS (SELECT FROM audit_link l WHERE l.event_id = e.id) AS sealed
      FROM audit_event e ${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`}
      ORDER BY e.id DESC LIMIT $${values.length + 1}`,
    values: [...values, query.limit],
  })
  const items = rows.map((row) => ({
    id: row.id,
    at: instantOfPg(row.at),
    actorId: row.actor_id,
    actorName: row.actor_name,
    ip: row.ip,
    operation: row.operation,
    outcome: row.outcome,
    siteId: row.site_id,
    subject: row.subject,
    before: row.before,
    after: row.after,
    sealed: row.sealed,
  }))
  return { items }
}

const MAX_FAULTS = 20

type LinkRow = SealedRow & { readonly no: string; readonly event_id: string; readonly hash: string }

/** Recomputes the chain from its first link on, a batch at a time. */
async function verify(
  pool: SqlPool,
  { key, seen }: { readonly key: Uint8Array; readonly seen: Link },
): Promise<AuditVerification> {
  const faults: { seal: string; detail: string }[] = []
  let last = NO_LINK
  let sealed = 0
  let passed = seen.no === '0'
  for (;;) {
    const { rows } = await pool.query<LinkRow>({
      text: `SELECT l.no::text, l.event_id::text, encode(l.hash, 'hex') AS hash, ${SEALED_COLUMNS}
        FROM audit_link l LEFT JOIN audit_event e ON e.id = l.event_id
        WHERE l.no > $1 ORDER BY l.no LIMIT ${BATCH}`,
      values: [last.no],
    })
    for (const { no, event_id, hash, ...event } of rows) {
      const stored = Buffer.from(hash, 'hex')
      const fault = faultOf({ no, event_id, event, stored, last, key })
      if (fault !== null && faults.length < MAX_FAULTS) faults.push({ seal: no, detail: fault })
      if (no === seen.no && stored.equals(seen.hash)) passed = true
      // Going on from what is stored, one fault is told once.
      last = { no, hash: stored }
      sealed += 1
    }
    if (rows.length < BATCH) break
  }
  if (!passed)
    faults.push({ seal: seen.no, detail: 'The end of the chain was cut off or rewritten.' })
  const { rows } = await pool.query<{ count: string }>({
    text: `SELECT count(*) FROM audit_event e WHERE NOT EXISTS (SELECT FROM audit_link l WHERE l.event_id = e.id)`,
  })
  const head = sealed === 0 ? null : last.hash.toString('hex')
  return { ok: faults.length === 0, sealed, unsealed: Number(rows[0]?.count ?? 0), faults, head }
}

function faultOf(link: {
  readonly no: string
  readonly event_id: string
  readonly event: SealedRow
  readonly stored: Buffer
  readonly last: Link
  readonly key: Uint8Array
}): string | null {
  const { no, event_id, event, stored, last, key } = link
  if (BigInt(no) !== BigInt(last.no) + 1n) return `Links between ${last.no} and ${no} are gone.`
  if (event.id === null) return `Event ${event_id} is gone.`
  const expected = linkHash(key, last.hash, event)
  return expected.length === stored.length && timingSafeEqual(expected, stored)
    ? null
    : `Event ${event_id} or its link was changed.`
}
