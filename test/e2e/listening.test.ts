import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { keptPort } from '../../core/testkit/kept-port.ts'
import { createApi, credentials } from '../../examples/demo-building/api.ts'
import policy from '../../schemas/policy-profiles/mainland-china.json' with { type: 'json' }
import { openSession } from '../bench/latency-setup.ts'
import { type CoreProcess, startCoreOn } from '../support/core-process.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'

/*
 * What a core and its plugins' processes listen at, as Linux tells it: gateways are off until somebody makes a connection
 * of one, and off again when it is disabled.
 */

const WITHIN = { timeout: 60_000, interval: 250 }
const LISTENING = '0A'
let database: TemporaryDatabase
let core: CoreProcess
let dataDir = ''

beforeAll(async () => {
  if (process.platform !== 'linux') return
  database = await createTemporaryDatabase()
  dataDir = mkdtempSync(join(tmpdir(), 'busbar-listening-'))
  core = await startCoreOn({ database, dataDir })
}, 180_000)
afterAll(async () => {
  await core?.stop()
  await database?.drop()
  rmSync(dataDir, { recursive: true, force: true })
}, 60_000)

/** Nothing of what has ended or was closed while it is looked at. */
function whileThere<T>(look: () => readonly T[]): readonly T[] {
  try {
    return look()
  } catch {
    return []
  }
}

/** The process and all that it has started. */
function family(pid: number): readonly number[] {
  const tasks = whileThere(() => readdirSync(`/proc/${pid}/task`))
  const children = tasks.flatMap((task) =>
    whileThere(() => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ')),
  )
  return [pid, ...children.filter(Boolean).flatMap((child) => family(Number(child)))]
}

function socketsOf(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`
  return whileThere(() => readdirSync(folder)).flatMap((fd) =>
    whileThere(() => [
      ...(/^socket:\[(\d+)\]$/.exec(readlinkSync(join(folder, fd)))?.slice(1) ?? []),
    ]),
  )
}

/** TCP ports that are listened at, and UDP ports that are bound, with the address as the kernel writes it. */
function listening(pid: number): readonly string[] {
  const own = new Set(family(pid).flatMap(socketsOf))
  return ['tcp', 'tcp6', 'udp', 'udp6']
    .flatMap((protocol) =>
      readFileSync(`/proc/net/${protocol}`, 'utf8')
        .split('\n')
        .slice(1)
        .flatMap((line) => {
          const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/)
          const [address, port = ''] = local.split(':')
          const isOpen = protocol.startsWith('udp') || state === LISTENING
          if (!own.has(inode) || !isOpen) return []
          return [`${protocol} ${address} ${Number.parseInt(port, 16)}`]
        }),
    )
    .toSorted()
}

it.skipIf(process.platform !== 'linux')(
  'X2: a core listens for HTTP alone until a connection of a gateway is made, on the loopback address, and when it is disabled',
  async () => {
    const loopback = '0100007F'
    const http = [`tcp ${loopback} ${new URL(core.url).port}`]
    const now = () => listening(core.pid)
    const { cookie = '' } = await openSession(core)
    expect(now()).toEqual(http)
    const api = createApi({ url: core.url, cookie })
    const profile = await api.create('policyProfiles', policy)
    const site = { code: 'T', name: 'Tower', timeZone: 'Asia/Shanghai', currency: 'CNY' }
    const siteId = (await api.create('sites', { ...site, policyProfileId: profile.id })).id
    expect(now()).toEqual(http)

    const [opcua, bacnet] = [await keptPort(), await keptPort()]
    const made = async (pluginId: string, type: string, config: object) =>
      (
        await api.create('connections', {
          ...{ siteId, pluginId, extensionPoint: 'buildingGateways', type, name: type, config },
        })
      ).id
    const user = { username: 'bms', password: 'password-of-the-bms' }
    const ids = [
      await made('gateway-opcua', 'opcua', { port: opcua, ...user }),
      await made('gateway-bacnet', 'bacnet-device', { port: bacnet, deviceInstance: 260_001 }),
    ]
    await expect
      .poll(now, WITHIN)
      .toEqual([...http, `tcp ${loopback} ${opcua}`, `udp ${loopback} ${bacnet}`].toSorted())
    for (const id of ids) {
      const headers = credentials(api.caller)
      const url = `${core.url}/api/v1/connections/${id}/disable`
      expect((await fetch(url, { method: 'POST', headers })).status).toBe(200)
    }
    await expect.poll(now, WITHIN).toEqual(http)
  },
  180_000,
)
