import type { MeterDriverContribution } from '@busbar/core/contracts'
import {
  createDriverSink,
  createLeapingClock,
  createRecordingLog,
  createTestGuard,
  meterDriverSuite,
} from '@busbar/core/testkit'
import { afterAll, describe, expect, it } from 'vitest'
import { createOpcUaDriver } from '../../plugins/driver-opcua/driver.ts'
import { createFindIdentity } from '../../plugins/driver-opcua/identity.ts'
import { createPassing } from '../../plugins/driver-opcua/passing.ts'
import manifest from '../../plugins/driver-opcua/plugin.json' with { type: 'json' }
import { openOpcuaField } from './opcua-peer.ts'

const [contribution] = manifest.contributes.meterDrivers
if (contribution === undefined) throw new Error('plugin.json declares no meter driver')

const findIdentity = createFindIdentity(undefined)
const { test, tryDiscover } = createPassing({
  findIdentity,
  clock: createLeapingClock({ ticking: true }),
  signal: new AbortController().signal,
})
const create: MeterDriverContribution['create'] = (options) =>
  createOpcUaDriver({ ...options, findIdentity, random: Math.random })

const field = openOpcuaField()
afterAll(() => field.close())

/** What a case needs, by its name. Most share a server; what a search finds in its time is all that there is. */
function needed(): Parameters<typeof field.peer>[0] {
  const name = expect.getState().currentTestName ?? ''
  if (name.includes('1,000 points')) return { meters: 500, alone: true }
  return { meters: 6, alone: /discovery finds|a form finds/.test(name) }
}

describe("driver-opcua on the demo's OPC UA server", () => {
  meterDriverSuite({
    ...{ create, test, tryDiscover },
    peer: () => field.peer(needed()),
    capabilities: { ...contribution.capabilities, sourceTime: true },
  })
})

it('a counter in Wh that a search finds is proposed in kWh, and read so', async () => {
  const peer = await field.peer({ meters: 1, alone: true })
  const sink = createDriverSink()
  const driver = create({
    ...{ connectionId: 'search', connection: peer.connection, points: [], events: sink.events },
    ...{ guardPublicKeyPem: createTestGuard().publicKeyPem, log: createRecordingLog() },
    clock: createLeapingClock({ ticking: true }),
    signal: new AbortController().signal,
  })
  try {
    await peer.start()
    await driver.connect()
    const mwh = { device: 0, register: '2.589773', power: '375.5', at: Date.now() }
    await peer.publish(mwh)
    const { nodeId } = peer.device(0).register.address
    const { devices } = await driver.discover({ timeoutMs: 10_000 })
    const found = devices
      .flatMap(({ points }) => points)
      .find(({ address }) => address.nodeId === nodeId)
    expect(found).toMatchObject({
      ...{ role: 'register', unit: 'kWh', address: { decimalExponent: -3 } },
    })
    if (found === undefined) return
    const { role, unit, address } = found
    await driver.setPoints({ points: [{ pointId: 'energy', role, unit, address }] })
    const values = () => sink.kept().flatMap((snapshot) => snapshot.values)
    await expect
      .poll(values, { timeout: 20_000 })
      .toEqual([{ pointId: 'energy', value: '2589.773', quality: 'good' }])
  } finally {
    await driver.stop()
    await peer.close()
  }
}, 60_000)
