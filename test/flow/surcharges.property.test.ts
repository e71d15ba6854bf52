import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CompiledTariff } from '../../core/contracts/tariff-strategy.ts'
import { transfer } from '../../core/flow/ledger/transfer.ts'
import { HOUR_MS, MINUTE_MS } from '../../core/kernel/instant.ts'
import { createIdAllocator } from '../../core/persistence/ids.ts'
import { createLedgerStore } from '../../core/persistence/ledger-store.ts'
import { inTransaction } from '../../core/persistence/sql.ts'
import { expectBalanced } from '../support/books.ts'
import { type Building, createBuilding } from '../support/building.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'
import { owingOn } from '../support/streams.ts'
import { flatTariff } from '../support/tariffs.ts'

const START = Date.UTC(2026, 0, 5)
const span = { from: START, to: Date.UTC(2028, 0, 1) }
const UNIT = 1_000_000n

let database: TemporaryDatabase
let building: Building
let tax: CompiledTariff
let means: Means
let fundId: string
let serial = 0

interface Means {
  readonly ledger: ReturnType<typeof createLedgerStore>
  readonly owing: ReturnType<typeof owingOn>
}

/** One unit of currency a kWh, and half a unit of surcharge on top. */
function withSurcharge(tariff: CompiledTariff): CompiledTariff {
  const [energy] = tariff.components
  if (energy?.kind !== 'usage') throw new Error('a flat tariff has one price')
  const half = [{ upToMicros: null, priceMicros: '500000' }]
  const surcharge = {
    ...energy,
    id: 'levy',
    title: { en: 'Levy' },
    category: 'surcharge' as const,
    ladders: { all: half },
  }
  return { ...tariff, components: [energy, surcharge] }
}

beforeAll(async () => {
  database = await createTemporaryDatabase()
  tax = withSurcharge(flatTariff({ ...span, priceMicros: UNIT }))
  building = await createBuilding({
    appUrl: database.appUrl,
    now: () => START + 1_000 * HOUR_MS,
    start: START,
    tariff: tax,
  })
  const own = { pool: building.pool, ids: createIdAllocator(building.pool) }
  means = { ledger: createLedgerStore(own), owing: owingOn(own) }
  const { rows } = await building.pool.query<{ id: string }>(
    `INSERT INTO ledger_account (site_id, kind, code, currency)
     SELECT id, 'clearing', 'test', 'CNY' FROM site RETURNING id`,
  )
  fundId = rows[0]?.id ?? ''
})

afterAll(async () => {
  await building?.close()
  await database?.drop()
})

type Metered = Awaited<ReturnType<Building['addMetered']>>

async function hear(
  { pointId }: Metered,
  heard: readonly (readonly [number, number])[],
): Promise<void> {
  const snapshots = heard.map(([minutes, value]) =>
    building.snapshot(pointId, START + minutes * MINUTE_MS, String(value)),
  )
  await building.ingest.snapshots({ connectionId: building.connectionId, snapshots })
}

/** Credit and what it settles, in one transaction, as the core's commands do. */
async function topUp({ purseId, accountId }: Metered, units: number): Promise<void> {
  const key = `top up ${++serial}`
  await inTransaction(building.pool, async (transaction) => {
    const move = {
      key,
      at: START,
      currency: 'CNY',
      fromId: fundId,
      toId: purseId,
      amountMicros: BigInt(units) * UNIT,
    }
    await transfer(means.ledger, move, transaction)
    await means.owing.settle({ accountId, at: START, cause: key, transaction })
  })
}

async function pursesOf({ accountId }: Metered) {
  const { rows } = await building.pool.query<{ kind: string; balance: string }>(
    `SELECT kind, balance_micros AS balance FROM ledger_account
     WHERE account_id = $1 AND kind IN ('cash', 'receivable') ORDER BY kind`,
    [accountId],
  )
  return { cash: BigInt(rows[0]?.balance ?? 0), owed: -BigInt(rows[1]?.balance ?? 0) }
}

