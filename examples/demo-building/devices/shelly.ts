import type { Dialect, Handle, Message } from './dialect.ts'
import { electric, fixed, rounded } from './electric.ts'
import type { Measurement } from './meter.ts'

/*
 * Shelly devices of the second generation, as documented at shelly-api-docs.shelly.cloud (MQTT, RPC protocol, Switch, EM,
 * EMData): notifications at <id>/events/rpc, states at <id>/status/<component> where they are switched on, the will at
 * <id>/online, requests at <id>/rpc answered at <src>/rpc.
 */

export interface ShellyOptions {
  readonly device: string
  /** A 1PM measures at its switch; a 3EM has em:0 and emdata:0, and a relay only by its add-on, which is switch:100. */
  readonly model: '1pm' | '3em'
  readonly hasRelay: boolean
  /** Publishes <id>/status/… too (the setting status_ntf, off when delivered). */
  readonly statusTopics?: boolean
}

/** Shares of the load on the three phases, in hundredths. */
const PHASES = [
  ['a', 40n],
  ['b', 35n],
  ['c', 25n],
] as const

interface Request {
  readonly id: number | string
  readonly src: string
  readonly method: string
  readonly params: Readonly<Record<string, unknown>>
}

type Components = Readonly<Record<string, Readonly<Record<string, unknown>>>>
type Answer =
  | { readonly result: unknown }
  | { readonly error: { readonly code: number; readonly message: string } }

/** The component that a relay of this model is. */
export function switchOf(model: ShellyOptions['model']): 'switch:0' | 'switch:100' {
  return model === '1pm' ? 'switch:0' : 'switch:100'
}

export function createShelly(options: ShellyOptions): Dialect {
  const { device, model, hasRelay, statusTopics = false } = options
  const switchKey = switchOf(model)
  const switchId = Number(switchKey.slice('switch:'.length))

  function components(measurement: Measurement): Components {
    if (model === '1pm') return { 'switch:0': switchStatus(measurement) }
    return {
      'em:0': emStatus(measurement),
      'emdata:0': emData(measurement),
      ...(hasRelay
        ? { [switchKey]: { id: switchId, source: 'MQTT', output: measurement.on } }
        : {}),
    }
  }

  function tell(measurement: Measurement): readonly Message[] {
    const parts = components(measurement)
    const params = { ts: measurement.at / 1_000, ...parts }
    const notification = { src: device, dst: `${device}/events`, method: 'NotifyStatus', params }
    return [
      { topic: `${device}/events/rpc`, payload: JSON.stringify(notification) },
      ...(statusTopics ? Object.entries(parts) : []).map(([name, status]) => ({
        topic: `${device}/status/${name}`,
        payload: JSON.stringify(status),
      })),
    ]
  }

  function answer({ method, params }: Request, handle: Handle): Answer {
    const status = () => components(handle.measure())
    const isSwitch = hasRelay && params.id === switchId
    switch (method) {
      case 'Shelly.GetStatus': {
        const { at } = handle.measure()
        return { result: { ...status(), sys: { unixtime: Math.floor(at / 1_000) } } }
      }
      case 'Switch.GetStatus':
        return isSwitch ? { result: status()[switchKey] } : noComponent('Switch', params.id)
      case 'Switch.Set':
        return isSwitch ? setSwitch(params.on, handle) : noComponent('Switch', params.id)
      case 'EM.GetStatus':
        return model === '3em' ? { result: status()['em:0'] } : noHandler(method)
      case 'EMData.GetStatus':
        return model === '3em' ? { result: status()['emdata:0'] } : noHandler(method)
      default:
        return noHandler(method)
    }
  }

  return {
    will: { topic: `${device}/online`, payload: 'false', retain: true },
    birth: { topic: `${device}/online`, payload: 'true', retain: true },
    subscriptions: [`${device}/rpc`],
    qos: 1,
    report: tell,
    hear({ payload }, handle) {
      const request = parseRequest(payload)
      if (request === undefined) return []
      const before = handle.measure().on
      const { id, src } = request
      const said = { id, src: device, dst: src, ...answer(request, handle) }
      const message = { topic: `${src}/rpc`, payload: JSON.stringify(said) }
      const after = handle.measure()
      return after.on === before ? [message] : [message, ...tell(after)]
    },
  }
}

