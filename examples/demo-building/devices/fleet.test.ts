import mqtt, { type MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deviceLogin, integratorLogin } from '../broker/access.ts'
import { type Broker, startBroker } from '../broker/broker.ts'
import type { DeviceSpec } from '../building/types.ts'
import { type Fleet, type FleetConfig, startFleet } from './fleet.ts'
import type { MeterState } from './meter.ts'

const BORN_AT = Date.UTC(2026, 6, 14, 1, 50)
/** Five minutes of the building's time in half a second. */
const RATE = 600

function device(name: string, changes: Partial<DeviceSpec>): DeviceSpec {
  return {
    device: name,
    kind: 'tasmota-power',
    load: { kind: 'electricity', profile: 'g1', yearly: 60_000, shift: name.length },
    sumOf: [],
    initial: 5_000_000,
    digits: 6,
    intervalS: 300,
    phaseS: 0,
    relay: 'answers',
    absences: [],
    inService: true,
    ...changes,
  }
}

const DEVICES: readonly DeviceSpec[] = [
  device('pow', {}),
  device('liar', { relay: 'lies' }),
  device('pm', { kind: 'shelly-1pm' }),
  device('em', { kind: 'shelly-3em' }),
  device('away', { absences: [{ fromMinute: 20, toMinute: 40 }] }),
  device('fresh', { inService: false, initial: 0 }),
  device('bulk', {
    load: null,
    relay: 'none',
    sumOf: ['pow', 'liar', 'pm', 'em', 'away', 'fresh'],
  }),
]

interface Heard {
  readonly topic: string
  readonly text: string
}

