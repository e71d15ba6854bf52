import { describe, expect, it } from 'vitest'
import { createCoolingTelegram } from './cooling.ts'
import type { Handle, Message } from './dialect.ts'
import type { Measurement } from './meter.ts'
import { createShelly } from './shelly.ts'
import { createTasmota } from './tasmota.ts'

/*
 * What real devices sent. Tasmota: docs/devices/Sonoff-Pow-R2.md of tasmota/docs. Shelly Pro 3EM: the device fixtures of
 * home-assistant-libs/aioshelly (Apache-2.0). Shelly 1PM: the Shelly data source page of the EDDIE documentation.
 */
const TASMOTA_SENSOR = {
  Time: '2018-02-15T17:37:10',
  ENERGY: {
    TotalStartTime: '2018-11-14T18:39:40',
    Total: 6.294,
    Yesterday: 5.34,
    Today: 0.954,
    Period: 217,
    Power: 2635,
    ApparentPower: 2650,
    ReactivePower: 282,
    Factor: 0.99,
    Voltage: 227,
    Current: 11.661,
  },
}
const SHELLY_EM = {
  a_act_power: 375.5,
  a_aprt_power: 547.4,
  a_current: 2.392,
  a_freq: 50.0,
  a_pf: 0.76,
  a_voltage: 229.0,
  b_act_power: 170.8,
  b_aprt_power: 237.2,
  b_current: 1.037,
  b_freq: 50.0,
  b_pf: 0.78,
  b_voltage: 229.0,
  c_act_power: 12.7,
  c_aprt_power: 97.8,
  c_current: 0.428,
  c_freq: 50.0,
  c_pf: 0.53,
  c_voltage: 229.2,
  id: 0,
  n_current: null,
  total_act_power: 558.965,
  total_aprt_power: 882.413,
  total_current: 3.856,
  user_calibrated_phase: [],
}
const SHELLY_EMDATA = {
  a_total_act_energy: 2034616.71,
  a_total_act_ret_energy: 0.0,
  b_total_act_energy: 185686.89,
  b_total_act_ret_energy: 40.7,
  c_total_act_energy: 369469.8,
  c_total_act_ret_energy: 985.91,
  id: 0,
  total_act: 2589773.39,
  total_act_ret: 1026.61,
}
const SHELLY_SWITCH = {
  aenergy: { by_minute: [0, 0, 0], minute_ts: 1757591520, total: 0 },
  apower: 0,
  current: 0,
  freq: 50.01,
  ret_aenergy: { by_minute: [0, 0, 0], minute_ts: 1757591520, total: 0 },
  voltage: 228.5,
}

const AT = Date.UTC(2026, 6, 14, 2, 15, 7)
const MEASUREMENT: Measurement = {
  at: AT,
  registerMicros: 2_589_773_391_234n,
  rate: 2_635.4,
  todayMicros: 954_000_000n,
  yesterdayMicros: 5_340_000_000n,
  periodMicros: 217_000_000n,
  on: true,
}

/** Kinds of the values at every place, so that two documents can be compared by their form. */
function shape(value: unknown): unknown {
  if (value === null) return 'null'
  if (Array.isArray(value)) return value.map(shape)
  if (typeof value !== 'object') return typeof value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, shape(inner)]),
  )
}

function parsed(messages: readonly Message[], topic: string) {
  const found = messages.find((message) => message.topic === topic)
  return JSON.parse(found?.payload ?? 'null')
}

/** A relay that does what it is told. */
function handle(overrides: Partial<Measurement> = {}): Handle & { on(): boolean } {
  let on = true
  return {
    measure: () => ({ ...MEASUREMENT, ...overrides, on }),
    switchRelay(wanted) {
      on = wanted
      return true
    },
    on: () => on,
  }
}

