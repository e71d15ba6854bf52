import { expect } from 'vitest'
import {
  coldCase,
  type GatewayBench,
  type GatewayCase,
  gatewayCase,
  sameScalar,
  settle,
} from './building-gateway-bench.ts'
import { BUILDING_TIME, HOLD_CALENDAR, historyOf } from './fake-building.ts'
import { bothWays } from './recording-trace.ts'

const ENERGY = 'meter:12/register.1.8.0'
const ORDER = 'supply:12/order'
const CHANGES = 3_000

const agrees = gatewayCase(
  'what is seen agrees with the building: values, units, instants',
  async ({ building, peer, sees }) => {
    const { points, values } = building.snapshot()
    // Nothing is known of an order that nobody gave: protocols tell that differently.
    for (const { pointId, value } of values) if (value !== null) await sees(pointId, value)
    const seen = await peer.seen()
    expect([...seen.keys()].sort()).toEqual(points.map(({ pointId }) => pointId).sort())
    for (const { pointId, unit } of points) {
      const { unit: told, at } = seen.get(pointId) ?? {}
      if (told !== null) expect(`${pointId} ${told}`).toBe(`${pointId} ${unit}`)
      if (at !== null && seen.get(pointId)?.value !== null) expect(at).toBe(BUILDING_TIME)
    }
  },
)

const follows = gatewayCase('changes are seen, and nothing else moves', async (bench) => {
  const { building, peer, sees } = bench
  building.set({ pointId: ENERGY, value: '12345.679', at: BUILDING_TIME + 1_000 })
  const { at } = await sees(ENERGY, '12345.679')
  if (at !== null) expect(at).toBe(BUILDING_TIME + 1_000)
  building.set({ pointId: 'supply:12/on', value: false })
  building.set({ pointId: 'supply:12/state', value: 'off' })
  building.set({ pointId: HOLD_CALENDAR.heldPointId, value: false })
  await sees('supply:12/on', false)
  await sees('supply:12/state', 'off')
  await sees(HOLD_CALENDAR.heldPointId, false)
  const seen = await peer.seen()
  expect(sameScalar(seen.get('site:1/repairs')?.value ?? null, '2')).toBe(true)
})

const quality = gatewayCase(
  'a value that is not to be relied upon is not shown as good',
  async (bench) => {
    const { building, sees } = bench
    building.set({ pointId: 'supply:12/on', value: null, quality: 'bad' })
    await sees('supply:12/on', null, false)
    building.set({ pointId: 'meter:12/power.12', value: '231', quality: 'bad' })
    await sees('meter:12/power.12', '231', false)
    building.set({ pointId: 'supply:12/on', value: true })
    await sees('supply:12/on', true)
  },
)

