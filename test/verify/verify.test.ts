import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { transfer } from '../../core/flow/ledger/transfer.ts'
import { createUseSums } from '../../core/flow/use/sums.ts'
import { HOUR_MS, MINUTE_MS } from '../../core/kernel/instant.ts'
import { withClient } from '../../core/persistence/provision.ts'
import { createUseSumStore } from '../../core/persistence/use-sum-store.ts'
import { reportLines } from '../../core/verify/report.ts'
import { expectBalanced, verify } from '../support/books.ts'
import { type Building, createBuilding } from '../support/building.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'
import { dayTariff } from '../support/tariffs.ts'

// Bounded by its runs, not by time: a machine may be busy.
vi.setConfig({ testTimeout: 120_000 })

const START = Date.UTC(2026, 0, 5)
const END = Date.UTC(2028, 0, 1)
const at = (minutes: number) => START + minutes * MINUTE_MS

let healthy: TemporaryDatabase

async function read(building: Building, pointId: string, readings: readonly [number, string][]) {
  for (const [minutes, value] of readings)
    await building.ingest.snapshots({
      connectionId: building.connectionId,
      snapshots: [building.snapshot(pointId, at(minutes), value)],
    })
}

const sum = ({ pool }: Building) => createUseSums({ store: createUseSumStore({ pool }) }).sum()

/** A day in which about everything happens that may: late, doubled, in conflict, swapped, moved out. */
async function live(building: Building): Promise<void> {
  const plain = await building.addMetered('plain')
  const late = await building.addMetered('late', undefined, { multiplierMicros: 40_000_000n })
  const swapped = await building.addMetered('swapped', plain)
  const roof = await building.addMetered('roof', undefined, { feedsBack: true })
  const { contractId, purseId, accountId } = await building.addAccount('next')
  await read(building, plain.pointId, [
    [15, '0.333333'],
    [30, '2'],
    [600, '7.25'],
    [500, '6'],
    [600, '7.25'],
    [615, '3'],
    [630, '9'],
    [630, '10'],
    [645, '11'],
  ])
  for (const { pointId } of roof.registers)
    await read(building, pointId, [
      [60, '2.5'],
      [120, '4'],
    ])
  await read(building, late.pointId, [
    [60, '1.1'],
    [180, '2.7'],
    [120, '1.9'],
  ])
  await building.commissioning.endAgreement({ agreementId: late.agreementId, at: at(150) })
  const payer = { contractId, accountId, meteringPointId: late.meteringPointId }
  const plan = { tariffPlanId: building.planId, from: at(150), to: null }
  await building.commissioning.addAgreement({ ...payer, ...plan })
  await read(building, swapped.pointId, [[300, '5']])
  // What the swap changes is in the sums by then.
  await sum(building)
  const fresh = await building.addMeter('fresh')
  await building.commissioning.swapMeter({
    installationId: swapped.installationId,
    closings: [{ registerId: swapped.registerId, valueMicros: 5_500_000n }],
    signedBy: 'test',
    meterId: fresh.meterId,
    multiplierMicros: 1_000_000n,
    openings: [{ registerId: fresh.registerId, valueMicros: 70_000_000n }],
    at: at(330),
  })
  await read(building, fresh.pointId, [[360, '71']])
  const { rows } = await building.pool.query<{ id: string }>(
    "INSERT INTO ledger_account (site_id, kind, currency) VALUES ($1, 'clearing', 'CNY') RETURNING id",
    [building.siteId],
  )
  const money = { at: at(400), currency: 'CNY', amountMicros: 90_000_000n }
  const clearing = { ...money, key: 'top-up', fromId: rows[0]?.id ?? '', toId: purseId }
  await transfer(building.ledger, clearing)
  const onward = { ...money, amountMicros: 1n, key: 'onward' }
  await transfer(building.ledger, { ...onward, fromId: purseId, toId: plain.purseId })
}

beforeAll(async () => {
  healthy = await createTemporaryDatabase()
  const building = await createBuilding({
    appUrl: healthy.appUrl,
    now: () => START + 1_000 * HOUR_MS,
    start: START,
    tariff: dayTariff({ from: START, to: END }),
  })
  await live(building)
  await sum(building)
  await building.close()
})

afterAll(async () => {
  await healthy?.drop()
})

