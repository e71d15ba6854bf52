import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { transfer } from '../../core/flow/ledger/transfer.ts'
import { errorCode } from '../../core/kernel/error.ts'
import { HOUR_MS, MINUTE_MS } from '../../core/kernel/instant.ts'
import { createPool } from '../../core/persistence/pool.ts'
import type { SqlClient, SqlPool } from '../../core/persistence/sql.ts'
import { expectBalanced } from '../support/books.ts'
import { type Building, createBuilding } from '../support/building.ts'
import { type CuttingProxy, createCuttingProxy } from '../support/cutting-proxy.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'
import { digestOf } from '../support/tables.ts'
import { flatTariff } from '../support/tariffs.ts'

const START = Date.UTC(2026, 0, 5)
const tariff = flatTariff({ from: START, to: Date.UTC(2028, 0, 1), priceMicros: 1_000_000n })
const AT = START + 500 * HOUR_MS

/** Fails statements with a code of PostgreSQL, after they were carried out, as often as it is told to. */
const fault = { code: '40P01', text: '', times: 0, hits: 0 }

function failing(client: SqlClient): SqlClient['query'] {
  return async (query) => {
    const result = await client.query<never>(query)
    if (fault.text !== '' && `${query.name ?? ''} ${query.text}`.includes(fault.text)) {
      fault.hits += 1
      if (fault.hits <= fault.times)
        throw Object.assign(new Error('injected'), { code: fault.code })
    }
    return result
  }
}

function arm(text: string, times: number, code = '40P01'): void {
  Object.assign(fault, { text, times, code, hits: 0 })
}

/** A pool whose single statements fail before they are carried out, as a deadlock's victim is rolled back. */
function failingPool(pool: Pool): SqlPool {
  return {
    async query(query) {
      const named = `${query.name ?? ''} ${query.text}`
      if (fault.text !== '' && named.includes(fault.text)) {
        fault.hits += 1
        if (fault.hits <= fault.times)
          throw Object.assign(new Error('injected'), { code: fault.code })
      }
      return pool.query(query)
    },
    async connect() {
      const client = await pool.connect()
      return { query: failing(client), release: (error) => client.release(error) }
    },
  }
}

let database: TemporaryDatabase
let proxy: CuttingProxy
let building: Building
let owner: Pool
let clearing: string
let serial = 0

beforeAll(async () => {
  database = await createTemporaryDatabase()
  proxy = await createCuttingProxy(database.appUrl)
  owner = createPool({ url: database.ownerUrl, max: 1, log: { warn() {} } })
  building = await createBuilding({
    appUrl: proxy.urlOf(database.appUrl),
    now: () => START + 1_000 * HOUR_MS,
    start: START,
    tariff,
    poolFor: failingPool,
  })
  const { rows } = await building.pool.query<{ id: string }>(
    "INSERT INTO ledger_account (site_id, kind, currency) VALUES ($1, 'clearing', 'CNY') RETURNING id",
    [building.siteId],
  )
  clearing = rows[0]?.id ?? ''
})

afterAll(async () => {
  await building?.close()
  await owner?.end()
  await proxy?.close()
  await database?.drop()
})

const topUp = (key: string, toId: string) =>
  transfer(building.ledger, {
    key,
    at: AT,
    currency: 'CNY',
    fromId: clearing,
    toId,
    amountMicros: 7n,
  })

const hear = (pointId: string, minutes: number, value: string) =>
  building.ingest.snapshots({
    connectionId: building.connectionId,
    snapshots: [building.snapshot(pointId, START + minutes * MINUTE_MS, value)],
  })

