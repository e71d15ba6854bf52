import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { removeEmbedded } from '../../core/persistence/embedded.ts'
import { familyOf, type Process, stillRunning } from '../support/processes.ts'
import { launchBrowser } from './browser.ts'
import { DESKTOP, type Look, PHONE, type Visitor, visitorOf } from './visitor.ts'
import { wordsIn } from './words.ts'

/*
 * An instance of one's own that loads the demo building: the whole of it, with all its processes, over a restart. It
 * takes minutes and much of the machine, so it is run with BUSBAR_PEERS=1 alone, as .ci/run does.
 */

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const PASSWORD = 'correct horse battery'
const OWNER = 'mine@busbar.example'

let dataDir = ''
let browser: Browser
let core: ChildProcess
let output = ''
const family = new Map<string, Process>()

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'busbar-own-demo-'))
  // As root, PostgreSQL's user must get in.
  chmodSync(dataDir, 0o755)
  browser = await launchBrowser()
}, 60_000)

afterAll(async () => {
  await browser?.close()
  core?.kill('SIGKILL')
  for (const { pid } of stillRunning([...family.values()])) process.kill(pid, 'SIGKILL')
  await removeEmbedded({ dataDir })
  rmSync(dataDir, { recursive: true, force: true })
}, 60_000)

function remember(): void {
  for (const one of familyOf(core.pid ?? 0)) family.set(`${one.pid} ${one.startedAt}`, one)
}

/** Starts an instance of one's own and answers what its first lines say. */
async function start(): Promise<{ readonly url: string; readonly link: string | undefined }> {
  output = ''
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|BUSBAR_|DATABASE_)/.test(name),
  )
  core = spawn(process.execPath, ['core/cli.ts', 'start', '--empty'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...Object.fromEntries(own), NODE_ENV: '', BUSBAR_DATA_DIR: dataDir },
  })
  for (const stream of [core.stdout, core.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  const url = () => /Busbar is ready at (\S+) /.exec(output)?.[1]
  await expect.poll(url, { timeout: 90_000, interval: 200 }).toBeDefined()
  await new Promise((resolve) => setTimeout(resolve, 300))
  return { url: String(url()), link: /once: (\S+)/.exec(output)?.[1] }
}

async function stop(): Promise<void> {
  remember()
  const ended = new Promise((resolve) => core.once('exit', resolve))
  core.kill('SIGTERM')
  expect(await ended, output.slice(-3_000)).toBe(0)
  expect(stillRunning([...family.values()]).map(({ command }) => command)).toEqual([])
}

const signIn = async (url: string, look: Look): Promise<Visitor> => {
  const visitor = await visitorOf(browser, { url, look })
  const { page, words } = visitor
  await page.goto('/sign-in')
  await page.getByLabel(words.t('common.email'), { exact: true }).fill(OWNER)
  await page.getByLabel(words.t('common.password'), { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: words.t('common.signIn'), exact: true }).click()
  await page.getByRole('button', { name: words.t('admin.you'), exact: true }).waitFor()
  return visitor
}

/** Figures of the site stand there, and none of them is missing. */
async function lives({ page }: Visitor): Promise<void> {
  await page.getByText('Harbour House').first().waitFor()
  await page.locator('.figures').waitFor()
}

async function makeOwner(page: Page, link: string): Promise<void> {
  const { say } = wordsIn('en')
  await page.goto(link)
  const fill = (label: string, text: string) =>
    page.getByLabel(`${say(label)} *`, { exact: true }).fill(text)
  await fill('E-mail', OWNER)
  await fill('Name', 'Chen Yu')
  await fill('Password', PASSWORD)
  await page.getByRole('button', { name: 'Make the account' }).click()
}

it('is loaded by its owner at a typed word, shown step by step, and ends on the living overview', async () => {
  const { url, link } = await start()
  const desk = await visitorOf(browser, { url, look: DESKTOP })
  const { page, words } = desk
  await makeOwner(page, String(link))
  await page.locator('[data-test=demo-offer]').waitFor()
  await page.getByRole('button', { name: words.t('admin-welcome.demo.load') }).click()
  const dialog = page.locator('[data-test=demo-dialog]')
  const label = words.t('admin-welcome.demo.type', { word: 'demo' })
  await dialog.getByLabel(label).fill('demo')
  await dialog.getByRole('button', { name: words.t('admin-welcome.demo.fill') }).click()
  await page.locator('[data-test=demo-loading]').waitFor()
  const current = page.locator('[data-test=demo-loading] [aria-current=step]')
  await current.getByText(words.t('admin-welcome.demo.step.meters')).waitFor({ timeout: 90_000 })
  await desk.wellMade('own-demo-loading')
  await page.waitForURL(`${url}/`, { timeout: 180_000 })
  await lives(desk)
  await desk.wellMade('own-demo-overview')
  remember()
  // The core, the demo and its four processes.
  expect(family.size).toBeGreaterThanOrEqual(6)

  const phone = await signIn(url, PHONE)
  await phone.page.goto('/welcome')
  await phone.page.locator('[data-test=demo-people]').waitFor()
  await phone.page.getByText('owner@harbour-house.example').waitFor()
  await phone.page.locator('[data-test=demo-people] code').first().waitFor()
  await phone.wellMade('own-demo-people')
  expect([...desk.complaints, ...phone.complaints]).toEqual([])
  await Promise.all([desk.context.close(), phone.context.close()])
  await stop()
}, 400_000)

it('is there again after a restart, by itself, and its meters go on', async () => {
  const { url, link } = await start()
  expect(link).toBeUndefined()
  const desk = await signIn(url, DESKTOP)
  const standing = async () => {
    const response = await desk.page.request.get(`${url}/api/v1/setup/demo`)
    return ((await response.json()) as { readonly state: string }).state
  }
  await expect.poll(standing, { timeout: 90_000, interval: 500 }).toBe('running')
  const listed = async (path: string) => {
    const response = await desk.page.request.get(`${url}/api/v1/${path}`)
    return ((await response.json()) as { readonly items: readonly Record<string, string>[] }).items
  }
  const [register] = await listed('registers?limit=1')
  const newest = async () => {
    const readings = await listed(`readings?registerId=${register?.id}&limit=500`)
    return Date.now() - Math.max(...readings.map(({ at = '' }) => Date.parse(at)))
  }
  // Devices report as they connect: by the wall clock, and now.
  await expect.poll(newest, { timeout: 60_000, interval: 1_000 }).toBeLessThan(60_000)
  await desk.context.close()
  await stop()
}, 300_000)