function setSwitch(on: unknown, handle: Handle): Answer {
  if (typeof on !== 'boolean')
    return { error: { code: -103, message: "Invalid argument 'on': boolean expected!" } }
  const wasOn = handle.measure().on
  if (!handle.switchRelay(on)) return { error: { code: -109, message: 'Failed precondition!' } }
  return { result: { was_on: wasOn } }
}

function switchStatus({ at, rate, registerMicros, on }: Measurement) {
  const { watts, volts, amperes, powerFactor } = electric(rate)
  // mWh of the last three full minutes, as at the present power.
  const minute = Math.round((watts * 1_000) / 60)
  const minuteTs = Math.floor(at / 60_000) * 60
  return {
    id: 0,
    source: 'MQTT',
    output: on,
    apower: rounded(watts, 1),
    voltage: volts,
    freq: 50,
    current: rounded(amperes, 3),
    pf: powerFactor,
    aenergy: {
      total: fixed(registerMicros, 3),
      by_minute: [minute, minute, minute],
      minute_ts: minuteTs,
    },
    ret_aenergy: { total: 0, by_minute: [0, 0, 0], minute_ts: minuteTs },
    temperature: { tC: 47.3, tF: 117.1 },
  }
}

function emStatus({ rate }: Measurement) {
  const phases = PHASES.flatMap(([name, share]) => {
    const { watts, volts, amperes, voltAmperes, powerFactor } = electric(
      (rate * Number(share)) / 100,
    )
    return [
      [`${name}_current`, rounded(amperes, 3)],
      [`${name}_voltage`, volts],
      [`${name}_act_power`, rounded(watts, 1)],
      [`${name}_aprt_power`, rounded(voltAmperes, 1)],
      [`${name}_pf`, powerFactor],
      [`${name}_freq`, 50],
    ] as const
  })
  const total = electric(rate)
  return {
    id: 0,
    ...Object.fromEntries(phases),
    n_current: null,
    total_current: rounded(total.amperes, 3),
    total_act_power: rounded(total.watts, 3),
    total_aprt_power: rounded(total.voltAmperes, 3),
    user_calibrated_phase: [],
  }
}

/** Each phase is cut off by itself, so their sum may miss the total by the last digit, as real ones do. */
function emData({ registerMicros }: Measurement) {
  const phases = PHASES.flatMap(([name, share]) => [
    [`${name}_total_act_energy`, fixed((registerMicros * share) / 100n, 2)] as const,
    [`${name}_total_act_ret_energy`, 0] as const,
  ])
  return {
    id: 0,
    ...Object.fromEntries(phases),
    total_act: fixed(registerMicros, 2),
    total_act_ret: 0,
  }
}

function parseRequest(payload: string): Request | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(payload)
  } catch {
    return undefined
  }
  if (parsed === null || typeof parsed !== 'object') return undefined
  const { id, src, method, params } = parsed as Partial<Record<keyof Request, unknown>>
  if (typeof id !== 'number' && typeof id !== 'string') return undefined
  // Without a source there is nobody to answer.
  if (typeof src !== 'string' || typeof method !== 'string') return undefined
  const given = params !== null && typeof params === 'object' ? params : {}
  return { id, src, method, params: given as Request['params'] }
}

function noHandler(method: string): Answer {
  return { error: { code: 404, message: `No handler for ${method}` } }
}

function noComponent(kind: string, id: unknown): Answer {
  return {
    error: { code: -105, message: `Argument 'id', value ${String(id)} not found! (${kind})` },
  }
}
