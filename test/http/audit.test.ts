import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Sealing, startSealing } from '../../core/flow/audit/sealing.ts'
import { createAuditStore } from '../../core/persistence/audit-store.ts'
import { type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'

let api: Api
let owner: Person
let building: Building
let sealing: Sealing
/** Who may do everything in the database, and has not the key. */
let dba: Client

const troubles: string[] = []
const warn = (_message: string, { reason }: { reason: string }) => {
  troubles.push(reason)
}

beforeAll(async () => {
  api = await startApi()
  owner = await api.person([{ role: 'owner' }])
  sealing = startSealing({ sealer: api.audit, log: { warn } })
  building = await makeBuilding(owner, 'north')
  dba = new Client({ connectionString: api.database.ownerUrl })
  await dba.connect()
})
afterAll(async () => {
  await sealing.stop()
  await dba.end()
  await api.stop()
})

const verify = async () => (await owner.call('POST', '/api/v1/audit-events/verify')).body

async function sealed(): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    const { rows } = await api.pool.query(
      'SELECT count(*)::int AS n FROM audit_event e WHERE NOT EXISTS (SELECT FROM audit_link WHERE event_id = e.id)',
    )
    if (rows[0].n === 0) return
    await sleep(25)
  }
  expect.fail(`never sealed: ${troubles.join('; ')}`)
}

const newest = async () => {
  const { body } = await owner.call('GET', '/api/v1/audit-events?limit=1')
  return (body.items as Record<string, unknown>[])[0]
}

