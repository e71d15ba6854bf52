import type { PointBinding, PointRole } from '@busbar/core/contracts'
import { compilePointer, type Pointer, parseJson, resolvePointer } from '../decode/json.ts'
import type {
  Open,
  Opened,
  PointPlan,
  PointRead,
  RelayPlan,
  RelaySaying,
  TopicBinding,
} from '../decode/plan.ts'
import { converter, stateOf } from '../decode/scalar.ts'
import { type TimeReader, timeReader } from '../decode/time.ts'
import type { Settings, TasmotaAddress } from '../settings.ts'

/*
 * Tasmota, as documented at tasmota.github.io/docs (MQTT, Commands): telemetry at tele/…/SENSOR and
 * tele/…/STATE, answers at stat/…/STATUS8, STATUS10, STATUS11, RESULT and POWER<n>, the will at
 * tele/…/LWT, commands at cmnd/…. Times are local to the device and carry no zone.
 */

const DEFAULT_POINTERS: Partial<Record<PointRole, string>> = {
  register: '/ENERGY/Total',
  power: '/ENERGY/Power',
  current: '/ENERGY/Current',
}

/** The topic of a device under the configured FullTopic. */
export function tasmotaTopic(
  fullTopic: string,
  prefix: 'tele' | 'stat' | 'cmnd',
  device: string,
  suffix: string,
): string {
  const base = fullTopic.replace('%prefix%', prefix).replace('%topic%', device)
  return `${base.endsWith('/') ? base : `${base}/`}${suffix}`
}

interface Context {
  readonly binding: PointBinding
  readonly address: TasmotaAddress
  readonly topic: (prefix: 'tele' | 'stat' | 'cmnd', suffix: string) => string
  readonly time: TimeReader
}

/** @throws Error when the address cannot be used. */
export function planTasmota(
  binding: PointBinding,
  address: TasmotaAddress,
  settings: Settings,
): PointPlan {
  const context: Context = {
    binding,
    address,
    topic: (prefix, suffix) =>
      tasmotaTopic(settings.tasmotaFullTopic, prefix, address.device, suffix),
    time: timeReader('local', settings.timeZone),
  }
  if (binding.role === 'online') return { binding, topics: [onlineBinding(context)] }
  return binding.role === 'relay' ? planRelay(context) : planSensor(context)
}

function onlineBinding({ binding, address, topic }: Context): TopicBinding {
  return {
    topic: topic('tele', 'LWT'),
    source: address.device,
    envelope: 'tasmota-text',
    open: openText,
    keptByBroker: true,
    pointId: binding.pointId,
    locate: (document) => document,
    convert: stateConverter(binding),
  }
}

const openText: Open = (text) => ({ document: text, at: null, quality: 'good' })

function stateConverter(binding: PointBinding) {
  return converter({ role: binding.role, unit: '', exponent: 0 })
}

/** JSON with its time beside the values, under `root`. */
function opener(time: TimeReader, root: Pointer): Open {
  return (text, receivedAt): Opened => {
    const document = resolvePointer(parseJson(text), root)
    if (document === null || typeof document !== 'object')
      throw new Error(`There is no object at "/${root.join('/')}".`)
    const raw = resolvePointer(document, ['Time'])
    if (raw === undefined) return { document, at: null, quality: 'good' }
    const { at, sure } = time(raw, receivedAt)
    return { document, at, quality: sure ? 'good' : 'uncertain' }
  }
}