describe('Tasmota', () => {
  const options = {
    device: 'pow1',
    hasRelay: true,
    utcOffsetMinutes: 480,
    bootedAt: AT - 90_061_000,
  }
  const energy = createTasmota({ ...options, sensor: 'energy' })

  it('publishes SENSOR in the form of a real POW R2, with local time and kWh', () => {
    const sensor = parsed(energy.report(MEASUREMENT), 'tele/pow1/SENSOR')
    expect(shape(sensor)).toEqual(shape(TASMOTA_SENSOR))
    expect(sensor).toMatchObject({
      Time: '2026-07-14T10:15:07',
      ENERGY: { Total: 2589.773, Today: 0.954, Yesterday: 5.34, Period: 217, Power: 2635 },
    })
    expect(sensor.ENERGY.Current).toBeCloseTo(2635.4 / 0.95 / 230, 3)
  })

  it('tells the power as finely as it is set to', () => {
    const fine = createTasmota({ ...options, sensor: 'energy', wattRes: 1 })
    const sensor = parsed(fine.report(MEASUREMENT), 'tele/pow1/SENSOR')
    expect(sensor.ENERGY.Power).toBe(2_635.4)
  })

  it('answers the old state where its relay may not move', () => {
    const locked = { ...handle(), switchRelay: () => false }
    const answer = energy.hear({ topic: 'cmnd/pow1/POWER', payload: 'OFF' }, locked)
    expect(answer.map(({ payload }) => payload)).toEqual(['{"POWER":"ON"}', 'ON'])
  })

  it('counts pulses as its counters do', () => {
    const counter = createTasmota({ ...options, hasRelay: false, sensor: 'counter' })
    const sensor = parsed(
      counter.report({ ...MEASUREMENT, registerMicros: 12_345_999_999n }),
      'tele/pow1/SENSOR',
    )
    expect(sensor).toEqual({ Time: '2026-07-14T10:15:07', COUNTER: { C1: 12_345 } })
    const answer = counter.hear({ topic: 'cmnd/pow1/POWER', payload: 'OFF' }, handle())
    expect(parsed(answer, 'stat/pow1/RESULT')).toEqual({ Command: 'Unknown' })
  })

  it('tells the relay and the uptime in STATE', () => {
    expect(parsed(energy.report(MEASUREMENT), 'tele/pow1/STATE')).toMatchObject({
      POWER: 'ON',
      Uptime: '1T01:01:01',
    })
  })

  it('answers POWER by RESULT and POWER, and reports at once when it moved', () => {
    const relay = handle()
    const answer = energy.hear({ topic: 'cmnd/pow1/POWER', payload: 'OFF' }, relay)
    expect(answer.map(({ topic }) => topic)).toEqual([
      'stat/pow1/RESULT',
      'stat/pow1/POWER',
      'tele/pow1/STATE',
      'tele/pow1/SENSOR',
    ])
    expect(answer[0]?.payload).toBe('{"POWER":"OFF"}')
    expect(answer[1]?.payload).toBe('OFF')
    expect(relay.on()).toBe(false)
    const again = energy.hear({ topic: 'cmnd/pow1/POWER', payload: 'off' }, relay)
    expect(again).toHaveLength(2)
    energy.hear({ topic: 'cmnd/pow1/POWER', payload: 'TOGGLE' }, relay)
    expect(relay.on()).toBe(true)
  })

  it('moves nothing when it is only asked, or told nonsense', () => {
    const relay = handle()
    const asked = energy.hear({ topic: 'cmnd/pow1/POWER', payload: '' }, relay)
    expect(asked[0]?.payload).toBe('{"POWER":"ON"}')
    const nonsense = energy.hear({ topic: 'cmnd/pow1/POWER', payload: 'MAYBE' }, relay)
    expect(parsed(nonsense, 'stat/pow1/RESULT')).toEqual({ Command: 'Error' })
    expect(relay.on()).toBe(true)
  })

  it('answers STATE and STATUS 8, 10 and 11', () => {
    const hear = (command: string, payload: string) =>
      energy.hear({ topic: `cmnd/pow1/${command}`, payload }, handle())
    expect(parsed(hear('STATE', ''), 'stat/pow1/RESULT')).toMatchObject({ POWER: 'ON' })
    for (const which of ['8', '10'])
      expect(shape(parsed(hear('STATUS', which), `stat/pow1/STATUS${which}`))).toEqual(
        shape({ StatusSNS: TASMOTA_SENSOR }),
      )
    expect(parsed(hear('STATUS', '11'), 'stat/pow1/STATUS11')).toMatchObject({
      StatusSTS: { POWER: 'ON' },
    })
  })
})

