import { type EntitySchema, LockMode, type MikroORM, raw } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Grant } from '../flow/identity/ports.ts'
import type {
  ListQuery,
  Place,
  RegistryStore,
  RegistryWriter,
  Row,
  Value,
} from '../flow/registry/ports.ts'
import { defined } from '../kernel/assert.ts'
import type { Id } from '../kernel/id.ts'
import { type Clock, formatInstant } from '../kernel/instant.ts'
import { idList } from './columns.ts'
import { refusalOf } from './database-errors.ts'
import { pgClientOf } from './pg-client.ts'
import {
  dependentsOf,
  entryOf,
  nested,
  type Reading,
  rowOf,
  type Where,
} from './registry-dependents.ts'
import type { ResourceEntries, ResourceEntry } from './registry-entry.ts'
import { clientOf, transactionOn, withRetry } from './sql.ts'

/** The registry on PostgreSQL: every resource by its entity, nothing written out by hand. */
export function createRegistryStore(options: {
  readonly orm: MikroORM
  readonly resources: ResourceEntries
  /** Domain time: contracts are in force by it. */
  readonly clock: Clock
}): RegistryStore {
  const { orm, resources, clock } = options
  const fork = () => orm.em.fork() as EntityManager
  const reading = (em = fork()): Reading => ({ em, now: clock.now(), resources })
  return {
    async list(query) {
      const entry = entryOf({ resources }, query.resource)
      const em = fork()
      const where = await whereOf(reading(em), entry, query).catch(refusalOf)
      const found = await em
        .find(entry.entity, where, { orderBy: orderOf(query), limit: query.limit })
        .catch(refusalOf)
      return { rows: await complete(em, entry, found) }
    },

    async get({ resource, id }) {
      const entry = entryOf({ resources }, resource)
      const em = fork()
      const found = await em.findOne(entry.entity, { id }).catch(refusalOf)
      return found === null ? null : first(await complete(em, entry, [found]))
    },

    async placeOf({ resource, id }) {
      const entry = entryOf({ resources }, resource)
      return placeOf(reading(), { entry, id }).catch(refusalOf)
    },

    async inTransaction(work) {
      return withRetry(() =>
        fork().transactional(async (em) => {
          const transaction = transactionOn(await pgClientOf(em))
          return work(writerOn(reading(em), transaction))
        }),
      ).catch(refusalOf)
    },
  }
}

async function whereOf(reading: Reading, entry: ResourceEntry, query: ListQuery): Promise<Where> {
  const conditions: Where[] = []
  if (query.grants !== null) {
    const grants = query.grants.map((grant) => within(reading, entry, grant))
    conditions.push({ $or: await Promise.all(grants) })
  }
  if (entry.archives !== undefined && !query.archived) conditions.push({ archivedAt: null })
  if (entry.personal !== undefined) {
    const { user, unless } = entry.personal
    conditions.push({ $or: [{ [user]: query.userId ?? '' }, { [unless]: true }] })
  }
  for (const [field, value] of Object.entries(query.filter))
    conditions.push({ [field]: Array.isArray(value) ? { $in: value } : value })
  if (query.search !== null) conditions.push(holding(query.search))
  if (query.after !== null) conditions.push(beyond(query, query.after))
  // An empty $or would mean everything.
  return query.grants?.length === 0 ? { id: { $in: [] } } : { $and: conditions }
}

async function within(reading: Reading, entry: ResourceEntry, grant: Grant): Promise<Where> {
  const conditions: Where[] = []
  if (grant.siteId !== null && entry.site !== null)
    conditions.push(nested(entry.site, grant.siteId))
  if (grant.tenantId !== null && entry.tenant !== undefined)
    conditions.push(nested(entry.tenant, grant.tenantId))
  if (grant.tenantId !== null && entry.paidFor !== undefined)
    conditions.push({ [entry.paidFor]: { $in: await paidBy(reading, grant.tenantId) } })
  return { $and: [{ id: { $ne: null } }, ...conditions] }
}

