import type { Pool } from 'pg'
import type { LedgerResult } from '../../core/flow/ledger/ports.ts'
import { transfer } from '../../core/flow/ledger/transfer.ts'
import { errorCode } from '../../core/kernel/error.ts'
import { HOUR_MS, MINUTE_MS } from '../../core/kernel/instant.ts'
import { createPool } from '../../core/persistence/pool.ts'
import { type Building, createBuilding, type Metered } from './building.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from './database.ts'
import { flatTariff } from './tariffs.ts'

const START = Date.UTC(2026, 0, 5)

/** A metered account's purses. */
export interface Account extends Metered {
  readonly cash: string
  /** Where what is held back waits. */
  readonly held: string
}

/** A ledger with a building to charge to it: one currency unit for one unit of use. */
export interface LedgerBench {
  readonly database: TemporaryDatabase
  readonly building: Building
  /** As the owner of the schema. */
  readonly owner: Pool
  /** Accounts of the house. */
  readonly clearing: string
  readonly revenue: string
  /** When commands happen. */
  readonly start: number
  readonly at: number
  account(amountMicros: bigint): Promise<Account>
  move(key: string, fromId: string, toId: string, amountMicros: bigint): Promise<LedgerResult>
  /** A reading, minutes after the start. */
  hear(metered: Metered, minutes: number, micros: bigint): Promise<void>
  balances(accounts: readonly Account[]): Promise<{ cash: bigint[]; held: bigint[] }>
  close(): Promise<void>
}

/** The code of a refusal, or `done`. */
export async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'done'
  } catch (thrown) {
    return errorCode(thrown) ?? String(thrown)
  }
}

export async function createLedgerBench(): Promise<LedgerBench> {
  const at = START + 500 * HOUR_MS
  const database = await createTemporaryDatabase()
  const owner = createPool({ url: database.ownerUrl, max: 2, log: { warn() {} } })
  const building = await createBuilding({
    appUrl: database.appUrl,
    now: () => START + 1_000 * HOUR_MS,
    start: START,
    tariff: flatTariff({ from: START, to: Date.UTC(2028, 0, 1), priceMicros: 1_000_000n }),
  })
  await building.addMetered('first')
  let serial = 0

  async function idOf(text: string, values: readonly unknown[]): Promise<string> {
    const { rows } = await building.pool.query<{ id: string }>(text, [...values])
    return rows[0]?.id ?? ''
  }

  const clearing = await idOf(
    "INSERT INTO ledger_account (site_id, kind, currency) VALUES ($1, 'clearing', 'CNY') RETURNING id",
    [building.siteId],
  )
  const revenue = await idOf("SELECT id FROM ledger_account WHERE kind = 'revenue'", [])

  const bench: LedgerBench = {
    database,
    building,
    owner,
    clearing,
    revenue,
    start: START,
    at,
    async account(amountMicros) {
      serial += 1
      const metered = await building.addMetered(`account ${serial}`)
      const held = await idOf(
        "SELECT id FROM ledger_account WHERE account_id = $1 AND kind = 'refund-pending'",
        [metered.accountId],
      )
      const cash = metered.purseId
      if (amountMicros > 0n)
        await bench.move(`fund ${metered.accountId}`, clearing, cash, amountMicros)
      return { ...metered, cash, held }
    },
    move: (key, fromId, toId, amountMicros) =>
      transfer(building.ledger, { key, at, currency: 'CNY', fromId, toId, amountMicros }),
    async hear(metered, minutes, micros) {
      const value = `${micros / 1_000_000n}.${String(micros % 1_000_000n).padStart(6, '0')}`
      const snapshot = building.snapshot(metered.pointId, START + minutes * MINUTE_MS, value)
      const { connectionId } = building
      await building.ingest.snapshots({ connectionId, snapshots: [snapshot] })
    },
    balances: async (accounts) => ({
      cash: await Promise.all(accounts.map((one) => building.balanceOf(one.cash))),
      held: await Promise.all(accounts.map((one) => building.balanceOf(one.held))),
    }),
    async close() {
      await building.close()
      await owner.end()
      await database.drop()
    },
  }
  return bench
}