describe('Shelly', () => {
  const em = createShelly({ device: 'pro3em', model: '3em', hasRelay: true, statusTopics: true })
  const pm = createShelly({ device: 'plus1pm', model: '1pm', hasRelay: true })

  function ask(request: object, relay: Handle = handle()) {
    const payload = JSON.stringify({ id: 7, src: 'busbar', ...request })
    return em.hear({ topic: 'pro3em/rpc', payload }, relay)
  }

  it('notifies in the form of a real Pro 3EM, in Wh', () => {
    const { src, method, params } = parsed(em.report(MEASUREMENT), 'pro3em/events/rpc')
    expect({ src, method, ts: params.ts }).toEqual({
      src: 'pro3em',
      method: 'NotifyStatus',
      ts: AT / 1_000,
    })
    expect(shape(params['em:0'])).toEqual(shape(SHELLY_EM))
    expect(shape(params['emdata:0'])).toEqual(shape(SHELLY_EMDATA))
    expect(params['emdata:0'].total_act).toBe(2_589_773.39)
    const { a_total_act_energy, b_total_act_energy, c_total_act_energy } = params['emdata:0']
    expect(a_total_act_energy + b_total_act_energy + c_total_act_energy).toBeCloseTo(
      2_589_773.39,
      1,
    )
  })

  it('publishes the same states at status/… where that is switched on', () => {
    const messages = em.report(MEASUREMENT)
    const { params } = parsed(messages, 'pro3em/events/rpc')
    for (const name of ['em:0', 'emdata:0', 'switch:100'])
      expect(parsed(messages, `pro3em/status/${name}`)).toEqual(params[name])
    expect(pm.report(MEASUREMENT)).toHaveLength(1)
  })

  it('notifies of a switch in the form of a real 1PM', () => {
    const { params } = parsed(pm.report(MEASUREMENT), 'plus1pm/events/rpc')
    expect(shape(params['switch:0'])).toMatchObject(shape(SHELLY_SWITCH) as object)
    expect(params['switch:0']).toMatchObject({ output: true, apower: 2635.4 })
    expect(params['switch:0'].aenergy.total).toBe(2_589_773.391)
  })

  it('answers Switch.Set to whoever asked, and notifies when it moved', () => {
    const relay = handle()
    const set = { method: 'Switch.Set', params: { id: 100, on: false } }
    const [answer, notification] = ask(set, relay)
    expect(answer?.topic).toBe('busbar/rpc')
    expect(JSON.parse(answer?.payload ?? '')).toEqual({
      id: 7,
      src: 'pro3em',
      dst: 'busbar',
      result: { was_on: true },
    })
    expect(notification?.topic).toBe('pro3em/events/rpc')
    expect(relay.on()).toBe(false)
    const status = ask({ method: 'Switch.GetStatus', params: { id: 100 } }, relay)
    expect(parsed(status, 'busbar/rpc').result).toMatchObject({ id: 100, output: false })
  })

  it('answers errors as it does, and moves nothing', () => {
    const relay = handle()
    const error = (request: object) => parsed(ask(request, relay), 'busbar/rpc').error
    expect(error({ method: 'Switch.Set', params: { id: 100, on: 'no' } }).code).toBe(-103)
    expect(error({ method: 'Switch.Set', params: { id: 3, on: false } }).code).toBe(-105)
    expect(error({ method: 'Cover.Open' }).code).toBe(404)
    expect(relay.on()).toBe(true)
    const locked = { ...relay, switchRelay: () => false }
    const refused = ask({ method: 'Switch.Set', params: { id: 100, on: false } }, locked)
    expect(refused).toHaveLength(1)
    expect(parsed(refused, 'busbar/rpc').error.code).toBe(-109)
  })

  it('says nothing to what is no request', () => {
    for (const payload of [
      '',
      '{',
      '[]',
      'null',
      '{"id":1}',
      '{"id":1,"method":"Shelly.GetStatus"}',
    ])
      expect(em.hear({ topic: 'pro3em/rpc', payload }, handle())).toEqual([])
  })

  it('tells all components and its time by Shelly.GetStatus', () => {
    const { result } = parsed(ask({ method: 'Shelly.GetStatus' }), 'busbar/rpc')
    expect(result.sys.unixtime).toBe(AT / 1_000)
    expect(Object.keys(result)).toEqual(['em:0', 'emdata:0', 'switch:100', 'sys'])
  })
})

it('a cooling telegram states MJ, and a flow that carries the power', () => {
  const cooling = createCoolingTelegram({ device: 'chw1' })
  const telegram = parsed(
    cooling.report({ ...MEASUREMENT, registerMicros: 12_345_678_901n, rate: 36 }),
    'cooling/chw1/telegram',
  )
  expect(telegram).toMatchObject({
    time: '2026-07-14T02:15:07.000Z',
    energy_mj: 12_345,
    power_kw: 10,
  })
  expect(telegram.flow_m3h * (telegram.return_c - telegram.supply_c) * 4.19).toBeCloseTo(36, 1)
})
