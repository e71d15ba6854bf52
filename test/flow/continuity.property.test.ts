import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { CompiledTariff } from '../../core/contracts/tariff-strategy.ts'
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../core/kernel/instant.ts'
import { startOfLocalDay } from '../../core/kernel/zone.ts'
import { timeOfUseTariff } from '../../plugins/tariff-time-of-use/index.ts'
import { expectBalanced } from '../support/books.ts'
import { type Building, createBuilding, type Metered } from '../support/building.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'

// Bounded by its runs, not by time: a machine may be busy.
vi.setConfig({ testTimeout: 120_000 })

const ZONE = 'Europe/Berlin'
const START = startOfLocalDay('2026-03-01', ZONE)
const END = startOfLocalDay('2028-07-01', ZONE)
/** Registers of two digits roll over soon. */
const RANGE = 100_000_000n
const OPENING = 97_000_000n
const MAX_RATE = 10_000_000n

let database: TemporaryDatabase
let building: Building
let now = START
let serial = 0

/** Night and day bands of a zone with daylight saving time, a monthly ladder, whatever the price. */
async function berlin(from: Instant, valley: string): Promise<CompiledTariff> {
  const terms = {
    prices: { valley: [{ price: valley }], peak: [{ upTo: '30', price: '1' }, { price: '1.5' }] },
    seasons: [
      {
        id: 'all',
        title: { en: 'All year' },
        dates: [{ from: '01-01', to: '12-31' }],
        days: [
          {
            types: ['workday', 'weekend', 'holiday'],
            hours: [
              { from: '00:00', to: '06:00', band: 'valley' },
              { from: '06:00', to: '24:00', band: 'peak' },
            ],
          },
        ],
      },
    ],
  }
  const calendar = { timeZone: ZONE, holidays: [], workedWeekendDays: [] }
  const result = await timeOfUseTariff.compile({ terms, calendar, from, to: END })
  if (!result.ok) throw new Error(JSON.stringify(result.errors))
  return result.tariff
}

beforeAll(async () => {
  database = await createTemporaryDatabase()
  building = await createBuilding({
    appUrl: database.appUrl,
    now: () => now,
    start: START,
    tariff: await berlin(START, '0.5'),
  })
})

afterAll(async () => {
  await building?.close()
  await database?.drop()
})

async function hear(pointId: string, at: Instant, micros: bigint): Promise<void> {
  const value = `${micros / 1_000_000n}.${String(micros % 1_000_000n).padStart(6, '0')}`
  const snapshots = [{ source: 'test', at, values: [{ pointId, value, quality: 'good' as const }] }]
  await building.ingest.snapshots({ connectionId: building.connectionId, snapshots })
}

/** Intervals in force of a metering point, by their starts. */
async function intervals(meteringPointId: string) {
  const { rows } = await building.pool.query<Record<'from' | 'to' | 'quantity', string>>(
    `SELECT extract(epoch FROM from_at) * 1000 AS "from", extract(epoch FROM to_at) * 1000 AS "to",
      quantity_micros AS quantity FROM usage_interval u WHERE metering_point_id = $1 AND reverses_id IS NULL
      AND NOT EXISTS (SELECT FROM usage_interval r WHERE r.reverses_id = u.id) ORDER BY from_at`,
    [meteringPointId],
  )
  return rows.map(({ from, to, quantity }) => ({
    from: Number(from),
    to: Number(to),
    quantity: BigInt(quantity),
  }))
}

const EVENTS = ['read', 'read', 'read', 'late', 'swap', 'multiplier', 'payer', 'version'] as const

const scenario = fc.record({
  /** Shortly before the clock goes forward or back, a year ends, or a leap day comes. */
  begin: fc.constantFrom('2026-03-28', '2026-10-24', '2026-12-30', '2028-02-27'),
  events: fc.array(
    fc.record({
      kind: fc.constantFrom(...EVENTS),
      hours: fc.constantFrom(1, 3, 9, 24, 40),
      share: fc.nat({ max: 1_000 }),
    }),
    { minLength: 3, maxLength: 10 },
  ),
})

interface Fitted {
  readonly meterId: string
  readonly registerId: string
  readonly pointId: string
  readonly installationId: string
  readonly multiplier: bigint
}

