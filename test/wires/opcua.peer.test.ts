import { afterEach, describe, expect, it } from 'vitest'
import { keptPort } from '../../core/testkit/kept-port.ts'
import { nodeIdOf } from '../../plugins/driver-opcua/test/peer.ts'
import { startServerProcess } from '../../plugins/driver-opcua/test/server.ts'
import { startBench } from '../../plugins/gateway-opcua/test/bench.ts'
import { AT, ENERGY, ORDER } from '../../plugins/gateway-opcua/test/building.ts'
import { startClientProcess } from '../../plugins/gateway-opcua/test/client.ts'
import { createCounter, makeDriver } from '../bench/field/drivers.ts'
import { type Capture, capture, FAULTS, lacksTshark } from '../support/tshark.ts'

/*
 * What driver-opcua and gateway-opcua send without security, on the loopback interface, as tshark decodes it, which shares
 * no code with node-opcua. What is encrypted nobody else can read.
 */
const CASE_MS = 120_000
const ITEMS = 50

/** Requests by the numbers of their encodings (OPC UA part 6, annex A). */
const ASKED = {
  getEndpoints: 428,
  openSecureChannel: 446,
  closeSecureChannel: 452,
  createSession: 461,
  activateSession: 467,
  closeSession: 473,
  browse: 527,
  read: 631,
  historyRead: 664,
  write: 673,
  call: 712,
  createMonitoredItems: 751,
  createSubscription: 787,
  publish: 826,
} as const
type Service = keyof typeof ASKED
/** Of these requests the answer's number is the third after. */
const ANSWER_AFTER = 3

const reason = lacksTshark()
const title = reason === undefined ? '' : ` (skipped: ${reason})`

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function listenAt(port: number): Promise<Capture> {
  const wire = await capture({
    ...{ device: 'lo', filter: `tcp port ${port}`, decodeAs: `tcp.port==${port},opcua` },
  })
  closers.push(wire.dispose)
  return wire
}

/** Every frame is OPC UA that tshark finds no fault in, and these were asked and answered. */
function isWellSaid(wire: Capture, services: readonly Service[]): void {
  expect(wire.decoded('tcp.len > 0 && !opcua && !tcp.reassembled_in')).toEqual([])
  expect(wire.decoded(`opcua && ${FAULTS}`)).toEqual([])
  const frames = wire.decoded('opcua', ['opcua.transport.type', 'opcua.servicenodeid.numeric'])
  const fields = frames.map((line) => line.split('\t'))
  const of = (at: number) => new Set(fields.flatMap((all) => (all[at] ?? '').split(',')))
  for (const type of ['HEL', 'ACK', 'OPN', 'MSG', 'CLO']) expect(of(1)).toContain(type)
  const numbers = of(2)
  for (const service of services) {
    expect(numbers, service).toContain(String(ASKED[service]))
    if (service !== 'closeSecureChannel')
      expect(numbers, `answer to ${service}`).toContain(String(ASKED[service] + ANSWER_AFTER))
  }
}

describe.skipIf(reason !== undefined)(`OPC UA without security${title}`, () => {
  it(
    'driver-opcua: what it says to a server, and what it is told',
    async () => {
      const server = startServerProcess()
      closers.push(server.close)
      const port = await keptPort()
      await server.start({ port, values: ITEMS, history: true })
      await server.devices({ count: 2 })
      const wire = await listenAt(port)
      const counter = createCounter()
      const driver = makeDriver({
        ...{ name: 'opcua', onValues: counter.add },
        connection: { url: `opc.tcp://127.0.0.1:${port}`, securityMode: 'None', catchUpHours: 1 },
        points: [
          ...Array.from({ length: ITEMS }, (_, at) => ({
            ...{ pointId: `${at}`, role: 'value' as const, unit: 'W' },
            address: { nodeId: nodeIdOf(`Values.${at}`) },
          })),
          {
            ...{ pointId: 'energy', role: 'register' as const, unit: 'kWh' },
            address: { nodeId: nodeIdOf('Meter0.Energy') },
          },
        ],
      })
      await counter.until(ITEMS, async () => {
        await driver.connect()
        await server.setAll({ value: 1 })
      })
      const pointIds = ['0', '1', 'energy']
      const { items } = await driver.read({ pointIds, timeoutMs: 10_000 })
      expect(items).toHaveLength(pointIds.length)
      const nodes = await driver.browse?.({ nodeId: null, timeoutMs: 10_000, limit: 50 })
      expect(nodes?.nodes.length).toBeGreaterThan(0)
      await driver.stop()
      await wire.end()
      isWellSaid(wire, [
        ...(['openSecureChannel', 'closeSecureChannel', 'createSession'] as const),
        ...(['activateSession', 'closeSession', 'read', 'browse', 'historyRead'] as const),
        ...(['createSubscription', 'createMonitoredItems', 'publish'] as const),
      ])
    },
    CASE_MS,
  )

  it(
    'gateway-opcua: what it answers to a client that is let in so, and refuses it',
    async () => {
      const client = startClientProcess()
      closers.push(client.close)
      const bench = await startBench(client, { allowUnencrypted: true, allowAnonymous: true })
      closers.push(bench.stop)
      const wire = await listenAt(bench.port)
      const { url } = bench.access
      const access = { url, mode: 'None', policy: 'None' } as const
      expect(await client.endpoints({ url })).toContain('None None')
      await client.use(access)
      await expect.poll(async () => (await client.seen())?.length, { timeout: 30_000 }).toBe(9)
      expect(await client.watch({ pointIds: [ENERGY] })).toEqual({ told: 1 })
      const past = { from: AT - 3_600_000, to: AT, each: 10 }
      expect(await client.history({ pointId: ENERGY, ...past })).toMatchObject({ rows: [] })
      expect((await client.write({ pointId: ORDER, value: true })).status).toMatch(/^Bad/)
      expect((await client.call({ nodeId: 'i=2253', name: 'i=11492' })).status).toMatch(/^Bad/)
      expect(await client.alarms()).toEqual([])
      await client.leave()
      await wire.end()
      isWellSaid(wire, [
        ...(['getEndpoints', 'openSecureChannel', 'closeSecureChannel', 'createSession'] as const),
        ...(['activateSession', 'closeSession', 'read', 'browse', 'historyRead', 'write'] as const),
        ...(['call', 'createSubscription', 'createMonitoredItems', 'publish'] as const),
      ])
    },
    CASE_MS,
  )
})