const above = (micros: bigint) => (micros > 0n ? micros : 0n)
const least = (a: bigint, b: bigint) => (a < b ? a : b)
const event = fc.oneof(
  fc.record({ topUp: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ use: fc.integer({ min: 1, max: 12 }) }),
)

describe('S4: surcharges on use', () => {
  test('credit above zero pays them after energy, the rest is owed until credit comes in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 14 }), async (events) => {
        const metered = await building.addMetered(`in order ${++serial}`)
        const model = { cash: 0n, owed: 0n }
        let minutes = 0
        let register = 0
        for (const one of events) {
          if ('topUp' in one) {
            await topUp(metered, one.topUp)
            model.cash += BigInt(one.topUp) * UNIT
            const settled = least(model.owed, above(model.cash))
            model.cash -= settled
            model.owed -= settled
          } else {
            minutes += 60
            register += one.use
            await hear(metered, [[minutes, register]])
            const energy = BigInt(one.use) * UNIT
            const taken = least(energy / 2n, above(model.cash - energy))
            model.cash -= energy + taken
            model.owed += energy / 2n - taken
          }
          expect(await pursesOf(metered)).toEqual(model)
        }
      }),
      { numRuns: 25 },
    )
    await expectBalanced(database)
  })

  test('INV5: late readings, in any batches, end where the same readings in order do', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { minLength: 2, maxLength: 10 }),
        fc.infiniteStream(fc.nat()),
        async (events, order) => {
          const metered = await building.addMetered(`late ${++serial}`)
          let minutes = 0
          let register = 0
          const readings = events.flatMap((one): [number, number][] => {
            if ('topUp' in one) return []
            minutes += 60
            register += one.use
            return [[minutes, register]]
          })
          const acts = events.flatMap((one) =>
            'topUp' in one ? [() => topUp(metered, one.topUp)] : [],
          )
          const mixed = readings
            .map((reading) => [order.next().value ?? 0, reading] as const)
            .sort(([a], [b]) => a - b)
          for (const [turn, [, reading]] of mixed.entries()) {
            await acts[turn]?.()
            await hear(metered, [reading])
          }
          for (const act of acts.slice(mixed.length)) await act()
          await topUp(metered, 1_000)
          const paid = events.reduce((sum, one) => sum + ('topUp' in one ? one.topUp : 0), 1_000)
          const due = (BigInt(register) * 3n * UNIT) / 2n
          expect(await pursesOf(metered)).toEqual({ cash: BigInt(paid) * UNIT - due, owed: 0n })
        },
      ),
      { numRuns: 25 },
    )
    await expectBalanced(database)
  })

  test('a surcharge that was owed and settled goes back to cash when its reading is undone', async () => {
    const metered = await building.addMetered(`undone ${++serial}`)
    await hear(metered, [[120, 10]])
    expect(await pursesOf(metered)).toEqual({ cash: -10n * UNIT, owed: 5n * UNIT })
    await topUp(metered, 100)
    expect(await pursesOf(metered)).toEqual({ cash: 85n * UNIT, owed: 0n })
    // Another value at the same instant: neither counts.
    await hear(metered, [[120, 12]])
    expect(await pursesOf(metered)).toEqual({ cash: 100n * UNIT, owed: 0n })
    await expectBalanced(database)
  })
})

test('a price below zero pays the tenant, and is taken back when it is undone', async () => {
  const tariff = flatTariff({ ...span, priceMicros: -2n * UNIT })
  const planId = await building.addPlan(`below zero ${++serial}`, tariff)
  const metered = await building.addMetered(`below zero ${++serial}`, undefined, { planId })
  await hear(metered, [[60, 3]])
  expect(await building.balanceOf(metered.purseId)).toBe(6n * UNIT)
  await hear(metered, [[30, 1]])
  expect(await building.balanceOf(metered.purseId)).toBe(6n * UNIT)
  await hear(metered, [[60, 4]])
  expect(await building.balanceOf(metered.purseId)).toBe(2n * UNIT)
  await expectBalanced(database)
})
