import type {
  BuildingView,
  GatewayPoint,
  GatewaySnapshot,
  JsonObject,
} from '@busbar/core/contracts'
import {
  createRecordingLog,
  createRecordingTrace,
  HOLD_CALENDAR,
  type RecordingTrace,
} from '@busbar/core/testkit'
import { afterEach, describe, expect, test } from 'vitest'
import { createSparkplugRig } from './sparkplug-rig.ts'
import { still } from './still-building.ts'

const undone: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const undo of undone.splice(0).reverse()) await undo()
})

const AT = 1_772_000_000_000
const point = (nodeId: string, name: string, more: Partial<GatewayPoint>): GatewayPoint => ({
  ...{ pointId: `${nodeId}/${name}`, nodeId, name, title: `${name} of ${nodeId}` },
  ...{ valueType: 'decimal', unit: '', counter: false, writable: false, historical: false },
  ...more,
})
const building: GatewaySnapshot = {
  nodes: [
    { nodeId: 'site:1', kind: 'site', parentId: null, title: 'Tower' },
    { nodeId: 'space:3', kind: 'space', parentId: 'site:1', title: '一层 101' },
    { nodeId: 'meter:4', kind: 'meter', parentId: 'space:3', title: 'Unit 101' },
    { nodeId: 'supply:5', kind: 'supply', parentId: 'meter:4', title: 'Supply' },
    { nodeId: 'account:7', kind: 'account', parentId: 'site:1', title: 'Account 7' },
  ],
  points: [
    point('meter:4', 'register.1.8.0', { unit: 'kWh', counter: true }),
    point('supply:5', 'order', { valueType: 'boolean', writable: true }),
    point('supply:5', 'state', { valueType: 'text' }),
    point('account:7', 'balance', { unit: 'CNY' }),
  ],
  values: [
    { pointId: 'meter:4/register.1.8.0', value: '999999999.123456', quality: 'good', at: AT },
    { pointId: 'supply:5/order', value: null, quality: 'good', at: null },
    { pointId: 'supply:5/state', value: '合闸', quality: 'uncertain', at: AT },
    { pointId: 'account:7/balance', value: '-0.1', quality: 'bad', at: AT },
  ],
  ...{ events: [], cursor: '1.0', calendar: HOLD_CALENDAR },
}

async function rig(
  given: Partial<BuildingView> = {},
  connection: JsonObject = {},
  trace: RecordingTrace = createRecordingTrace(),
) {
  const view = { ...still, snapshot: async () => building, ...given }
  const made = await createSparkplugRig(
    { building: view, log: createRecordingLog(), signal: new AbortController().signal, trace },
    connection,
  )
  undone.push(async () => {
    await made.gateway.stop()
    await made.close()
  })
  return made
}

type Rig = Awaited<ReturnType<typeof rig>>
const births = ({ host }: Rig) =>
  host.heard().filter((kind) => kind.endsWith('BIRTH') || kind.startsWith('DBIRTH'))
const born = (made: Rig) =>
  expect.poll(() => made.host.devices()).toEqual(['account-7', 'meter-4', 'supply-5'])

describe('what an edge node says', () => {
  test('a device for each thing that has values, with units, qualities, places, and every digit', async () => {
    const made = await rig()
    await made.gateway.connect()
    await born(made)
    const known = made.host.metrics()
    expect(known.get('meter-4/register.1.8.0')).toEqual({
      ...{ value: 999_999_999.123456, type: 'Double', quality: 192, at: AT, unit: 'kWh' },
    })
    expect(known.get('supply-5/state')).toMatchObject({
      value: '合闸',
      type: 'String',
      quality: 500,
    })
    expect(known.get('account-7/balance')).toMatchObject({ value: -0.1, quality: 0, unit: 'CNY' })
    expect(known.get('supply-5/order')).toMatchObject({ value: null, type: 'Boolean' })
    const told = (key: string) => known.get(key)?.value
    expect(told('/Properties/Title')).toBe('Tower')
    expect(told('meter-4/Properties/Title')).toBe('Unit 101')
    expect(told('meter-4/Properties/Within')).toBe('space-3')
    expect(told('meter-4/Properties/WithinTitle')).toBe('一层 101')
    expect(births(made)).toEqual([
      'NBIRTH',
      'DBIRTH meter-4',
      'DBIRTH supply-5',
      'DBIRTH account-7',
    ])
  })

  test('each connection has a number of its own, by which the will undoes its birth alone', async () => {
    const made = await rig()
    await made.gateway.connect()
    await born(made)
    for (let round = 0; round < 2; round += 1) {
      await made.broker.shut()
      await expect.poll(() => made.host.isOnline()).toBe(false)
      await made.broker.open()
      await expect.poll(() => made.host.isOnline(), { timeout: 5_000 }).toBe(true)
    }
    const [first = -1, ...more] = made.host.birthNumbers()
    // A try that found the broker away had a number too.
    expect(first).toBe(0)
    expect(more.every((number, index) => number > (more[index - 1] ?? first))).toBe(true)
    await made.gateway.stop()
    await expect.poll(() => made.host.isOnline()).toBe(false)
    expect(made.host.heard().at(-1)).toBe('NDEATH')
  })

  test('asked for, it introduces itself again under its number, once however often', async () => {
    const made = await rig()
    await made.gateway.connect()
    await born(made)
    for (let times = 0; times < 20; times += 1) await made.host.rebirth()
    await expect.poll(() => made.host.birthNumbers().length, { timeout: 5_000 }).toBe(2)
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    expect(made.host.birthNumbers()).toEqual([0, 0])
    expect(made.host.devices()).toHaveLength(3)
  })

  test('the sequence goes round past 255', async () => {
    let version = 0
    const made = await rig({
      async changes({ cursor }) {
        await new Promise((resolve) => setTimeout(resolve, version < 600 ? 1 : 300))
        version += 1
        const value = { value: String(version), quality: 'good', at: AT + version } as const
        const values = version > 600 ? [] : [{ pointId: 'meter:4/register.1.8.0', ...value }]
        return { kind: 'changes', values, events: [], lostEvents: false, cursor }
      },
    })
    await made.gateway.connect()
    await expect
      .poll(() => made.host.metrics().get('meter-4/register.1.8.0')?.value, { timeout: 20_000 })
      .toBe(600)
    expect(made.host.heard().length).toBeGreaterThan(300)
  })
})

