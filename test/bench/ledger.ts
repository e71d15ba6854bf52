import { Pool } from 'pg'
import type { LedgerStore } from '../../core/flow/ledger/ports.ts'
import { transfer } from '../../core/flow/ledger/transfer.ts'
import type { Id } from '../../core/kernel/id.ts'
import { createIdAllocator } from '../../core/persistence/ids.ts'
import { createLedgerStore } from '../../core/persistence/ledger-store.ts'
import { outliveLostConnections } from '../../core/persistence/pool.ts'
import { dayTariff } from '../support/tariffs.ts'
import { createBareLedger } from './bare-ledger.ts'
import { fillBuilding } from './fixture.ts'
import { alternate, repeatFor, report } from './rounds.ts'
import { startBenchServer } from './server.ts'

const START = Date.UTC(2026, 0, 1)
const ROUND_MS = 500
const ROUNDS = 10

/** Idempotent transfers per second beside the bare SQL of the same rows. */
export async function run({ json }: { readonly json: boolean }): Promise<void> {
  const server = await startBenchServer()
  const setup = new Pool({ connectionString: server.appUrl, max: 2 })
  outliveLostConnections(setup)
  try {
    const tariff = dayTariff({ from: START, to: START + 1 })
    const { meters } = await fillBuilding(
      { pool: setup, analyze: server.analyze },
      { meters: 1_000, start: START, tariff },
    )
    const purses = meters.map((meter) => meter.purseId)
    const rows = []
    for (const accounts of [10, 1_000])
      for (const connections of [1, 8, 20])
        rows.push(await measure(server.appUrl, purses.slice(0, accounts), connections))
    const lowest = rows.reduce((least, row) => (row.ratio < least.ratio ? row : least))
    const result = {
      ratio: lowest.ratio,
      perSecond: lowest.perSecond,
      ceilingPerSecond: lowest.ceilingPerSecond,
      cases: rows,
    }
    const table = rows.map((row) => ({
      accounts: row.accounts,
      connections: row.connections,
      'transfers/s': Math.round(row.perSecond),
      'bare SQL/s': Math.round(row.ceilingPerSecond),
      ratio: Number(row.ratio.toFixed(3)),
    }))
    report({
      title: 'ledger: idempotent transfers, fsync and synchronous_commit on',
      rows: table,
      result,
      json,
    })
  } finally {
    await setup.end()
    await server.stop()
  }
}

async function measure(url: string, purses: readonly Id[], connections: number) {
  const pool = new Pool({ connectionString: url, max: connections })
  outliveLostConnections(pool)
  try {
    const ledger = createLedgerStore({ pool, ids: createIdAllocator(pool) })
    const bare = createBareLedger(pool)
    const prefix = `${purses.length}/${connections}/`
    let serial = 0
    const parallel = async (work: () => Promise<number>) => {
      const measured = await Promise.all(
        Array.from({ length: connections }, () => repeatFor(ROUND_MS, work)),
      )
      return {
        count: measured.reduce((sum, one) => sum + one.count, 0),
        seconds: Math.max(...measured.map((one) => one.seconds)),
      }
    }
    const measured = await alternate({
      rounds: ROUNDS,
      ours: () => parallel(() => one(ledger, `ours/${prefix}${++serial}`, pairOf(purses))),
      ceiling: () =>
        parallel(async () => {
          await bare.transfer(`bare/${prefix}${++serial}`, pairOf(purses))
          return 1
        }),
    })
    return { accounts: purses.length, connections, ...measured }
  } finally {
    await pool.end()
  }
}

async function one(
  ledger: LedgerStore,
  key: string,
  [fromId, toId]: readonly [Id, Id],
): Promise<number> {
  await transfer(ledger, {
    key,
    at: START,
    currency: 'CNY',
    fromId,
    toId,
    amountMicros: 1_000_000n,
  })
  return 1
}

function pairOf(purses: readonly Id[]): readonly [Id, Id] {
  const from = Math.floor(Math.random() * purses.length)
  const to = (from + 1 + Math.floor(Math.random() * (purses.length - 1))) % purses.length
  return [purses[from] ?? '', purses[to] ?? '']
}
