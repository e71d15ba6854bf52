import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../../core/cli/verify.ts'
import { readConfig } from '../../core/config.ts'
import { withClient } from '../../core/persistence/provision.ts'
import type { VerifyReport } from '../../core/verify/report.ts'
import { createLedgerBench, type LedgerBench } from '../support/ledger.ts'

let bench: LedgerBench

beforeAll(async () => {
  bench = await createLedgerBench()
  const metered = await bench.account(5_000_000n)
  await bench.hear(metered, 60, 2_000_000n)
})

afterAll(async () => {
  await bench?.close()
})

async function verify(...args: string[]) {
  const lines: string[] = []
  const config = readConfig({ env: { DATABASE_URL: bench.database.appUrl } })
  const print = (text: string) => void lines.push(text)
  const exitCode = await run({ args, config, print, complain: print })
  return { exitCode, lines }
}

test('`busbar verify` prints what it checked, beside a core that is running, and ends with 0', async () => {
  const { exitCode, lines } = await verify()
  expect(exitCode).toBe(0)
  expect(lines.at(-1)).toBe('The books balance.')
  expect(lines.join('\n')).toMatch(/each purse holds what its postings say\s+\d+\s+ok/)
})

test('`busbar verify` names what is wrong and how to look at it, and ends with 1', async () => {
  await withClient({ url: bench.database.ownerUrl }, (client) =>
    client.query("UPDATE ledger_account SET balance_micros = 7 WHERE kind = 'bonus'"),
  )
  const { exitCode, lines } = await verify()
  expect(exitCode).toBe(1)
  expect(lines.at(-1)).toMatch(/do NOT balance/)
  expect(lines.join('\n')).toMatch(
    /ledger account \d+: holds 7 micros; its postings say 0\n +look: SELECT/,
  )
})

test('`busbar verify --json` gives one object', async () => {
  const { exitCode, lines } = await verify('--json')
  const report = JSON.parse(lines.join('')) as VerifyReport
  expect(exitCode).toBe(1)
  expect(report.balanced).toBe(false)
  expect(report.checks.find(({ id }) => id === 'purse-balances')?.wrong).toBeGreaterThan(0)
})