/** By the index of the text's pairs of characters (0030-quick-lists.sql), then to the letter. */
function holding(text: string): Where {
  const pattern = `%${text.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`
  const condition = raw(
    (alias) =>
      `search_grams(${alias}.searched, 1) @> search_grams(lower(?), ?) AND ${alias}.searched LIKE lower(?)`,
    [text, [...text].length > 1 ? 2 : 1, pattern],
  )
  return { [condition]: [] }
}

function beyond({ sort }: ListQuery, after: { value: Value; id: Id }): Where {
  const next = sort.descending ? '$lt' : '$gt'
  if (sort.field === 'id') return { id: { [next]: after.id } }
  // An index finds the first condition's place; an $or alone would be read from the list's beginning.
  return {
    $and: [
      { [sort.field]: { [sort.descending ? '$lte' : '$gte']: after.value } },
      { $or: [{ [sort.field]: { [next]: after.value } }, { id: { [next]: after.id } }] },
    ],
  }
}

function orderOf({ sort }: ListQuery): Record<string, 'asc' | 'desc'> {
  const direction = sort.descending ? 'desc' : 'asc'
  return sort.field === 'id' ? { id: direction } : { [sort.field]: direction, id: direction }
}

async function placeOf(
  reading: Reading,
  { entry, id }: { entry: ResourceEntry; id: Id },
): Promise<Place | null> {
  const { em } = reading
  const found = await em.findOne(entry.entity, { id })
  if (found === null) return null
  const row = rowOf(found)
  const at = (path: string | null | undefined) =>
    path === null || path === undefined
      ? null
      : follow(em, { entity: entry.entity, row, path: path.split('.') })
  const tenantId =
    entry.paidFor === undefined
      ? await at(entry.tenant)
      : await payerOf(reading, String(row[entry.paidFor]))
  const { personal } = entry
  const place: Place = {
    ...{ siteId: await at(entry.site), tenantId },
    ...(personal !== undefined && row[personal.unless] !== true
      ? { userId: String(row[personal.user]) }
      : {}),
    ...(entry.archives !== undefined && row.archivedAt !== null ? { archived: true } : {}),
  }
  return entry.staffOnly === true && place.tenantId === null ? { ...place, staffOnly: true } : place
}

/** The id at the end of a path that leads from row to row. */
async function follow(
  em: EntityManager,
  from: { readonly entity: EntitySchema; readonly row: Row; readonly path: readonly string[] },
): Promise<Id | null> {
  const [field = '', ...path] = from.path
  const value = from.row[field]
  if (value === null || value === undefined) return null
  if (path.length === 0) return String(value)
  const properties = em.getMetadata().find(from.entity.meta.class)?.properties
  const relation = defined(properties?.[field], `relation ${field}`)
  const entity = relation.entity() as EntitySchema
  const owner = await em.findOne(entity, { id: String(value) })
  return follow(em, { entity, row: rowOf(defined(owner, field)), path })
}

const PAYING = `SELECT a.metering_point_id::text AS point, c.tenant_id::text AS tenant
  FROM service_agreement a JOIN contract c ON c.id = a.contract_id
  WHERE a.from_at <= ?::timestamptz AND (a.to_at IS NULL OR a.to_at > ?::timestamptz)`

interface Paying {
  readonly point: Id
  readonly tenant: Id
}

/** The tenant whose contract pays for a metering point; null where nobody pays. */
async function payerOf({ em, now }: Reading, meteringPointId: Id): Promise<Id | null> {
  const at = formatInstant(now)
  const rows = await em.execute<Paying[]>(`${PAYING} AND a.metering_point_id = ?`, [
    at,
    at,
    meteringPointId,
  ])
  return rows[0]?.tenant ?? null
}

/** The metering points that a tenant's contracts pay for. */
async function paidBy({ em, now }: Reading, tenantId: Id): Promise<readonly Id[]> {
  const at = formatInstant(now)
  const rows = await em.execute<Paying[]>(`${PAYING} AND c.tenant_id = ?`, [at, at, tenantId])
  return rows.map(({ point }) => point)
}

