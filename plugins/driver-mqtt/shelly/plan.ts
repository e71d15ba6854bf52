import type { PointBinding, PointRole } from '@busbar/core/contracts'
import { compilePointer, parseJson, resolvePointer } from '../decode/json.ts'
import type { Open, Opened, PointPlan, PointRead, RelayPlan, TopicBinding } from '../decode/plan.ts'
import { converter, stateOf } from '../decode/scalar.ts'
import { timeReader } from '../decode/time.ts'
import type { Settings, ShellyAddress } from '../settings.ts'

/*
 * Shelly Gen2 and later, as documented at shelly-api-docs.shelly.cloud (MQTT, RPC protocol):
 * notifications at <id>/events/rpc with their time in params.ts, states at <id>/status/<component>
 * without one, the will at <id>/online, requests to <id>/rpc answered at <src>/rpc.
 */

const EPOCH = timeReader('epoch-seconds', 'UTC')
const NOTIFICATIONS = ['NotifyStatus', 'NotifyFullStatus']

/** Pointers by kind of component and role; energies are Wh. */
const DEFAULTS: Readonly<Record<string, Partial<Record<PointRole, string>>>> = {
  switch: {
    register: '/aenergy/total',
    power: '/apower',
    current: '/current',
    relay: '/output',
  },
  pm1: { register: '/aenergy/total', power: '/apower', current: '/current' },
  em: { power: '/total_act_power', current: '/total_current' },
  emdata: { register: '/total_act' },
  em1: { power: '/act_power', current: '/current' },
  em1data: { register: '/total_act_energy' },
}

/** @throws Error when the address cannot be used. */
export function planShelly(
  binding: PointBinding,
  address: ShellyAddress,
  settings: Settings,
): PointPlan {
  if (binding.role === 'online') return { binding, topics: [onlineBinding(binding, address)] }
  const component = address.component ?? (binding.role === 'relay' ? 'switch:0' : undefined)
  if (component === undefined)
    throw new Error('A Shelly point needs a "component", such as "switch:0" or "emdata:0".')
  const kind = component.split(':')[0] ?? component
  const text = address.pointer ?? DEFAULTS[kind]?.[binding.role]
  if (text === undefined) throw new Error(`A ${binding.role} of "${component}" needs a "pointer".`)
  const pointer = compilePointer(text)
  const exponent =
    address.decimalExponent ?? (binding.role === 'register' && binding.unit === 'kWh' ? -3 : 0)
  const inDevice = {
    source: address.device,
    pointId: binding.pointId,
    locate: (document: unknown) => resolvePointer(document, [component, ...pointer]),
    convert: converter({ role: binding.role, unit: binding.unit, exponent }),
  }
  const topics: TopicBinding[] = [
    {
      ...inDevice,
      topic: `${address.device}/events/rpc`,
      envelope: 'shelly-notification',
      open: openNotification,
    },
    {
      ...inDevice,
      topic: `${address.device}/status/${component}`,
      envelope: 'shelly-status',
      open: openStatus,
      locate: (document) => resolvePointer(document, pointer),
    },
  ]
  const read = readPlan(address, settings, inDevice)
  if (binding.role !== 'relay') return { binding, topics, read }
  return { binding, topics, read, relay: relayPlan(address, component, settings) }
}

function onlineBinding(binding: PointBinding, address: ShellyAddress): TopicBinding {
  return {
    topic: `${address.device}/online`,
    source: address.device,
    envelope: 'shelly-text',
    open: (text) => ({ document: text, at: null, quality: 'good' }),
    keptByBroker: true,
    pointId: binding.pointId,
    locate: (document) => document,
    convert: converter({ role: 'online', unit: '', exponent: 0 }),
  }
}

const openNotification: Open = (text, receivedAt): Opened | null => {
  const message = parseJson(text)
  const method = resolvePointer(message, ['method'])
  if (typeof method !== 'string') throw new Error('The notification names no method.')
  if (!NOTIFICATIONS.includes(method)) return null
  const document = resolvePointer(message, ['params'])
  const { at, sure } = EPOCH(resolvePointer(document, ['ts']), receivedAt)
  return { document, at, quality: sure ? 'good' : 'uncertain' }
}

const openStatus: Open = (text): Opened => {
  const document = parseJson(text)
  if (document === null || typeof document !== 'object')
    throw new Error('The status is no JSON object.')
  return { document, at: null, quality: 'good' }
}

/** The result of the answer to our request; undefined when it answers another. */
function answerOf(
  text: string,
  requestId: number,
): { readonly result?: unknown; readonly error?: unknown } | undefined {
  const answer = parseJson(text)
  if (resolvePointer(answer, ['id']) !== requestId) return undefined
  const error = resolvePointer(answer, ['error'])
  return error === undefined ? { result: resolvePointer(answer, ['result']) } : { error }
}

function request(
  address: ShellyAddress,
  settings: Settings,
  body: { readonly id: number; readonly method: string; readonly params?: object },
) {
  return {
    topic: `${address.device}/rpc`,
    payload: JSON.stringify({ src: settings.replyPrefix, ...body }),
  }
}

function readPlan(
  address: ShellyAddress,
  settings: Settings,
  at: Pick<TopicBinding, 'locate' | 'convert'>,
): PointRead {
  return {
    device: address.device,
    request: (id) => request(address, settings, { id, method: 'Shelly.GetStatus' }),
    answerTopics: [`${settings.replyPrefix}/rpc`],
    take: ({ text, receivedAt }, requestId) => {
      const result = answerOf(text, requestId)?.result
      const value = result === undefined ? undefined : at.convert(at.locate(result))
      if (value === undefined) return undefined
      const time = resolvePointer(result, ['sys', 'unixtime'])
      const known = time !== undefined && time !== null
      return { value, at: known ? EPOCH(time, receivedAt).at : null }
    },
  }
}

function relayPlan(address: ShellyAddress, component: string, settings: Settings): RelayPlan {
  const switchId = Number(component.split(':')[1] ?? 0)
  return {
    device: address.device,
    online: { topic: `${address.device}/online`, read: (text) => stateOf(text) },
    answerTopics: [`${settings.replyPrefix}/rpc`],
    command: (on, id) =>
      request(address, settings, { id, method: 'Switch.Set', params: { id: switchId, on } }),
    query: (id) =>
      request(address, settings, { id, method: 'Switch.GetStatus', params: { id: switchId } }),
    read: ({ text }, requestId) => {
      const answer = answerOf(text, requestId)
      if (answer === undefined) return undefined
      if (answer.error !== undefined) return { kind: 'refused', detail: detailOf(answer.error) }
      return { kind: 'accepted' }
    },
    readBack: ({ text }, requestId) => {
      const output = resolvePointer(answerOf(text, requestId)?.result, ['output'])
      return typeof output === 'boolean' ? output : undefined
    },
  }
}

function detailOf(error: unknown): string {
  const message = resolvePointer(error, ['message'])
  return `The device answered: ${String(message ?? JSON.stringify(error)).slice(0, 200)}`
}