describe('devices over MQTT', () => {
  let broker: Broker
  let busbar: MqttClient
  let fleet: Fleet
  let saved: Record<string, MeterState>
  let heard: Heard[]
  const waiting = new Set<() => void>()

  function start(clock: Partial<FleetConfig['clock']> = {}): Fleet {
    return startFleet({
      config: {
        brokerPort: broker.port,
        clock: { startAt: BORN_AT, rate: RATE, wallAt: Date.now(), ...clock },
        bornAt: BORN_AT,
        calendar: { utcOffsetMinutes: 480, holidays: [], workedWeekendDays: [] },
        devices: DEVICES.map((one) => ({ ...one, password: `password-of-${one.device}` })),
      },
      load: () => saved,
      save: (state) => {
        saved = JSON.parse(JSON.stringify(state))
      },
    })
  }

  beforeEach(async () => {
    broker = await startBroker({
      logins: [
        integratorLogin('busbar', 'password-of-busbar'),
        ...DEVICES.map((one) => deviceLogin(one.device, `password-of-${one.device}`)),
      ],
    })
    busbar = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`, {
      username: 'busbar',
      password: 'password-of-busbar',
    })
    heard = []
    saved = {}
    busbar.on('message', (topic, payload) => {
      heard.push({ topic, text: payload.toString() })
      for (const look of waiting) look()
    })
    await busbar.subscribeAsync('#', { qos: 1 })
    fleet = start()
  })

  afterEach(async () => {
    await fleet.stop()
    await busbar.endAsync(true)
    await broker.close()
  })

  /** The first message that fits, of those since `from`. */
  function hear(fits: (message: Heard) => boolean, from = 0): Promise<Heard> {
    return new Promise((resolve) => {
      const look = () => {
        const found = heard.slice(from).find(fits)
        if (found === undefined) return
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
    })
  }

  const on = (topic: string) => (message: Heard) => message.topic === topic

  async function command(topic: string, payload: string): Promise<number> {
    const from = heard.length
    await busbar.publishAsync(topic, payload, { qos: 1 })
    return from
  }

  /** Sensor messages of a device whose reports come after a message, in order. */
  async function sensorsAfter(name: string, from: number, count: number) {
    const all = () => heard.slice(from).filter(on(`tele/${name}/SENSOR`))
    await hear(() => all().length >= count, from)
    return all().map(({ text }) => JSON.parse(text).ENERGY)
  }

  it('come online and report registers that grow', async () => {
    await hear(on('tele/pow/LWT'))
    const totals = (await sensorsAfter('pow', 0, 4)).map(({ Total }) => Total)
    expect(totals[0]).toBeGreaterThanOrEqual(5_000)
    expect([...totals].sort((one, other) => one - other)).toEqual(totals)
    expect(totals.at(-1)).toBeGreaterThan(totals[0])
  })

  it('stand still after a cut that is answered, and go on when restored', async () => {
    await hear(on('tele/pow/SENSOR'))
    const from = await command('cmnd/pow/POWER', 'OFF')
    await hear(on('stat/pow/POWER'), from)
    const off = await sensorsAfter('pow', from, 3)
    expect(off.map(({ Power, Current }) => [Power, Current])).toEqual(off.map(() => [0, 0]))
    expect(new Set(off.map(({ Total }) => Total)).size).toBe(1)
    const back = await command('cmnd/pow/POWER', 'ON')
    const restored = await sensorsAfter('pow', back, 3)
    expect(restored.at(-1).Total).toBeGreaterThan(off[0].Total)
  })

  it('P5: one says OFF and goes on drawing', async () => {
    await hear(on('tele/liar/SENSOR'))
    const from = await command('cmnd/liar/POWER', 'OFF')
    expect((await hear(on('stat/liar/POWER'), from)).text).toBe('OFF')
    const state = await hear(on('tele/liar/STATE'), from)
    expect(JSON.parse(state.text).POWER).toBe('OFF')
    const sensors = await sensorsAfter('liar', from, 3)
    expect(sensors.at(-1).Current).toBeGreaterThan(5)
    expect(sensors.at(-1).Total).toBeGreaterThan(sensors[0].Total)
  })

  it.each([
    ['pm', 0],
    ['em', 100],
  ])('answer Switch.Set by RPC: %s, switch:%d', async (name, id) => {
    await hear(on(`${name}/online`))
    await hear(on(`${name}/events/rpc`))
    const request = { id: 1, src: 'busbar', method: 'Switch.Set', params: { id, on: false } }
    const from = await command(`${name}/rpc`, JSON.stringify(request))
    const answer = await hear(on('busbar/rpc'), from)
    expect(JSON.parse(answer.text)).toMatchObject({ id: 1, src: name, result: { was_on: true } })
    const notified = await hear(on(`${name}/events/rpc`), from)
    expect(JSON.parse(notified.text).params[`switch:${id}`].output).toBe(false)
  })

  it('one goes away, its will is told, and it comes back with what it counted meanwhile', async () => {
    const lastBefore = () => heard.filter(on('tele/away/SENSOR')).at(-1)
    await hear((message) => message.topic === 'tele/away/LWT' && message.text === 'Offline')
    const left = JSON.parse(lastBefore()?.text ?? '')
    const from = heard.length
    await hear((message) => message.topic === 'tele/away/LWT' && message.text === 'Online', from)
    const [returned] = await sensorsAfter('away', from, 1)
    expect(returned.Total - left.ENERGY.Total).toBeGreaterThan(2)
  })

  it('one is swapped for another, and the meter of the whole building sees no gap', async () => {
    await hear(on('tele/pow/SENSOR'))
    expect(heard.some(on('tele/fresh/SENSOR'))).toBe(false)
    const { at, closing, opening } = fleet.swap({ remove: 'pow', install: 'fresh' })
    expect(opening).toBe('0')
    expect(Number(closing)).toBeGreaterThanOrEqual(5_000_000)
    expect(at).toBeGreaterThan(BORN_AT)
    const from = heard.length
    await hear((message) => message.topic === 'tele/pow/LWT' && message.text === 'Offline')
    const [first] = await sensorsAfter('fresh', from, 1)
    expect(first.Total).toBeGreaterThanOrEqual(0)
    expect(first.Total).toBeLessThan(100)
    expect(heard.slice(from).some(on('tele/pow/SENSOR'))).toBe(false)
  })

  it('one that is swapped in the very second of its report is read off after it', async () => {
    await fleet.stop()
    const from = heard.length
    // Devices here report every five minutes, on the minute.
    const dueAt = Math.ceil(BORN_AT / 300_000) * 300_000 + 300_000
    // Time stands at the report.
    fleet = start({ startAt: dueAt, rate: 0 })
    const { text } = await hear(on('tele/pow/SENSOR'), from)
    expect(Date.parse(`${JSON.parse(text).Time}+08:00`)).toBe(dueAt)
    expect(fleet.swap({ remove: 'pow', install: 'fresh' }).at).toBeGreaterThan(dueAt)
  })

  it('go on where they were after a restart: registers never fall, relays stay', async () => {
    await hear(on('tele/pow/SENSOR'))
    const from = await command('cmnd/pow/POWER', 'OFF')
    await hear(on('tele/pow/STATE'), from)
    await sensorsAfter('liar', from, 2)
    await fleet.stop()
    const before = saved
    const stopped = heard.length
    // A clock that resumes a little before where the devices had counted to.
    const resumeAt = Math.max(...Object.values(before).map(({ at }) => at)) - 20_000
    fleet = start({ startAt: resumeAt, wallAt: Date.now() })
    const state = await hear(on('tele/pow/STATE'), stopped)
    expect(JSON.parse(state.text).POWER).toBe('OFF')
    const [first] = await sensorsAfter('liar', stopped, 1)
    const all = heard.filter(on('tele/liar/SENSOR')).map(({ text }) => JSON.parse(text))
    const totals = all.map(({ ENERGY }) => ENERGY.Total)
    expect([...totals].sort((one, other) => one - other)).toEqual(totals)
    const times = all.map(({ Time }) => Time)
    expect([...times].sort()).toEqual(times)
    expect(first.Total).toBeGreaterThan(5_000)
  })
})