function planSensor(context: Context): PointPlan {
  const { binding, address, topic } = context
  const text = address.pointer ?? DEFAULT_POINTERS[binding.role]
  if (text === undefined) throw new Error('A point of this role needs a "pointer".')
  const pointer = compilePointer(text)
  const common = {
    source: address.device,
    pointId: binding.pointId,
    locate: (document: unknown) => resolvePointer(document, pointer),
    convert: converter({
      role: binding.role,
      unit: binding.unit,
      exponent: address.decimalExponent ?? 0,
    }),
  }
  const live = opener(context.time, [])
  const asked = opener(context.time, ['StatusSNS'])
  const answers = [topic('stat', 'STATUS8'), topic('stat', 'STATUS10')]
  const topics: TopicBinding[] = [
    { ...common, topic: topic('tele', 'SENSOR'), envelope: 'tasmota', open: live },
    ...answers.map((answer) => ({ ...common, topic: answer, envelope: 'tasmota', open: asked })),
  ]
  const read: PointRead = {
    device: address.device,
    // 8 is answered by old and new firmware alike.
    request: () => ({ topic: topic('cmnd', 'STATUS'), payload: '8' }),
    answerTopics: answers,
    take: (message) => {
      const opened = asked(message.text, message.receivedAt)
      const value = opened === null ? undefined : common.convert(common.locate(opened.document))
      return value === undefined || opened === null ? undefined : { value, at: opened.at }
    },
  }
  return { binding, topics, read }
}

function planRelay(context: Context): PointPlan {
  const { binding, address, topic } = context
  const index = address.relay ?? 1
  // A device with one relay calls it POWER, one with several POWER1, POWER2, ….
  const names = index === 1 ? ['POWER', 'POWER1'] : [`POWER${index}`]
  const named = (document: unknown) =>
    names.map((name) => resolvePointer(document, [name])).find((value) => value !== undefined)
  const convert = stateConverter(binding)
  const common = { source: address.device, pointId: binding.pointId, convert }
  const state = { ...common, envelope: 'tasmota', locate: named }
  const status = opener(context.time, ['StatusSTS'])
  const plain = names.map((name) => topic('stat', name))
  const topics: TopicBinding[] = [
    { ...state, topic: topic('tele', 'STATE'), open: opener(context.time, []) },
    { ...state, topic: topic('stat', 'STATUS11'), open: status },
    ...plain.map((plainTopic) => ({
      ...common,
      topic: plainTopic,
      envelope: 'tasmota-text',
      open: openText,
      locate: (document: unknown) => document,
    })),
  ]
  const relay = relayPlan(context, { index, plain, named })
  const read: PointRead = {
    device: `${address.device} relay`,
    request: () => ({ topic: topic('cmnd', 'STATE'), payload: '' }),
    answerTopics: relay.answerTopics,
    take: (message) => {
      const value = relay.readBack(message, 0)
      return value === undefined ? undefined : { value, at: null }
    },
  }
  return { binding, topics, relay, read }
}

interface RelayWords {
  readonly index: number
  readonly plain: readonly string[]
  readonly named: (document: unknown) => unknown
}

function relayPlan({ address, topic }: Context, { index, plain, named }: RelayWords): RelayPlan {
  const result = topic('stat', 'RESULT')
  const status = topic('stat', 'STATUS11')
  const suffix = index === 1 ? 'POWER' : `POWER${index}`
  return {
    device: address.device,
    online: { topic: topic('tele', 'LWT'), read: (text) => stateOf(text) },
    answerTopics: [result, status, ...plain],
    command: (on) => ({ topic: topic('cmnd', suffix), payload: on ? 'ON' : 'OFF' }),
    query: () => ({ topic: topic('cmnd', 'STATE'), payload: '' }),
    read: (message) => {
      if (plain.includes(message.topic)) return saying(stateOf(message.text))
      if (message.topic !== result) return undefined
      const document = parseJson(message.text)
      const refused = resolvePointer(document, ['Command'])
      return refused === 'Error' || refused === 'Unknown'
        ? { kind: 'refused', detail: `The device answered "${refused}".` }
        : saying(stateOf(named(document)))
    },
    readBack: (message) => {
      if (message.topic !== result && message.topic !== status) return undefined
      const document = parseJson(message.text)
      const body = message.topic === status ? resolvePointer(document, ['StatusSTS']) : document
      // The answer to STATE carries the time; the answer to POWER is the power alone.
      return resolvePointer(body, ['Time']) === undefined ? undefined : stateOf(named(body))
    },
  }
}

function saying(on: boolean | undefined): RelaySaying | undefined {
  return on === undefined ? undefined : { kind: 'state', on }
}
