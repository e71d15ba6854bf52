import { Pool } from 'pg'
import { createAccountStanding } from '../../core/flow/standing/account.ts'
import { createSiteStanding } from '../../core/flow/standing/site.ts'
import { createUseSums } from '../../core/flow/use/sums.ts'
import { createUsage } from '../../core/flow/use/usage.ts'
import type { Id } from '../../core/kernel/id.ts'
import { DAY_MS, type Instant, MINUTE_MS } from '../../core/kernel/instant.ts'
import { outliveLostConnections } from '../../core/persistence/pool.ts'
import { createAccountStore } from '../../core/persistence/standing-account.ts'
import { createSiteStore } from '../../core/persistence/standing-site.ts'
import { createUseStore } from '../../core/persistence/use-store.ts'
import { createUseSumStore } from '../../core/persistence/use-sum-store.ts'
import { dayTariff } from '../support/tariffs.ts'
import { fillUse, QUARTER_MS, QUARTERS_A_DAY } from './analytics-fill.ts'
import { fillBuilding } from './fixture.ts'
import { median, report } from './rounds.ts'
import { startBenchServer } from './server.ts'

const START = Date.UTC(2026, 0, 1)
const METERS = 1_000
const DAYS = 60
/** The last day has come to 13:45, and the clock to a few minutes later. */
const QUARTERS = (DAYS - 1) * QUARTERS_A_DAY + 55
const ROUNDS = 7

/** The least that it takes to add up a stretch of a site's lines when they are asked for. */
const LINES = `
SELECT p.utility, l.band, sum(l.quantity_micros), sum(l.amount_micros)
FROM metering_point p JOIN installation n ON n.metering_point_id = p.id JOIN register r ON r.meter_id = n.meter_id
JOIN usage_interval u ON u.register_id = r.id JOIN rated_line l ON l.interval_id = u.id
WHERE p.site_id = $1 AND u.to_at > to_timestamp($2::float8 / 1000) AND u.to_at <= to_timestamp($3::float8 / 1000)
GROUP BY p.utility, l.band`

/** How long the reads of a large site take, beside bare SQL that adds up the lines of one of them. */
export async function run({ json }: { readonly json: boolean }): Promise<void> {
  const server = await startBenchServer()
  const pool = new Pool({ connectionString: server.appUrl, max: 6 })
  outliveLostConnections(pool)
  try {
    const tariff = dayTariff({ from: START, to: START + 400 * DAY_MS })
    const { analyze } = server
    const building = await fillBuilding({ pool, analyze }, { meters: METERS, start: START, tariff })
    const fill = { pool, ...building, start: START }
    await fillUse({ ...fill, after: 0, quarters: QUARTERS })
    await analyze()
    const sums = createUseSums({ store: createUseSumStore({ pool }) })
    const summed = await timeOf(() => sums.sum())
    await analyze()
    const { rows } = await pool.query<{ id: Id }>('SELECT id::text FROM site')
    const siteId = rows[0]?.id ?? ''
    const accountId = building.meters[0]?.accountId ?? ''
    const time = { now: START + QUARTERS * QUARTER_MS + 4 * MINUTE_MS }
    const reads = readsOf({ pool, siteId, accountId, time })
    const rounds = await roundsOf(reads, () =>
      pool.query(LINES, [siteId, time.now - DAY_MS, time.now]),
    )
    // Every meter was read once more, and nothing of it is in the sums yet.
    await fillUse({ ...fill, after: QUARTERS, quarters: 1 })
    time.now += QUARTER_MS
    const busy = await roundsOf({ 'site overview, every meter just read': reads['site overview'] })
    const milliseconds = { ...rounds, ...busy }
    const linesMs = milliseconds.lines ?? 0
    const table = Object.entries(milliseconds).map(([read, ms]) => ({
      read: read === 'lines' ? "bare SQL: a day of the site's lines" : read,
      ms: Number(ms.toFixed(1)),
      'of bare SQL': Number((ms / linesMs).toFixed(3)),
    }))
    const intervals = METERS * QUARTERS
    report({
      title: `analytics: ${METERS} meters, ${DAYS} days; ${Math.round((intervals / summed) * 1_000)} intervals/s into sums`,
      rows: table,
      result: {
        ratio: (milliseconds['site overview'] ?? Number.NaN) / linesMs,
        milliseconds,
        summedPerSecond: (intervals / summed) * 1_000,
      },
      json,
    })
  } finally {
    await pool.end()
    await server.stop()
  }
}

function readsOf(means: {
  readonly pool: Pool
  readonly siteId: Id
  readonly accountId: Id
  readonly time: { readonly now: Instant }
}) {
  const { pool: client, siteId, accountId, time } = means
  const clock = { now: () => time.now }
  const uses = createUseStore({ client })
  const usage = createUsage({ store: uses, clock })
  const common = { uses, usage, clock }
  const sites = createSiteStanding({ store: createSiteStore({ client }), ...common })
  const accounts = createAccountStanding({ store: createAccountStore({ client }), ...common })
  const site = { kind: 'site', siteId } as const
  const account = { kind: 'account', accountId } as const
  const range = { from: START, to: time.now, bucket: 'day' } as const
  return {
    'site overview': () => sites.overview({ siteId }),
    'spaces and their state': () => sites.spaces({ siteId }),
    'use of a site, two months by day': () => usage.series({ scope: site, ...range }),
    'use of an account, two months by day': () => usage.series({ scope: account, ...range }),
    'account summary': () => accounts.summary({ accountId }),
  }
}

type Works = Readonly<Record<string, () => Promise<unknown>>>

/** Medians in milliseconds; everything in turn, so that a drifting machine favours nothing. */
async function roundsOf(
  reads: Works,
  lines?: () => Promise<unknown>,
): Promise<Readonly<Record<string, number>>> {
  const works = Object.entries(lines === undefined ? reads : { ...reads, lines })
  const times = new Map<string, number[]>(works.map(([name]) => [name, []]))
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, work] of works) times.get(name)?.push(await timeOf(work))
  return Object.fromEntries([...times].map(([name, all]) => [name, median(all)]))
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}
