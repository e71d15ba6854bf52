import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { removeEmbedded } from '../../core/persistence/embedded.ts'
import { reportFigures } from '../support/figures.ts'
import { familyOf, type Process, stillRunning } from '../support/processes.ts'

/*
 * `npm start` as whoever has just cloned the project runs it, from the first line to its end. It takes minutes and much
 * of the machine, so it is run with BUSBAR_PEERS=1 alone, as .ci/run does.
 */

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const READY_WITHIN_MS = 120_000
/** What a quiet machine keeps is told in a report; one that does much besides gets twice the time. */
const SHOWN_BAR_MS = 90_000
const SHOWN_WITHIN_MS = 2 * SHOWN_BAR_MS
const ENDED_WITHIN_MS = 30_000

/** What a reader of the terminal is to see, each with what must stand in its line. */
const SHOWN: Readonly<Record<string, RegExp>> = {
  'readings and charges': /summary {2}[1-9]\d* readings · (?!0\.00)\d+\.\d\d CNY charged · /,
  'low balance': /low balance {2}\S/,
  'a cut with its explanation': /CUT {2}\S.* · \S.{20,}/,
  'a top-up': /top-up {2}\S.* · \d+(\.\d+)? CNY/,
  'the restoration': /RESTORED {2}\S/,
}

let dataDir = ''
let demo: ChildProcess
let output = ''
const family = new Map<string, Process>()

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'busbar-demo-'))
  // As root, PostgreSQL's user must get in.
  chmodSync(dataDir, 0o755)
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|BUSBAR_|DATABASE_)/.test(name),
  )
  demo = spawn('npm', ['start'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...Object.fromEntries(own), NODE_ENV: '', BUSBAR_DATA_DIR: dataDir, NO_COLOR: '1' },
  })
  const take = (chunk: Buffer): void => {
    output += chunk.toString()
  }
  demo.stdout?.on('data', take)
  demo.stderr?.on('data', take)
})

afterAll(async () => {
  for (const { pid } of stillRunning([...family.values()])) process.kill(pid, 'SIGKILL')
  await removeEmbedded({ dataDir: join(dataDir, 'demo') })
  rmSync(dataDir, { recursive: true, force: true })
})

function remember(): void {
  for (const one of familyOf(demo.pid ?? 0)) family.set(`${one.pid} ${one.startedAt}`, one)
}

/** Looks once a second; fails with the end of what was printed. */
async function until(what: string, withinMs: number, is: () => boolean): Promise<void> {
  const deadline = performance.now() + withinMs
  while (!is()) {
    if (performance.now() > deadline || (demo.exitCode !== null && !is()))
      expect.fail(`${what}: not in time. It printed:\n${output.slice(-6_000)}`)
    remember()
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
}

function verify(): Promise<{ readonly code: number | null; readonly text: string }> {
  const child = spawn('npx', ['busbar', 'verify'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, BUSBAR_DATA_DIR: dataDir },
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, text })))
}

test('the demo shows the whole way from a reading to the restoration', {
  timeout: 360_000,
}, async () => {
  await until('ready', READY_WITHIN_MS, () =>
    output.includes('Busbar is ready at http://127.0.0.1:'),
  )
  const readyAt = performance.now()
  for (const [what, line] of Object.entries(SHOWN))
    await until(what, SHOWN_WITHIN_MS - (performance.now() - readyAt), () => line.test(output))
  const valuesMs = [performance.now() - readyAt]
  reportFigures({ requirement: 'Demo', what: 'ready to all shown', valuesMs, barMs: SHOWN_BAR_MS })
  const at = (line: RegExp | undefined) => (line === undefined ? -1 : output.search(line))
  expect(at(SHOWN['a cut with its explanation'])).toBeLessThan(at(SHOWN['the restoration']))
})

test('the books balance while it runs', { timeout: 120_000 }, async () => {
  const { code, text } = await verify()
  expect(text).toMatch(/balance/i)
  expect(code, text).toBe(0)
})

test('O1: SIGTERM ends it in time, and leaves nothing running', { timeout: 60_000 }, async () => {
  remember()
  expect(family.size).toBeGreaterThan(5)
  const ended = new Promise((resolve) => demo.once('close', resolve))
  demo.kill('SIGTERM')
  const late = Symbol('late')
  const timer = new Promise((resolve) => setTimeout(() => resolve(late), ENDED_WITHIN_MS))
  expect(await Promise.race([ended, timer]), output.slice(-3_000)).not.toBe(late)
  expect(stillRunning([...family.values()]).map(({ command }) => command)).toEqual([])
})
