import { defineEntity, p } from '@mikro-orm/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOrm, InstantType, instantOfPg } from '../../core/persistence/orm.ts'
import { pgClientOf } from '../../core/persistence/pg-client.ts'
import { withClient } from '../../core/persistence/provision.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'

const Sample = defineEntity({
  name: 'Sample',
  tableName: 'sample',
  properties: {
    id: p.bigint().primary(),
    amountMicros: p.bigint(),
    at: p.type(InstantType),
  },
})

let database: TemporaryDatabase
let orm: Awaited<ReturnType<typeof createOrm>>

beforeAll(async () => {
  database = await createTemporaryDatabase()
  await withClient({ url: database.ownerUrl }, (client) =>
    client.query(`
      CREATE TABLE sample (id bigint PRIMARY KEY, amount_micros bigint NOT NULL, at timestamptz NOT NULL);
      GRANT SELECT, INSERT ON sample TO busbar_app`),
  )
  orm = await createOrm({ url: database.appUrl, entities: [Sample], poolMax: 4 })
})

afterAll(async () => {
  await orm?.close()
  await database?.drop()
})

test('bigints and instants come back as they went in', async () => {
  const amountMicros = 9_007_199_254_740_993n
  const at = Date.UTC(2026, 0, 31, 8, 0, 0, 123)
  await orm.em.fork().transactional(async (em) => {
    em.create(Sample, { id: 1n, amountMicros, at })
  })
  const found = await orm.em.fork().findOneOrFail(Sample, { at: { $gte: at } })
  expect(found).toMatchObject({ id: 1n, amountMicros, at })
})

test('an instant finer than a millisecond is cut off, whatever the offset', () => {
  expect(instantOfPg('2026-01-31 08:00:00.123987+00')).toBe(Date.UTC(2026, 0, 31, 8, 0, 0, 123))
  expect(instantOfPg('2026-01-31 08:00:00+05:30')).toBe(Date.UTC(2026, 0, 31, 2, 30))
})

test('a named prepared statement runs in the transaction of the ORM', async () => {
  const insert = {
    name: 'insert-samples',
    text: 'INSERT INTO sample SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[])',
  }
  const at = new Date(0).toISOString()
  const run = orm.em.fork().transactional(async (em) => {
    em.create(Sample, { id: 10n, amountMicros: 1n, at: 0 })
    await em.flush()
    const client = await pgClientOf(em)
    await client.query({
      ...insert,
      values: [
        ['11', '12'],
        ['2', '3'],
        [at, at],
      ],
    })
    const prepared = await client.query('SELECT name FROM pg_prepared_statements')
    expect(prepared.rows).toEqual([{ name: 'insert-samples' }])
    // Each side sees the uncommitted rows of the other: it is one transaction.
    expect((await client.query('SELECT 1 FROM sample WHERE id = 10')).rowCount).toBe(1)
    expect(await em.count(Sample, { id: { $in: [11n, 12n] } })).toBe(2)
    throw new Error('roll back')
  })
  await expect(run).rejects.toThrow('roll back')
  expect(await orm.em.fork().count(Sample, { id: { $gte: 10n } })).toBe(0)
})

test('concurrent transactions each get a client of their own', async () => {
  const pids = await Promise.all(
    [1, 2, 3].map(() =>
      orm.em.fork().transactional(async (em) => {
        const client = await pgClientOf(em)
        const own = await client.query('SELECT pg_backend_pid() AS pid, pg_sleep(0.05)')
        const viaOrm = await em.execute('SELECT pg_backend_pid() AS pid')
        expect(viaOrm).toEqual([{ pid: own.rows[0].pid }])
        return own.rows[0].pid
      }),
    ),
  )
  expect(new Set(pids).size).toBe(3)
})

test('a nested transaction has the client of the outer one', async () => {
  await orm.em.fork().transactional(async (em) => {
    const outer = await pgClientOf(em)
    await em.transactional(async (nested) => {
      expect(await pgClientOf(nested)).toBe(outer)
    })
  })
})

test('outside a transaction there is no client to be had', async () => {
  await expect(pgClientOf(orm.em.fork())).rejects.toThrow('inside em.transactional')
})