async function complete(
  em: EntityManager,
  entry: ResourceEntry,
  found: readonly object[],
): Promise<readonly Row[]> {
  let rows: readonly Row[] = found.map(rowOf)
  if (rows.length === 0) return rows
  const ids = rows.map(({ id }) => String(id))
  const { links, part } = entry
  if (links !== undefined) {
    const all = (
      await em.find(
        links.entity,
        { [links.own]: { $in: ids } },
        {
          orderBy: { [links.other]: 'asc' },
        },
      )
    ).map(rowOf)
    rows = rows.map((row) => ({
      ...row,
      [links.field]: all
        .filter((link) => link[links.own] === row.id)
        .map((link) => String(link[links.other])),
    }))
  }
  if (part !== undefined) {
    const all = await em.execute<Record<string, string | number | null>[]>(
      part.sql.replace('$1', '?'),
      [idList(ids)],
    )
    rows = rows.map((row) => ({
      ...row,
      [part.field]: all
        .filter(({ ownerId }) => String(ownerId) === row.id)
        .map((item) => partRow(item, part.micros)),
    }))
  }
  return rows
}

function partRow(
  item: Readonly<Record<string, string | number | null>>,
  micros: readonly string[],
): Row {
  const { ownerId: _ownerId, ...fields } = item
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      micros.includes(key) && value !== null ? BigInt(value) : value,
    ]),
  )
}

function first(rows: readonly Row[]): Row {
  return defined(rows[0], 'row')
}

function writerOn(reading: Reading, transaction: RegistryWriter['transaction']): RegistryWriter {
  const { em, now } = reading
  const read = async (entry: ResourceEntry, id: Id, lock: boolean): Promise<Row | null> => {
    em.clear()
    const found = await em.findOne(
      entry.entity,
      { id },
      lock ? { lockMode: LockMode.PESSIMISTIC_WRITE } : {},
    )
    return found === null ? null : first(await complete(em, entry, [found]))
  }
  return {
    transaction,
    async create({ resource, values }) {
      const entry = entryOf(reading, resource)
      const { own, links } = apart(entry, values)
      // The ORM writes into what it is given, and ours may be frozen.
      const key = await em.insert(entry.entity, structuredClone(own))
      const id = String(key)
      await link(em, entry, { id, others: links })
      return defined(await read(entry, id, false), resource)
    },
    read: ({ resource, id }) => read(entryOf(reading, resource), id, false),
    lock: ({ resource, id }) => read(entryOf(reading, resource), id, true),
    dependents: ({ id, rules }) => dependentsOf(reading, { id, rules }),
    async archive({ resource, id }) {
      const entry = entryOf(reading, resource)
      const values = { ...entry.archives, archivedAt: now, version: raw('version + 1') }
      await em.nativeUpdate(entry.entity, { id }, values)
      return defined(await read(entry, id, false), resource)
    },
    async update({ resource, id, values }) {
      const entry = entryOf(reading, resource)
      const { own, links } = apart(entry, values)
      await em.nativeUpdate(
        entry.entity,
        { id },
        { ...structuredClone(own), version: raw('version + 1') },
      )
      await link(em, entry, { id, others: links })
      return defined(await read(entry, id, false), resource)
    },
    placeOf: ({ resource, id }) => {
      em.clear()
      return placeOf(reading, { entry: entryOf(reading, resource), id })
    },
    async attempt(work) {
      const client = clientOf(transaction)
      await client.query({ text: 'SAVEPOINT attempt' })
      try {
        const result = await work()
        await client.query({ text: 'RELEASE SAVEPOINT attempt' })
        return result
      } catch (thrown) {
        await client.query({ text: 'ROLLBACK TO SAVEPOINT attempt' })
        return refusalOf(thrown)
      }
    },
  }
}

function apart(entry: ResourceEntry, values: Row): { own: Row; links: readonly Id[] | null } {
  if (entry.links === undefined) return { own: values, links: null }
  const { [entry.links.field]: links, ...own } = values
  return { own, links: Array.isArray(links) ? links.map(String) : null }
}

/** Sets the linked ids; null leaves them as they are. */
async function link(
  em: EntityManager,
  { links }: ResourceEntry,
  { id, others }: { readonly id: Id; readonly others: readonly Id[] | null },
): Promise<void> {
  if (links === undefined || others === null) return
  await em.nativeDelete(links.entity, { [links.own]: id })
  for (const other of others)
    await em.insert(links.entity, { [links.own]: id, [links.other]: other })
}