const keepsUp = gatewayCase(
  'a flood of changes ends in the latest, one question at a time',
  async (bench) => {
    const { building, sees } = bench
    for (let step = 1; step <= CHANGES; step += 1) {
      building.set({ pointId: ENERGY, value: `${step}` })
      building.set({ pointId: 'meter:12/power.12', value: `${CHANGES - step}` })
      if (step % 500 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    await sees(ENERGY, `${CHANGES}`)
    await sees('meter:12/power.12', '0')
    expect(building.mostAtOnce()).toBe(1)
  },
)

const grows = gatewayCase('what comes is shown, and what goes is taken away', async (bench) => {
  const { building, peer, sees, until } = bench
  building.addMeter(13)
  await sees('supply:13/on', true)
  building.removeMeter(12)
  await until('the meter that is gone is not shown any more', async () => {
    const ids = [...(await peer.seen()).keys()]
    return !ids.some((id) => id.startsWith('meter:12/') || id.startsWith('supply:12/'))
  })
  building.set({ pointId: 'supply:13/on', value: false })
  await sees('supply:13/on', false)
})

const returns = gatewayCase('after an outage the far side sees how it is now', async (bench) => {
  const { building, gateway, peer, sees, until } = bench
  await peer.goDown()
  building.set({ pointId: 'supply:12/on', value: false })
  building.set({ pointId: ENERGY, value: '20000' })
  await settle()
  await peer.comeUp()
  await sees('supply:12/on', false)
  await sees(ENERGY, '20000')
  await until('it says that it is up', async () => (await gateway.health()).status === 'up')
})

const late = coldCase('a peer that is away at the start is found later', async (bench) => {
  const { building, gateway, peer, sees } = bench
  await peer.goDown()
  const health = await gateway.connect()
  expect(['up', 'degraded', 'down']).toContain(health.status)
  building.set({ pointId: 'site:1/repairs', value: '5' })
  await peer.comeUp()
  await sees('site:1/repairs', '5')
})

const coreAway = gatewayCase(
  'while the core has no answer nothing falls, and it goes on after',
  async (bench) => {
    const { building, sees } = bench
    building.fail(true)
    building.set({ pointId: ENERGY, value: '21000' })
    await settle()
    building.fail(false)
    await sees(ENERGY, '21000')
  },
)

const refuses = gatewayCase('without authority nothing can be written', async (bench) => {
  const { building, peer } = bench
  const writable = [...(await peer.seen()).values()].filter((point) => point.writable)
  expect(writable).toEqual([])
  await peer.write({ pointId: ORDER, value: false })
  await peer.write({ pointId: 'supply:12/on', value: false })
  await settle()
  // The core would refuse it; a gateway that offers nothing need not even ask.
  for (const { pointId } of building.writes) expect(pointId).toBe(ORDER)
  expect(building.snapshot().values.find(({ pointId }) => pointId === ORDER)?.value).toBeNull()
})

const writes = gatewayCase(
  'with authority a write comes to the core, once, and what became of it is seen',
  async (bench) => {
    const { building, peer, sees, until } = bench
    const writable = [...(await peer.seen())].filter(([, point]) => point.writable)
    expect(writable.map(([pointId]) => pointId)).toEqual([ORDER])
    await peer.write({ pointId: ORDER, value: false })
    await until('the write has come', () => building.writes.length > 0)
    await sees(ORDER, false)
    expect(building.writes).toMatchObject([{ pointId: ORDER, value: false }])
    await peer.write({ pointId: ORDER, value: true })
    await sees(ORDER, true)
    expect(building.writes.map(({ value }) => value)).toEqual([false, true])
  },
  { authority: true },
)

const outranked = gatewayCase(
  'a write that is refused changes nothing that is seen',
  async (bench) => {
    const { building, peer, sees, until } = bench
    building.answerWrites('refused')
    await peer.write({ pointId: ORDER, value: false })
    await until('the write has come', () => building.writes.length > 0)
    await settle()
    expect((await peer.seen()).get(ORDER)?.value).not.toBe(false)
    await sees('supply:12/on', true)
  },
  { authority: true },
)

const once = gatewayCase(
  'old writes that come again after an outage act no more',
  async (bench) => {
    const { building, peer, sees, until } = bench
    await peer.write({ pointId: ORDER, value: false })
    await until('the write has come', () => building.writes.length > 0)
    await peer.write({ pointId: ORDER, value: true })
    await sees(ORDER, true)
    const before = building.writes.length
    await peer.goDown()
    await peer.comeUp()
    await sees('site:1/repairs', '2')
    await peer.repeatWrites()
    await settle()
    expect(building.writes.slice(before)).toEqual([])
  },
  { authority: true },
)

const garbage = gatewayCase(
  'garbage does no harm',
  async (bench) => {
    const { building, gateway, peer, sees } = bench
    await peer.sendGarbage()
    await settle()
    expect(building.writes.filter(({ pointId }) => pointId !== ORDER)).toEqual([])
    expect(building.snapshot().values.find(({ pointId }) => pointId === ORDER)?.value).toBeNull()
    building.set({ pointId: ENERGY, value: '22000' })
    await sees(ENERGY, '22000')
    expect((await gateway.health()).status).not.toBe('down')
  },
  { authority: true },
)

const strangers = gatewayCase(
  'nobody is let in without credentials',
  async ({ building, peer }) => {
    expect(await peer.letsStrangersIn()).not.toBe(true)
    expect(building.writes).toEqual([])
  },
  { authority: true },
)

const stops = gatewayCase(
  'stops twice, is not taken for fresh, and asks nothing after',
  async (bench) => {
    const { building, gateway, peer, until } = bench
    await gateway.stop()
    await gateway.stop()
    const asked = building.questions()
    building.set({ pointId: ENERGY, value: '23000' })
    await settle()
    expect(building.questions()).toBe(asked)
    await until('nothing is taken for fresh', async () =>
      [...(await peer.seen()).values()].every(({ good }) => !good),
    )
  },
)

const health = gatewayCase('says how it fares', async ({ building, gateway, peer, until }) => {
  expect((await gateway.health()).status).toBe('up')
  await peer.goDown()
  await until('it says that it is down', async () => (await gateway.health()).status === 'down')
  await until('the core is told', () => building.healths.at(-1)?.status === 'down')
  await peer.comeUp()
  await until('the core is told that it is up', () => building.healths.at(-1)?.status === 'up')
})

const secrets = gatewayCase('secrets are in no log and no health', async (bench) => {
  const { gateway, log, peer } = bench
  await peer.sendGarbage()
  await peer.goDown()
  await settle()
  const told = [...log.lines(), JSON.stringify(await gateway.health())].join('\n')
  for (const secret of bench.secrets) expect(told).not.toContain(secret)
})

const traced = gatewayCase(
  'a trace tells both directions once it is on, nothing before, and no secret',
  async (bench) => {
    const { building, peer, trace, until } = bench
    expect(trace.entries()).toEqual([])
    trace.turnOn()
    let step = 0
    await until('entries in both directions', async () => {
      step += 1
      building.set({ pointId: ENERGY, value: `${20_000 + step}` })
      await peer.sendGarbage()
      await peer.seen()
      return bothWays(trace.entries())
    })
    await peer.goDown()
    await peer.comeUp()
    await bench.sees(ENERGY, `${20_000 + step}`)
    const told = JSON.stringify(trace.entries())
    for (const secret of bench.secrets) {
      expect(told).not.toContain(secret)
      expect(told).not.toContain(Buffer.from(secret).toString('hex'))
    }
  },
)

const past = gatewayCase(
  'past values are read in order, whole, with their quality',
  async (bench) => {
    const { history } = peerWith(bench, 'history')
    const from = BUILDING_TIME + 900_000
    const to = BUILDING_TIME + 900_000 * 20
    const rows = await history({ pointId: ENERGY, from, to })
    const wanted = historyOf(ENERGY).filter(({ at }) => at >= from && at < to)
    expect(rows.map(({ at }) => at)).toEqual(wanted.map(({ at }) => at))
    for (const [index, row] of rows.entries()) {
      expect(sameScalar(row.value, wanted[index]?.value ?? null)).toBe(true)
      expect(row.quality === 'good').toBe(wanted[index]?.quality === 'good')
    }
  },
)

const alarms = gatewayCase('alarms are told when they begin and when they end', async (bench) => {
  const { building, until } = bench
  const { alarms: standing } = peerWith(bench, 'alarms')
  const alarm = {
    ...{ eventId: 'supply:12/cut-but-drawing', nodeId: 'supply:12', kind: 'supply' as const },
    ...{ severity: 'critical' as const, message: 'cut-but-drawing', at: BUILDING_TIME },
  }
  building.tell({ ...alarm, active: true })
  await until('the alarm stands', async () => (await standing()).includes(alarm.eventId))
  building.tell({ ...alarm, active: false })
  await until('it is over', async () => !(await standing()).includes(alarm.eventId))
})

function peerWith<Name extends 'history' | 'alarms'>({ peer }: GatewayBench, name: Name) {
  if (peer[name] === undefined) throw new Error(`The peer cannot ask for ${name}.`)
  return peer as GatewayBench['peer'] & Required<Pick<GatewayBench['peer'], Name>>
}

/** Cases of every gateway. */
export const gatewayCases: readonly GatewayCase[] = [
  ...[agrees, follows, quality, keepsUp, grows, returns, late, coreAway, refuses],
  ...[strangers, stops, health, secrets, traced],
]
/** Cases of those that can be written to, keep a history, tell events. */
export const writeCases: readonly GatewayCase[] = [writes, outranked, once, garbage]
export const historyCases: readonly GatewayCase[] = [past]
export const eventCases: readonly GatewayCase[] = [alarms]