describe('a primary host', () => {
  const HOST = { sparkplugHostId: 'scada' }

  test('is waited for, and without it the node goes and waits again', async () => {
    const made = await rig({}, HOST)
    await made.gateway.connect()
    await expect
      .poll(async () => (await made.gateway.health()).detail)
      .toContain('Waits for the primary host "scada"')
    expect((await made.gateway.health()).status).toBe('degraded')
    expect(made.host.heard()).toEqual([])
    await made.host.state(true, 1_000)
    await born(made)
    // What was said before counts no more, nor what means nothing.
    await made.host.state(false, 999)
    await made.host.publish('spBv1.0/STATE/scada', 'OFFLINE', false)
    await made.host.rebirth()
    await expect.poll(() => births(made).length, { timeout: 5_000 }).toBe(8)
    await made.host.state(false, 1_000)
    await expect.poll(() => made.host.isOnline()).toBe(false)
    expect(made.host.heard().at(-1)).toBe('NDEATH')
    await expect
      .poll(async () => (await made.gateway.health()).status, { timeout: 5_000 })
      .toBe('degraded')
    expect(births(made)).toHaveLength(8)
    await made.host.state(true, 2_000)
    await expect.poll(() => made.host.isOnline(), { timeout: 5_000 }).toBe(true)
    expect(made.host.birthNumbers()).toEqual([0, 0, 1])
    expect((await made.gateway.health()).status).toBe('up')
  })

  test('that is there already is found by what the broker keeps', async () => {
    const made = await rig({}, HOST)
    await made.host.state(true, 5)
    await made.gateway.connect()
    await born(made)
  })
})

describe('commands', () => {
  test('are judged by the core, and what came of them is said beside what is so', async () => {
    const asked: unknown[] = []
    const made = await rig({
      async write(request) {
        asked.push(request)
        return { outcome: 'refused', detail: 'Life safety.' }
      },
    })
    await made.gateway.connect()
    await born(made)
    const heard = () => made.host.heard().filter((kind) => kind === 'DDATA supply-5').length
    await made.host.command('supply-5', { name: 'order', type: 'Boolean', value: false })
    await expect
      .poll(() => made.host.metrics().get('supply-5/order/Result')?.value)
      .toBe('refused: Life safety.')
    expect(made.host.metrics().get('supply-5/order')?.value).toBeNull()
    expect(heard()).toBe(1)
    await made.host.command('supply-5', { name: 'order/Release', type: 'Boolean', value: true })
    await expect.poll(heard).toBe(2)
    expect(asked).toEqual([
      { pointId: 'supply:5/order', value: false, actor: 'Sparkplug' },
      { pointId: 'supply:5/order', value: null, actor: 'Sparkplug' },
    ])
    // Of another device, and what takes no orders.
    await made.host.command('meter-4', { name: 'order', type: 'Boolean', value: true })
    await made.host.command('supply-5', { name: 'state', type: 'Boolean', value: true })
    await expect
      .poll(async () => (await made.gateway.health()).counters)
      .toMatchObject({ commands: 2, dropped: 2 })
  })
})

test('a trace that is on tells what an edge node says and is told, metric by metric', async () => {
  const trace = createRecordingTrace()
  trace.turnOn()
  const made = await rig({}, {}, trace)
  await made.gateway.connect()
  await born(made)
  await made.host.command('supply-5', { name: 'order', type: 'Boolean', value: false })
  const told = (direction: string, kind: string) =>
    trace
      .entries()
      .filter((entry) => entry.direction === direction && entry.peer.includes(`/${kind}/`))
      .map(({ detail }) => detail)
      .join('\n')
  expect(told('out', 'NBIRTH')).toContain('"Node Control/Rebirth" = false')
  expect(told('out', 'DBIRTH')).toContain('"register.1.8.0" = 999999999.123456 (')
  expect(told('out', 'DBIRTH')).toContain('"state" = "合闸" (')
  await expect.poll(() => told('in', 'DCMD')).toContain('"order" = false (')
})