/** A metering point to which things happen, and what it should have used by then. */
function createHistory(metered: Metered, planId: string) {
  let fitted: Fitted = { ...metered, multiplier: 1n }
  let { agreementId } = metered
  let at = START
  let micros = OPENING
  let used = 0n
  const late: (() => Promise<void>)[] = []

  function flow(hours: number, share: number): void {
    at += hours * HOUR_MS
    const most = (MAX_RATE / fitted.multiplier) * BigInt(hours)
    const units = (most * BigInt(share)) / 1_000n
    // All that happens together stays below the range: a register that went round twice tells nobody.
    const plausible = units < RANGE / 12n ? units : RANGE / 12n
    micros = (micros + plausible) % RANGE
    used += plausible * fitted.multiplier
  }

  async function change(sameMeter: boolean): Promise<void> {
    const multiplier = sameMeter ? (fitted.multiplier === 1n ? 4n : 1n) : fitted.multiplier
    const fresh = sameMeter ? fitted : await building.addMeter(`swapped ${++serial}`, { digits: 2 })
    const opening = sameMeter ? micros : OPENING
    const installationId = await building.commissioning.swapMeter({
      installationId: fitted.installationId,
      closings: [{ registerId: fitted.registerId, valueMicros: micros }],
      signedBy: 'test',
      meterId: fresh.meterId,
      multiplierMicros: multiplier * 1_000_000n,
      openings: [{ registerId: fresh.registerId, valueMicros: opening }],
      at,
    })
    micros = opening
    fitted = { ...fresh, installationId, multiplier }
  }

  async function payer(): Promise<void> {
    await building.commissioning.endAgreement({ agreementId, at })
    const { contractId, accountId } = await building.addAccount(`payer ${++serial}`)
    const { meteringPointId } = metered
    const agreement = { contractId, accountId, meteringPointId, tariffPlanId: planId }
    agreementId = await building.commissioning.addAgreement({ ...agreement, from: at, to: null })
  }

  return {
    async happen(kind: (typeof EVENTS)[number], hours: number, share: number): Promise<void> {
      flow(hours, share)
      now = at
      const { pointId } = fitted
      const [instant, value] = [at, micros]
      if (kind === 'read') await hear(pointId, instant, value)
      if (kind === 'late') late.push(() => hear(pointId, instant, value))
      // A signed closing that has rolled over cannot be told from one that is wrong: read it first.
      if (kind === 'swap' || kind === 'multiplier') {
        await hear(pointId, instant - MINUTE_MS, value)
        await change(kind === 'multiplier')
      }
      if (kind === 'payer') await payer()
      if (kind === 'version')
        await building.addVersion(planId, await berlin(at, `0.${300 + (share % 500)}`))
    },
    /** The last reading, and those that were kept back, latest first. */
    async end(): Promise<void> {
      flow(1, 10)
      now = at
      await hear(fitted.pointId, at, micros)
      for (const arrive of late.reverse()) await arrive()
    },
    at: () => at,
    used: () => used,
  }
}

describe('usage has no gap and no overlap', () => {
  test('INV6: across swaps, multipliers, rollovers, payers, tariffs, clock changes, leap day, year end', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ begin, events }) => {
        const planId = await building.addPlan(`plan ${++serial}`, await berlin(START, '0.5'))
        const shape = { digits: 2, openingMicros: OPENING, maxRateMicros: MAX_RATE, planId }
        const metered = await building.addMetered(`point ${++serial}`, undefined, shape)
        const history = createHistory(metered, planId)
        await history.happen('read', (startOfLocalDay(begin, ZONE) - START) / HOUR_MS, 0)
        for (const { kind, hours, share } of events) await history.happen(kind, hours, share)
        await history.end()
        const booked = await intervals(metered.meteringPointId)
        const sum = booked.reduce((total, { quantity }) => total + quantity, 0n)
        expect(booked.at(0)?.from).toBe(START)
        expect(booked.at(-1)?.to).toBe(history.at())
        booked.forEach(({ to }, index) => {
          expect(booked[index + 1]?.from ?? to).toBe(to)
        })
        expect(sum).toBe(history.used())
      }),
      { numRuns: 18 },
    )
    await expectBalanced(database)
  })

  test.each([
    ['2026-03-29', '2026-03-30', 23, 5],
    ['2026-10-25', '2026-10-26', 25, 7],
    ['2026-07-01', '2026-07-02', 24, 6],
    ['2028-02-29', '2028-03-01', 24, 6],
    ['2026-12-31', '2027-01-01', 24, 6],
  ])(
    'INV6: one unit an hour on %s is billed by its local hours',
    async (day, next, hours, night) => {
      const from = startOfLocalDay(day, ZONE)
      const to = startOfLocalDay(next, ZONE)
      expect(to - from).toBe(hours * HOUR_MS)
      now = to + DAY_MS
      const metered = await building.addMetered(`day ${++serial}`)
      await hear(metered.pointId, from, 0n)
      await hear(metered.pointId, to, BigInt(hours) * 1_000_000n)
      const { rows } = await building.pool.query<{ band: string; quantity: string }>(
        `SELECT band, sum(l.quantity_micros) AS quantity FROM rated_line l JOIN usage_interval u ON u.id = l.interval_id
       WHERE u.metering_point_id = $1 GROUP BY band ORDER BY band`,
        [metered.meteringPointId],
      )
      expect(rows).toEqual([
        { band: 'peak', quantity: `${hours - night}000000` },
        { band: 'valley', quantity: `${night}000000` },
      ])
      await expectBalanced(database)
    },
  )
})