describe('the audit log', () => {
  it('AU4: has who, when, from where, what, before and after of a change', async () => {
    const path = `/api/v1/tenants/${building.tenantId}`
    const body = { name: 'Renamed' }
    const changed = await owner.call('PATCH', path, { body, headers: { 'if-match': '"1"' } })
    expect(changed.status, changed.text).toBe(200)
    expect(await newest()).toMatchObject({
      actorId: owner.userId,
      ip: expect.stringContaining('127.0.0.1'),
      operation: 'tenants.update',
      outcome: 'done',
      siteId: building.siteId,
      subject: `tenants:${building.tenantId}`,
      before: { name: 'Tenant 1', version: 1 },
      after: { name: 'Renamed', version: 2 },
    })
  })

  it('AU4: has nothing of a change that was refused in its transaction', async () => {
    const before = await newest()
    const body = { siteId: building.siteId, code: 'T-1', name: 'Twice' }
    expect((await owner.call('POST', '/api/v1/tenants', { body })).status).toBe(409)
    expect((await newest())?.id).toBe(before?.id)
  })

  it('AU4: has denials', async () => {
    const nobody = await api.person([{ role: 'cashier', siteId: building.siteId }])
    await nobody.call('GET', '/api/v1/users')
    const body = { email: nobody.email, password: 'wrong password' }
    await api.call('POST', '/api/v1/auth/sign-in', { body })
    const { body: page } = await owner.call('GET', '/api/v1/audit-events?limit=2')
    expect(page.items).toMatchObject([
      { operation: 'auth.signIn', outcome: 'denied' },
      { operation: 'users.list', outcome: 'denied', actorId: nobody.userId },
    ])
  })

  it('AU4: shows what is not sealed yet, and seals it below the oldest transaction', async () => {
    await sealed()
    const other = await api.pool.connect()
    await other.query('BEGIN')
    await other.query('SELECT pg_current_xact_id()')
    const body = { siteId: building.siteId, code: 'T-open', name: 'Open' }
    expect((await owner.call('POST', '/api/v1/tenants', { body })).status).toBe(201)
    await sleep(1_000)
    expect(await newest()).toMatchObject({ operation: 'tenants.create', sealed: false })
    expect(await verify()).toMatchObject({ ok: true })
    await other.query('COMMIT')
    other.release()
    await sealed()
    expect(await newest()).toMatchObject({ sealed: true })
  })

  it('AU4: can be added to by the application, not changed', async () => {
    for (const sql of [
      "UPDATE audit_event SET subject = 'x'",
      'DELETE FROM audit_event',
      'TRUNCATE audit_event',
      'UPDATE audit_link SET no = no + 1',
      'DELETE FROM audit_link',
      "INSERT INTO audit_event (id, operation, outcome, subject) OVERRIDING SYSTEM VALUE VALUES (1, 'x', 'done', 'x')",
      "INSERT INTO audit_event (at, operation, outcome, subject) VALUES (now(), 'x', 'done', 'x')",
    ])
      await expect(api.pool.query(sql), sql).rejects.toMatchObject({ code: '42501' })
  })

  const tampering: [string, string][] = [
    ['an edited text', "UPDATE audit_event SET actor_name = 'somebody else' WHERE id = $1"],
    [
      'an edited value inside',
      `UPDATE audit_event SET after = jsonb_build_object('name', 'x') WHERE id = $1`,
    ],
    ['a moved instant', "UPDATE audit_event SET at = at + interval '1 microsecond' WHERE id = $1"],
    ['a denial made to look done', "UPDATE audit_event SET outcome = 'denied' WHERE id = $1"],
    ['a deleted event', 'DELETE FROM audit_event WHERE id = $1'],
    ['a deleted link', 'DELETE FROM audit_link WHERE event_id = $1'],
    [
      'an edited link',
      `UPDATE audit_link SET hash = decode(repeat('00', 32), 'hex') WHERE event_id = $1`,
    ],
    [
      'an event deleted with its link, the gap closed',
      `WITH gone AS (DELETE FROM audit_link WHERE event_id = $1 RETURNING no),
        event AS (DELETE FROM audit_event WHERE id = $1)
       UPDATE audit_link l SET no = l.no - 1 FROM gone WHERE l.no > gone.no`,
    ],
  ]
  it.each(tampering)('AU4: %s is found, in the middle and at the end', async (_what, sql) => {
    await sealed()
    await sealing.stop()
    expect(await verify()).toMatchObject({ ok: true, faults: [] })
    const { rows } = await dba.query<{ id: string }>(
      'SELECT event_id::text AS id FROM audit_link ORDER BY no DESC',
    )
    for (const id of [rows[3]?.id, rows[0]?.id]) {
      await dba.query(`CREATE TABLE event_copy AS TABLE audit_event;
        CREATE TABLE link_copy AS TABLE audit_link;
        ALTER TABLE audit_link DROP CONSTRAINT audit_link_pkey`)
      await dba.query(sql, [id])
      const found = await verify()
      await dba.query(`TRUNCATE audit_event, audit_link;
        INSERT INTO audit_event OVERRIDING SYSTEM VALUE TABLE event_copy;
        INSERT INTO audit_link TABLE link_copy;
        DROP TABLE event_copy, link_copy;
        ALTER TABLE audit_link ADD PRIMARY KEY (no)`)
      expect(found, JSON.stringify(found)).toMatchObject({ ok: false })
      expect(found.faults).not.toEqual([])
    }
    expect(await verify()).toMatchObject({ ok: true, faults: [] })
    sealing = startSealing({ sealer: api.audit, log: { warn } })
  })

  it('AU4: a chain made anew without the key is found', async () => {
    await sealed()
    await sealing.stop()
    const forged = createAuditStore({ pool: api.pool, key: randomBytes(32) })
    await dba.query('CREATE TABLE link_copy AS TABLE audit_link; TRUNCATE audit_link')
    while ((await forged.seal()).sealed > 0);
    expect(await forged.verify()).toMatchObject({ ok: true })
    expect(await verify()).toMatchObject({ ok: false })
    await dba.query(
      'TRUNCATE audit_link; INSERT INTO audit_link TABLE link_copy; DROP TABLE link_copy',
    )
    expect(await verify()).toMatchObject({ ok: true })
  })
})
