import { parseArgs } from 'node:util'
import type { CDPSession, Page } from 'playwright-core'
import { launchBrowser } from '../e2e/browser.ts'
import { type Demo, startDemo } from '../support/demo.ts'
import { cookieOf } from '../support/sign-in.ts'
import { report } from './rounds.ts'

/*
 * Pages that stay open for as long as a control room's do, while the demo runs at full speed: the heap is flat, no stream
 * of events is dropped, and nothing holds the page up.
 */

const WARM_UP_MS = 30_000
const MINUTE_MS = 60_000
const BYTES_PER_MB = 1_048_576
/** What a page may have grown by between the first and the last measure: caches fill, and no more. */
const GROWTH_BAR_MB = 3
const LONG_TASK_BAR_MS = 100

/** Runs in a page before its own scripts: counts its streams, what they tell, and tasks that hold the page up. */
const WATCH = `(() => {
  const seen = { opened: 0, broken: 0, told: 0, tasks: [] }
  globalThis.soak = seen
  globalThis.EventSource = class extends EventSource {
    constructor(...given) {
      super(...given)
      this.addEventListener('open', () => { seen.opened += 1 })
      this.addEventListener('error', () => { seen.broken += 1 })
    }
    addEventListener(type, ...rest) {
      if (!['open', 'error'].includes(type)) super.addEventListener(type, () => { seen.told += 1 })
      super.addEventListener(type, ...rest)
    }
  }
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.tasks.push(duration)
  }).observe({ type: 'longtask' })
})()`

interface Seen {
  readonly opened: number
  readonly broken: number
  readonly told: number
  readonly tasks: readonly number[]
}

interface Measure {
  readonly heapMb: number
  readonly nodes: number
  readonly listeners: number
}

interface Watched {
  readonly name: string
  readonly page: Page
  readonly cdp: CDPSession
  readonly measures: Measure[]
}

async function measure(cdp: CDPSession): Promise<Measure> {
  // What is held only weakly goes with the second one.
  for (let turn = 0; turn < 2; turn += 1) await cdp.send('HeapProfiler.collectGarbage')
  const { metrics } = await cdp.send('Performance.getMetrics')
  const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN
  return {
    heapMb: metric('JSHeapUsedSize') / BYTES_PER_MB,
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
  }
}

const PAGES = [
  { name: 'admin: overview', role: 'manager', path: '/', width: 1280 },
  { name: 'admin: supply board', role: 'manager', path: '/supply-board', width: 1280 },
  { name: 'portal: home', role: 'tenant', path: '/portal/', width: 390 },
] as const

async function open(
  browser: Awaited<ReturnType<typeof launchBrowser>>,
  demo: Demo,
  { name, role, path, width }: (typeof PAGES)[number],
): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width, height: 900 } })
  const cookie = await cookieOf(demo.url, demo.loginAs(role))
  await context.addCookies(
    cookie.split('; ').map((text) => {
      const at = text.indexOf('=')
      return { name: text.slice(0, at), value: text.slice(at + 1), url: demo.url }
    }),
  )
  await context.addInitScript({ content: WATCH })
  const page = await context.newPage()
  await page.goto(`${demo.url}${path}`)
  const cdp = await context.newCDPSession(page)
  await cdp.send('Performance.enable')
  await cdp.send('HeapProfiler.enable')
  return { name, page, cdp, measures: [] }
}

const sleep = (delayMs: number) => new Promise((resolve) => setTimeout(resolve, delayMs))
const seenBy = ({ page }: Watched) => page.evaluate<Seen>('globalThis.soak')

/** One page's line, and whether it is as it should be. */
function line({ name, measures }: Watched, before: Seen, after: Seen) {
  const [first, last] = [measures[0], measures.at(-1)]
  const grownMb = (last?.heapMb ?? 0) - (first?.heapMb ?? 0)
  const tasks = after.tasks.slice(before.tasks.length)
  const longestMs = Math.round(Math.max(0, ...tasks))
  const broken = after.broken - before.broken
  const met =
    grownMb <= GROWTH_BAR_MB && broken === 0 && longestMs < LONG_TASK_BAR_MS && after.told > 0
  return {
    page: name,
    'heap, MB': measures.map(({ heapMb }) => heapMb.toFixed(1)).join(' → '),
    grownMb: Number(grownMb.toFixed(2)),
    nodes: `${first?.nodes} → ${last?.nodes}`,
    listeners: `${first?.listeners} → ${last?.listeners}`,
    events: after.told - before.told,
    'streams broken': broken,
    'tasks over 50 ms': tasks.length,
    'over 100 ms': tasks.filter((each) => each >= LONG_TASK_BAR_MS).length,
    longestMs,
    'while loading, ms': Math.round(Math.max(0, ...before.tasks)),
    met: met ? 'yes' : 'NO',
  }
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** How long the pages stay open. */
    minutes: { type: 'string', default: '10' },
  },
})
const minutes = Number(values.minutes)
if (!Number.isInteger(minutes) || minutes < 1) {
  process.stderr.write('--minutes takes a whole number above 0.\n')
  process.exit(2)
}

const demo = await startDemo({ path: process.env.PATH })
const browser = await launchBrowser()
try {
  const watched: Watched[] = []
  for (const each of PAGES) watched.push(await open(browser, demo, each))
  await sleep(WARM_UP_MS)
  const before = await Promise.all(watched.map(seenBy))
  for (let minute = 0; minute <= minutes; minute += 1) {
    for (const { cdp, measures } of watched) measures.push(await measure(cdp))
    if (minute < minutes) await sleep(MINUTE_MS)
  }
  const after = await Promise.all(watched.map(seenBy))
  const nothing: Seen = { opened: 0, broken: 0, told: 0, tasks: [] }
  const rows = watched.map((each, index) =>
    line(each, before[index] ?? nothing, after[index] ?? nothing),
  )
  report({
    title: `soak: ${minutes} minutes with the demo at full speed; heap each minute after forced collections; at most ${GROWTH_BAR_MB} MB more, no stream broken, no task of ${LONG_TASK_BAR_MS} ms`,
    rows,
    result: { rows },
    json: values.json,
  })
  if (rows.some(({ met }) => met === 'NO')) process.exitCode = 1
} finally {
  await browser.close()
  await demo.stop()
}
