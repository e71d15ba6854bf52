import type { DeviceSpec } from '../building/types.ts'
import type { Dialect, Message } from './dialect.ts'
import { electric, fixed, rounded } from './electric.ts'
import type { Measurement } from './meter.ts'

/*
 * Devices with Tasmota firmware, as documented at tasmota.github.io/docs (MQTT, Commands): telemetry at tele/<topic>/SENSOR
 * and STATE, the will at LWT, commands at cmnd/<topic>/<command>, answers at stat/<topic>/RESULT, POWER, STATUS8, STATUS10
 * and STATUS11. Their clocks are set to the site's zone and they say times without it.
 */

export interface TasmotaOptions {
  readonly device: string
  /** COUNTER for pulse counters (one pulse a litre), ENERGY for energy meters. */
  readonly sensor: 'energy' | 'counter'
  readonly hasRelay: boolean
  readonly utcOffsetMinutes: number
  /** When it was switched on. */
  readonly bootedAt: number
  /** Decimal places of its power (the setting WattRes, 0 when delivered). */
  readonly wattRes?: DeviceSpec['wattRes']
}

export function createTasmota(options: TasmotaOptions): Dialect {
  const { device, sensor, hasRelay, wattRes = 0 } = options
  const topic = (prefix: 'tele' | 'stat' | 'cmnd', suffix: string) =>
    `${prefix}/${device}/${suffix}`
  const local = (at: number) =>
    new Date(at + options.utcOffsetMinutes * 60_000).toISOString().slice(0, 19)
  const power = (on: boolean) => ({ POWER: on ? 'ON' : 'OFF' })

  function sensorOf(measurement: Measurement) {
    const Time = local(measurement.at)
    if (sensor === 'counter') return { Time, COUNTER: { C1: fixed(measurement.registerMicros, 0) } }
    const { watts, volts, amperes, voltAmperes, powerFactor } = electric(measurement.rate)
    return {
      Time,
      ENERGY: {
        TotalStartTime: local(options.bootedAt),
        Total: kWh(measurement.registerMicros),
        Yesterday: kWh(measurement.yesterdayMicros),
        Today: kWh(measurement.todayMicros),
        Period: fixed(measurement.periodMicros, 0),
        Power: rounded(watts, wattRes),
        ApparentPower: Math.round(voltAmperes),
        ReactivePower: Math.round(Math.sqrt(voltAmperes ** 2 - watts ** 2)),
        Factor: powerFactor,
        Voltage: volts,
        Current: rounded(amperes, 3),
      },
    }
  }

  function stateOf({ at, on }: Measurement) {
    const uptimeSec = Math.max(0, Math.floor((at - options.bootedAt) / 1_000))
    return {
      Time: local(at),
      Uptime: uptimeText(uptimeSec),
      UptimeSec: uptimeSec,
      Heap: 25,
      SleepMode: 'Dynamic',
      Sleep: 50,
      LoadAvg: 19,
      MqttCount: 1,
      ...(hasRelay ? power(on) : {}),
      Wifi: { AP: 1, SSId: 'harbour-house', Channel: 6, Mode: '11n', RSSI: 78, Signal: -61 },
    }
  }

  const json = (at: string, value: object): Message => ({
    topic: at,
    payload: JSON.stringify(value),
  })

  return {
    will: { topic: topic('tele', 'LWT'), payload: 'Offline', retain: true },
    birth: { topic: topic('tele', 'LWT'), payload: 'Online', retain: true },
    subscriptions: [topic('cmnd', '+')],
    qos: 0,
    report: (measurement) => [
      json(topic('tele', 'STATE'), stateOf(measurement)),
      json(topic('tele', 'SENSOR'), sensorOf(measurement)),
    ],
    hear({ topic: at, payload }, handle) {
      const command = at.slice(topic('cmnd', '').length).toUpperCase()
      const result = (value: object) => [json(topic('stat', 'RESULT'), value)]
      if (command === 'STATE') return result(stateOf(handle.measure()))
      if (command === 'STATUS') return status(payload.trim(), handle.measure())
      if ((command !== 'POWER' && command !== 'POWER1') || !hasRelay)
        return result({ Command: 'Unknown' })
      const before = handle.measure()
      const wanted = wantedState(payload, before.on)
      if (wanted === undefined) return result({ Command: 'Error' })
      if (wanted !== null) handle.switchRelay(wanted)
      const after = handle.measure()
      const answer = [
        ...result(power(after.on)),
        { topic: topic('stat', 'POWER'), payload: power(after.on).POWER },
      ]
      if (after.on === before.on) return answer
      return [
        ...answer,
        json(topic('tele', 'STATE'), stateOf(after)),
        json(topic('tele', 'SENSOR'), sensorOf(after)),
      ]
    },
  }

  function status(which: string, measurement: Measurement): readonly Message[] {
    if (which === '8' || which === '10')
      return [json(topic('stat', `STATUS${which}`), { StatusSNS: sensorOf(measurement) })]
    if (which === '11')
      return [json(topic('stat', 'STATUS11'), { StatusSTS: stateOf(measurement) })]
    return [json(topic('stat', 'RESULT'), { Command: 'Error' })]
  }
}

/** Wh as Tasmota prints kWh. */
function kWh(micros: bigint): number {
  return fixed(micros, 0) / 1_000
}

/** True and false as wished, null where it is only asked for, undefined where it makes no sense. */
function wantedState(payload: string, on: boolean): boolean | null | undefined {
  switch (payload.trim().toUpperCase()) {
    case '':
      return null
    case '0':
    case 'OFF':
    case 'FALSE':
      return false
    case '1':
    case 'ON':
    case 'TRUE':
      return true
    case '2':
    case 'TOGGLE':
      return !on
    default:
      return undefined
  }
}

/** As Tasmota writes it: days, then T and the time. */
function uptimeText(seconds: number): string {
  const time = new Date((seconds % 86_400) * 1_000).toISOString().slice(11, 19)
  return `${Math.floor(seconds / 86_400)}T${time}`
}
