import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keptPort } from '../../core/testkit/kept-port.ts'
import { createApi } from '../../examples/demo-building/api.ts'
import { startServerProcess } from '../../plugins/driver-opcua/test/server.ts'
import { startClientProcess } from '../../plugins/gateway-opcua/test/client.ts'
import type { Access } from '../../plugins/gateway-opcua/test/protocol.ts'
import policy from '../../schemas/policy-profiles/mainland-china.json' with { type: 'json' }
import { openSession } from '../bench/latency-setup.ts'
import { type CoreProcess, startCoreOn } from '../support/core-process.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'
import { launchBrowser } from './browser.ts'
import { DESKTOP, type Look, PHONE, type Visitor, visitorOf } from './visitor.ts'

/*
 * A certificate that nobody has trusted yet, of a server that a driver asks and of a client that asks a gateway: refused,
 * shown, compared, and trusted by a click. Server and client are processes of node-opcua.
 */

const USER = { username: 'bms', password: 'password-of-the-bms' }
const PATIENCE_MS = 60_000

const server = startServerProcess()
const client = startClientProcess()
let database: TemporaryDatabase
let core: CoreProcess
let browser: Browser
let api: ReturnType<typeof createApi>
let siteId = ''
let dataDir = ''
let serverPort = 0
let shown = ''

beforeAll(async () => {
  database = await createTemporaryDatabase()
  dataDir = mkdtempSync(join(tmpdir(), 'busbar-trust-'))
  core = await startCoreOn({ database, dataDir })
  const { cookie = '' } = await openSession(core)
  api = createApi({ url: core.url, cookie })
  const profile = await api.create('policyProfiles', policy)
  const site = { code: 'T', name: 'Tower', timeZone: 'Asia/Shanghai', currency: 'CNY' }
  siteId = (await api.create('sites', { ...site, policyProfileId: profile.id })).id
  serverPort = await keptPort()
  shown = (await server.start({ port: serverPort })).thumbprint
  browser = await launchBrowser()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await client.close()
  await server.close()
  await core?.stop()
  await database?.drop()
  rmSync(dataDir, { recursive: true, force: true })
}, 60_000)

const made = (pluginId: string, extensionPoint: string, name: string, config: object) =>
  api.create('connections', {
    ...{ siteId, pluginId, extensionPoint, type: 'opcua', name, config, skipTest: true },
  })
const inPairs = (thumbprint: string) => thumbprint.replaceAll(/..(?=.)/g, '$& ')

async function visit(look: Look): Promise<Visitor> {
  const { cookie = '' } = api.caller
  return visitorOf(browser, { url: core.url, look, cookie })
}

/** Compares the thumbprint on the connection's page with the one that the other side has, and trusts it. */
async function trustByClick(
  { page, words, wellMade }: Visitor,
  { thumbprint, picture }: { readonly thumbprint: string; readonly picture: string },
): Promise<void> {
  const t = (key: string) => words.t(`admin-plugins.refused.${key}`)
  const refused = page.getByRole('region', { name: t('title') })
  await refused.getByText(inPairs(thumbprint)).waitFor({ timeout: PATIENCE_MS })
  await wellMade(`${picture}-refused`)
  await refused.getByRole('button', { name: t('trust') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(inPairs(thumbprint)).waitFor()
  await wellMade(`${picture}-question`)
  await dialog.getByRole('button', { name: t('trust'), exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await refused.waitFor({ state: 'detached', timeout: PATIENCE_MS })
}

describe.each([DESKTOP, PHONE])('trust in OPC UA certificates on a $name, in $language', (look) => {
  it('a driver refuses a server that it does not know, and connects once it is trusted', async () => {
    const url = `opc.tcp://127.0.0.1:${serverPort}`
    const { id } = await made('driver-opcua', 'meterDrivers', `Meters ${look.name}`, {
      ...{ url, reconnectMaxMs: 500 },
    })
    const before = await server.counts()
    const visitor = await visit(look)
    const { page, complaints, context, wellMade } = visitor
    await page.goto(`/connections/${id}`)
    await trustByClick(visitor, { thumbprint: shown, picture: 'trust-driver' })
    await expect
      .poll(async () => (await server.counts()).sessions, { timeout: PATIENCE_MS })
      .toBeGreaterThan(before.sessions)
    await page.getByText(`Connected to ${url}.`).waitFor({ timeout: PATIENCE_MS })
    await wellMade('trust-driver-connected')
    expect(complaints).toEqual([])
    await context.close()
  })

  it('a gateway refuses a client that it does not know, and lets it in once it is trusted', async () => {
    const port = await keptPort()
    const { id } = await made('gateway-opcua', 'buildingGateways', `BMS ${look.name}`, {
      ...{ port, ...USER },
    })
    const certificate = `client of a ${look.name}`
    const { application } = await client.identity({ certificate })
    const access: Access = {
      ...{ url: `opc.tcp://127.0.0.1:${port}`, user: USER, certificate },
      ...({ mode: 'SignAndEncrypt', policy: 'Basic256Sha256' } as const),
    }
    const visitor = await visit(look)
    const { page, complaints, context } = visitor
    await page.goto(`/connections/${id}`)
    const now = page.locator('[data-test=connection-status]')
    await now.getByText(`opc.tcp://127.0.0.1:${port}`).waitFor({ timeout: PATIENCE_MS })
    expect((await client.tries(access)).ok).toBe(false)
    await trustByClick(visitor, { thumbprint: application, picture: 'trust-gateway' })
    await expect
      .poll(async () => (await client.tries(access)).ok, { timeout: PATIENCE_MS })
      .toBe(true)
    // Nobody else is let in by it.
    expect((await client.tries({ ...access, certificate: 'somebody else' })).ok).toBe(false)
    expect(complaints).toEqual([])
    await context.close()
  })
})