describe('verify', () => {
  test('says that healthy books balance, and what it looked at', async () => {
    await expectBalanced(healthy)
    const { checks } = await verify(healthy)
    // Nobody paid through a channel or was charged a fee here: test/verify/payments.test.ts, receivables.test.ts.
    const others = checks.filter(
      ({ id }) => !['payment-orders', 'top-ups', 'refunds', 'fees'].includes(id),
    )
    for (const check of others) expect(check.examined, check.title).toBeGreaterThan(0)
    expect(reportLines(await verify(healthy)).at(-1)).toBe('The books balance.')
  })

  const IN_FORCE = `reverses_id IS NULL AND id NOT IN (SELECT reverses_id FROM usage_interval WHERE reverses_id IS NOT NULL)`
  const INTERVAL = `(SELECT max(id) FROM usage_interval WHERE ${IN_FORCE} AND quantity_micros > 0)`
  const USAGE = `(SELECT max(id) FROM posting WHERE reference_kind = 'usage-interval' AND reverses_id IS NULL)`
  const COMMAND = "(SELECT min(id) FROM posting WHERE kind = 'transfer')"
  const REVERSAL = '(SELECT max(id) FROM posting WHERE reverses_id IS NOT NULL)'
  const PURSE = "(SELECT min(id) FROM ledger_account WHERE kind = 'cash')"

  test.each([
    [
      'a balance that was changed',
      'purse-balances',
      `UPDATE ledger_account SET balance_micros = balance_micros + 1 WHERE id = ${PURSE}`,
    ],
    ['a posting that was deleted', 'usage-postings', `DELETE FROM posting WHERE id = ${USAGE}`],
    [
      'a posting that was changed',
      'usage-postings',
      `UPDATE posting SET amount_micros = amount_micros + 1 WHERE id = ${USAGE}`,
    ],
    [
      'a posting to an account that is none',
      'posting-accounts',
      `UPDATE posting SET credit_id = 999999 WHERE id = ${COMMAND}`,
    ],
    [
      'a posting in another currency',
      'posting-accounts',
      `UPDATE posting SET currency = 'EUR' WHERE id = ${COMMAND}`,
    ],
    [
      'an account moved to another currency',
      'sum-zero',
      `UPDATE ledger_account SET currency = 'EUR' WHERE kind = 'clearing'`,
    ],
    [
      'an account moved to another fund',
      'sum-zero',
      `UPDATE ledger_account SET fund = 'water' WHERE kind = 'clearing'`,
    ],
    [
      'a posting out of nowhere',
      'posting-sources',
      `INSERT INTO posting (id, at, debit_id, credit_id, amount_micros, currency, kind, reference_kind, reference_id) SELECT 777777, at, debit_id, credit_id, amount_micros, currency, kind, reference_kind, reference_id FROM posting WHERE id = ${COMMAND}`,
    ],
    ["a command's posting that is gone", 'commands', `DELETE FROM posting WHERE id = ${COMMAND}`],
    [
      'a command that is gone',
      'posting-sources',
      "DELETE FROM ledger_command WHERE key = 'onward'",
    ],
    [
      'a reversal of another amount',
      'posting-reversals',
      `UPDATE posting SET amount_micros = amount_micros + 1 WHERE id = ${REVERSAL}`,
    ],
    [
      'a reversal of nothing',
      'posting-reversals',
      `UPDATE posting SET reverses_id = 777777 WHERE id = ${REVERSAL}`,
    ],
    [
      'an interval undone by half',
      'usage-reversals',
      `UPDATE usage_interval SET quantity_micros = quantity_micros / 2 WHERE id = (SELECT max(id) FROM usage_interval WHERE reverses_id IS NOT NULL AND quantity_micros <> 0)`,
    ],
    [
      "a reversal's line that is gone",
      'usage-reversals',
      'DELETE FROM rated_line WHERE interval_id = (SELECT max(l.interval_id) FROM rated_line l JOIN usage_interval u ON u.id = l.interval_id WHERE u.reverses_id IS NOT NULL)',
    ],
    [
      'an interval that is gone',
      'usage-tiles',
      `DELETE FROM usage_interval WHERE id = ${INTERVAL}`,
    ],
    [
      'an interval that is gone with all that is its own',
      'balances-from-sources',
      `WITH i AS (DELETE FROM usage_interval WHERE id = ${INTERVAL} RETURNING id), l AS (DELETE FROM rated_line WHERE interval_id IN (SELECT id FROM i)), p AS (DELETE FROM posting WHERE id IN (SELECT id FROM i) RETURNING debit_id, amount_micros) UPDATE ledger_account a SET balance_micros = balance_micros + p.amount_micros FROM p WHERE a.id = p.debit_id`,
    ],
    [
      'an interval booked twice',
      'usage',
      `INSERT INTO usage_interval SELECT 777777, metering_point_id, register_id, installation_id, from_at, to_at, from_micros, to_micros, quantity_micros, agreement_id, unrated, NULL FROM usage_interval WHERE id = ${INTERVAL}`,
    ],
    [
      'an interval of another quantity',
      'usage',
      `UPDATE usage_interval SET quantity_micros = quantity_micros + 1 WHERE id = ${INTERVAL}`,
    ],
    [
      'an interval of another payer',
      'usage',
      `UPDATE usage_interval SET agreement_id = NULL WHERE id = ${INTERVAL}`,
    ],
    [
      'a line of another price',
      'prices',
      `UPDATE rated_line SET amount_micros = amount_micros + 1 WHERE interval_id = ${INTERVAL}`,
    ],
    [
      'a line of another band',
      'prices',
      `UPDATE rated_line SET band = 'peak' WHERE interval_id = ${INTERVAL}`,
    ],
    [
      'a line without an interval',
      'references',
      'UPDATE rated_line SET interval_id = 777777 WHERE interval_id = (SELECT max(interval_id) FROM rated_line)',
    ],
    [
      'a reading that was changed',
      'usage',
      `UPDATE reading SET value_micros = value_micros + 1 WHERE at = (SELECT to_at FROM usage_interval WHERE id = ${INTERVAL})`,
    ],
    [
      'a reading that was deleted',
      'usage',
      `DELETE FROM reading WHERE at = (SELECT to_at FROM usage_interval WHERE id = ${INTERVAL})`,
    ],
    [
      'readings of a register that is none',
      'references',
      'UPDATE reading SET register_id = 999999 WHERE at = (SELECT max(at) FROM reading)',
    ],
    [
      'a tariff whose price was changed',
      'prices',
      `UPDATE tariff_compiled SET data = jsonb_set(data, '{components,0,ladders,valley,0,priceMicros}', '"310001"')`,
    ],
    [
      'an opening value that was changed',
      'usage-tiles',
      'UPDATE installation_register SET opening_micros = opening_micros + 1 WHERE installation_id = (SELECT max(installation_id) FROM installation_register)',
    ],
    [
      'a refusal that was forgotten',
      'quarantine',
      'DELETE FROM quarantined_reading WHERE at = (SELECT min(at) FROM quarantined_reading)',
    ],
    [
      'a refusal that is none',
      'quarantine',
      "INSERT INTO quarantined_reading SELECT register_id, at, value_micros, 'falling', '', now() FROM reading r WHERE at = (SELECT min(at) FROM reading)",
    ],
    ['a sum of use by day that is gone', 'usage-days', 'DELETE FROM usage_day'],
    [
      'a sum of use by quarter hour of another quantity',
      'usage-quarters',
      'UPDATE usage_quarter SET quantity_micros = quantity_micros - 1 WHERE at = (SELECT max(at) FROM usage_quarter)',
    ],
    [
      'a sum of charges of another day',
      'charge-days',
      "UPDATE charge_day SET day_at = day_at + interval '7 days'",
    ],
    [
      'a sum of charges that says more was estimated',
      'charge-quarters',
      'UPDATE charge_quarter SET estimated_ms = estimated_ms + 1 WHERE at = (SELECT min(at) FROM charge_quarter)',
    ],
    [
      'sums that reach further than they say',
      'usage-days',
      "UPDATE usage_summed_register SET until_at = until_at - interval '1 hour'",
    ],
    [
      'a refusal for another reason',
      'quarantine',
      "UPDATE quarantined_reading SET reason = 'negative'",
    ],
  ])('finds %s', async (_, check, damage) => {
    const copy = await createTemporaryDatabase({ copyOf: healthy })
    try {
      await withClient({ url: copy.ownerUrl }, async (client) => {
        expect((await client.query(damage)).rowCount).toBeGreaterThan(0)
      })
      const { balanced, checks, discrepancies } = await verify(copy)
      expect(balanced).toBe(false)
      expect(checks.find(({ id }) => id === check)?.wrong).toBeGreaterThan(0)
      const found = discrepancies.find((one) => one.check === check)
      // What it says can be looked at.
      await withClient({ url: copy.appUrl }, async (client) => {
        for (const look of found?.look.split('; ') ?? []) await client.query(look)
      })
      expect(found?.subject).toMatch(/\w/)
    } finally {
      await copy.drop()
    }
  })
})