describe('serialization failures and deadlocks', () => {
  test.each(['40001', '40P01'])('M5: %s is tried again, whole, with one effect', async (code) => {
    const { purseId, pointId } = await building.addMetered(`retried ${++serial}`)
    arm('ledger-book', 3, code)
    expect(await topUp(`retried ${code}`, purseId)).toMatchObject({ replayed: false })
    expect(fault.hits).toBe(4)
    arm('stream-write', 3, code)
    await hear(pointId, 60, '2')
    expect(fault.hits).toBe(4)
    arm('', 0)
    expect(await building.balanceOf(purseId)).toBe(7n - 2_000_000n)
  })

  test('M5: at every statement of a correction the whole transaction is redone, with one effect', async () => {
    for (const statement of [
      'stream-lock',
      'readings-keep',
      'FROM stream_checkpoint',
      'usage-reversal',
      'purse_rows',
      'SET version = version + 1, state',
      'UPDATE quarantined_reading',
    ]) {
      const { purseId, pointId } = await building.addMetered(`corrected ${++serial}`)
      await hear(pointId, 30, '1')
      await hear(pointId, 90, '3')
      arm(statement, 2)
      await hear(pointId, 60, '2.5')
      expect(fault.hits, statement).toBeGreaterThan(2)
      arm('', 0)
      expect(await building.balanceOf(purseId), statement).toBe(-3_000_000n)
    }
    await expectBalanced(database)
  })

  test('M5: tries are bounded, and then nothing has changed', async () => {
    const { purseId, pointId } = await building.addMetered(`bounded ${++serial}`)
    const before = await digestOf(owner)
    arm('ledger-book', Number.POSITIVE_INFINITY)
    await expect(topUp('bounded', purseId)).rejects.toMatchObject({ code: '40P01' })
    expect(fault.hits).toBe(8)
    arm('stream-write', Number.POSITIVE_INFINITY)
    await expect(hear(pointId, 60, '2')).rejects.toMatchObject({ code: 'database-unavailable' })
    expect(fault.hits).toBe(8)
    arm('', 0)
    expect(await digestOf(owner)).toBe(before)
  })

  test('M5: any other failure is not tried again', async () => {
    const { purseId } = await building.addMetered(`once ${++serial}`)
    for (const code of ['22003', '23503', '42P01', '57014']) {
      arm('ledger-book', 1, code)
      await expect(topUp(`once ${code}`, purseId)).rejects.toMatchObject({ code })
      expect(fault.hits, code).toBe(1)
    }
    arm('', 0)
  })
})

describe('a connection that is cut at the commit', () => {
  test.each([
    ['before', false],
    ['after', true],
  ] as const)('M5: %s the server has it: a command is resolved by its key', async (when, done) => {
    const { purseId } = await building.addMetered(`cut ${++serial}`)
    await topUp(`warm ${serial}`, purseId)
    const cuts = proxy.cuts()
    proxy.cutAt('ledger-book', when)
    const lost = await topUp(`cut ${when}`, purseId).then(() => '', errorCode)
    expect(lost).toBe('database-unavailable')
    expect(proxy.cuts()).toBe(cuts + 1)
    expect(await topUp(`cut ${when}`, purseId)).toMatchObject({ replayed: done })
    expect(await building.balanceOf(purseId)).toBe(14n)
    await expectBalanced(database)
  })

  test.each(['before', 'after'] as const)(
    'M5: %s the server has it: readings sent again are billed once',
    async (when) => {
      const { purseId, pointId } = await building.addMetered(`cut ${++serial}`)
      await hear(pointId, 30, '1')
      // The statement of a batch is its own transaction; what sets a reading aside ends with COMMIT.
      for (const [text, minutes, value] of [
        ['stream-write', 60, '2'],
        ['COMMIT', 75, '900'],
        ['COMMIT', 45, '1.5'],
      ] as const) {
        proxy.cutAt(text, when)
        expect(await hear(pointId, minutes, value).then(() => '', errorCode), text).toBe(
          'database-unavailable',
        )
        await hear(pointId, minutes, value)
      }
      await hear(pointId, 90, '4')
      expect(await building.balanceOf(purseId)).toBe(-4_000_000n)
      await expectBalanced(database)
    },
  )
})
