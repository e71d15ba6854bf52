import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type BucketKind, bucketBounds } from '../../core/domain/analytics/buckets.ts'
import type { BucketFigures, UseScope } from '../../core/flow/use/ports.ts'
import { createUseSums } from '../../core/flow/use/sums.ts'
import { DAY_MS, type Instant, MINUTE_MS } from '../../core/kernel/instant.ts'
import { createUseStore } from '../../core/persistence/use-store.ts'
import { createUseSumStore } from '../../core/persistence/use-sum-store.ts'
import { expectBalanced } from '../support/books.ts'
import { type Building, createBuilding, type Metered } from '../support/building.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'
import { ladderTariff } from '../support/tariffs.ts'

// Bounded by its runs, not by time: a machine may be busy.
vi.setConfig({ testTimeout: 300_000 })

const ZONE = 'Europe/London'
const DAYS = 3

/** A reading of a meter that uses 0.01 a minute; `off` of it contradicts the others. */
interface Read {
  readonly kind: 'read'
  readonly meter: number
  readonly minute: number
  readonly off: number
}
type Step =
  | Read
  | { readonly kind: 'sum' }
  | { readonly kind: 'end-agreement'; readonly minute: number }

const minutes = fc.oneof(
  fc.nat({ max: DAYS * 96 }).map((quarter) => quarter * 15),
  fc.nat({ max: DAYS * 24 * 60 }),
)
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('read' as const),
      meter: fc.nat({ max: 1 }),
      minute: minutes,
      off: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: -40, max: 40 })),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'sum' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('end-agreement' as const), minute: minutes }),
  },
)

/** Buckets by what they are of, so that two ways to the same figures can be compared. */
function sorted({ uses, charges }: BucketFigures) {
  const byText = (a: string, b: string) => (a < b ? -1 : 1)
  const text = (row: object) =>
    JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? value.toString() : value))
  return { uses: uses.map(text).sort(byText), charges: charges.map(text).sort(byText) }
}

describe.each([
  ['are put forward', Date.UTC(2026, 2, 28)],
  ['are put back', Date.UTC(2026, 9, 24)],
])('where clocks %s', (_, start) => {
  let database: TemporaryDatabase
  let building: Building
  const at = (minute: number): Instant => start + minute * MINUTE_MS

  beforeAll(async () => {
    database = await createTemporaryDatabase()
    building = await createBuilding({
      appUrl: database.appUrl,
      now: () => start + 30 * DAY_MS,
      start,
      tariff: ladderTariff({ from: start, to: start + 60 * DAY_MS, acrossBands: true }),
      timeZone: ZONE,
    })
  })
  afterAll(async () => {
    await building?.close()
    await database?.drop()
  })

  const sums = () => createUseSums({ store: createUseSumStore({ pool: building.pool }) })

  async function perform(step: Step, meters: readonly Metered[]): Promise<void> {
    if (step.kind === 'sum') {
      await sums().sum()
      return
    }
    const meter = meters[step.kind === 'read' ? step.meter : 0]
    if (meter === undefined) return
    if (step.kind === 'end-agreement') {
      await building.commissioning
        .endAgreement({ agreementId: meter.agreementId, at: at(step.minute + 1) })
        .catch((thrown: { code?: string }) => {
          // It has ended already.
          if (thrown.code === undefined) throw thrown
        })
      return
    }
    const hundredths = Math.max(step.minute + step.off, 0)
    const value = (hundredths / 100).toFixed(2)
    const snapshots = [building.snapshot(meter.pointId, at(step.minute), value)]
    await building.ingest.snapshots({ connectionId: building.connectionId, snapshots })
  }

  /** By sums and by lines, in every kind of bucket. */
  async function expectSame(meters: readonly Metered[]): Promise<void> {
    const store = createUseStore({ client: building.pool })
    const { siteId } = building
    const scopes: UseScope[] = [
      { kind: 'site', siteId },
      ...meters.flatMap(({ accountId, meteringPointId }): UseScope[] => [
        { kind: 'account', accountId },
        { kind: 'metering-point', meteringPointId, tenantIds: null },
      ]),
    ]
    for (const scope of scopes)
      for (const bucket of ['day', 'month', 'hour'] satisfies BucketKind[]) {
        if (bucket === 'hour' && scope.kind !== 'site') continue
        // Ends within the use, so that intervals reach beyond it.
        const range = { from: start, to: start + (DAYS - 1) * DAY_MS }
        const bounds = bucketBounds({ ...range, bucket, timeZone: ZONE })
        const within = { from: bounds[0] ?? 0, to: bounds.at(-1) ?? 0 }
        const registers = await store.registers({ scope, ...within })
        const bySums = await store.sums({ scope, registers, bounds })
        expect(sorted(bySums)).toEqual(sorted(await store.use({ registers, bounds })))
      }
  }

  async function tables() {
    const rows = []
    for (const table of ['usage_day', 'charge_day', 'usage_quarter', 'charge_quarter'])
      rows.push(
        (
          await building.pool.query(
            `SELECT t::text FROM ${table} t WHERE in_force_ms <> 0 ORDER BY t::text`,
          )
        ).rows,
      )
    return rows
  }

  test('sums are what the lines come to, whatever the order of readings, corrections and summing', async () => {
    let serial = 0
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 4, maxLength: 24 }), async (plan) => {
        serial += 1
        const meters = [
          await building.addMetered(`${serial}/a`, undefined, { multiplierMicros: 1_333_333n }),
          await building.addMetered(`${serial}/b`),
        ]
        for (const step of plan) await perform(step, meters)
        await expectSame(meters)
        await sums().sum()
        await expectSame(meters)
        const { rows } = await building.pool.query<{ left: number }>(
          'SELECT count(*)::int AS left FROM usage_taken_back',
        )
        expect(rows).toEqual([{ left: 0 }])
      }),
      { numRuns: 10 },
    )
  })

  test('readings, corrections and summing at the same time lose nothing', async () => {
    const meters = [await building.addMetered('c/a'), await building.addMetered('c/b')]
    const reads = Array.from({ length: 60 }, (_, index): Read => {
      // Every third one comes late.
      const minute = 30 + index * 45 - (index % 3 === 2 ? 100 : 0)
      return { kind: 'read', meter: index % 2, minute, off: 0 }
    })
    let done = false
    const summing = (async () => {
      while (!done) await sums().sum()
    })()
    for (const read of reads) await perform(read, meters)
    done = true
    await summing
    await expectSame(meters)
    await sums().sum()
    await expectSame(meters)
  })

  test('forgotten sums are made again, and the books balance with them', async () => {
    const before = await tables()
    await createUseSumStore({ pool: building.pool }).forget()
    expect(await tables()).toEqual([[], [], [], []])
    await sums().sum()
    expect(await tables()).toEqual(before)
    await expectBalanced(database)
  })
})
