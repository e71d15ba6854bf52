import type { PointBinding, Quality } from '@busbar/core/contracts'
import { compilePointer, parseJson, resolvePointer } from '../decode/json.ts'
import type { Open, Opened, PointPlan, PointRead, RelayPlan, TopicBinding } from '../decode/plan.ts'
import { converter, type StateWords, stateOf } from '../decode/scalar.ts'
import { timeReader } from '../decode/time.ts'
import type { JsonAddress, JsonDecoder, JsonDecoderValue, Settings } from '../settings.ts'

/**
 * What the wildcards of an MQTT topic filter stand for in a topic; undefined when they differ.
 * `+` is one level, a final `#` is any number (MQTT 3.1.1, section 4.7).
 */
export function matchTopic(filter: string, topic: string): readonly string[] | undefined {
  const wanted = filter.split('/')
  const levels = topic.split('/')
  const taken: string[] = []
  for (const [index, token] of wanted.entries()) {
    if (token === '#') return [...taken, levels.slice(index).join('/')]
    const level = levels[index]
    if (level === undefined) return undefined
    if (token === '+') taken.push(level)
    else if (token !== level) return undefined
  }
  return wanted.length === levels.length ? taken : undefined
}

/** Puts what the wildcards stood for into `{1}`, `{2}`, …. */
export function fillTopic(template: string, taken: readonly string[]): string {
  return template.replaceAll(
    /\{(\d)\}/g,
    (whole, digit: string) => taken[Number(digit) - 1] ?? whole,
  )
}

/** @throws Error when the address cannot be used. */
export function planJson(
  binding: PointBinding,
  address: JsonAddress,
  settings: Settings,
): PointPlan {
  const found = settings.decoders
    .map((decoder) => ({ decoder, taken: matchTopic(decoder.topic, address.topic) }))
    .find(({ taken }) => taken !== undefined)
  const decoder = found?.decoder
  const taken = found?.taken ?? []
  if (binding.role === 'online')
    return { binding, topics: [onlineBinding(binding, address, decoder, taken)] }
  const value = decoderValue(address, decoder)
  const pointer = compilePointer(value.pointer)
  const words = wordsOf(value)
  const topic: TopicBinding = {
    topic: address.topic,
    source: address.topic,
    envelope: 'json',
    open: opener(decoder, settings.timeZone),
    pointId: binding.pointId,
    locate: (document) => resolvePointer(document, pointer),
    convert: converter({
      role: binding.role,
      unit: binding.unit,
      exponent: address.decimalExponent ?? value.decimalExponent ?? 0,
      words,
    }),
  }
  const read = readPlan(topic, decoder, taken)
  const relay = binding.role === 'relay' ? relayPlan(topic, decoder, taken) : undefined
  return {
    binding,
    topics: [topic],
    ...(read === undefined ? {} : { read }),
    ...(relay === undefined ? {} : { relay }),
  }
}

function decoderValue(address: JsonAddress, decoder: JsonDecoder | undefined): JsonDecoderValue {
  if (address.pointer !== undefined) return { pointer: address.pointer }
  const name = address.value ?? ''
  const value =
    decoder?.values !== undefined && Object.hasOwn(decoder.values, name)
      ? decoder.values[name]
      : undefined
  if (value === undefined)
    throw new Error(
      `No decoder of the connection has a value "${name}" for topic "${address.topic}": add it there, or give a "pointer".`,
    )
  return value
}

function wordsOf(value: { on?: readonly string[]; off?: readonly string[] }) {
  return value.on === undefined || value.off === undefined
    ? undefined
    : { on: value.on, off: value.off }
}

function onlineBinding(
  binding: PointBinding,
  address: JsonAddress,
  decoder: JsonDecoder | undefined,
  taken: readonly string[],
): TopicBinding {
  const words = decoder?.online === undefined ? undefined : wordsOf(decoder.online)
  return {
    // Without a decoder's will topic, the address itself is one.
    topic: decoder?.online === undefined ? address.topic : fillTopic(decoder.online.topic, taken),
    source: address.topic,
    envelope: 'json-text',
    open: (text) => ({ document: text, at: null, quality: 'good' }),
    keptByBroker: true,
    pointId: binding.pointId,
    locate: (document) => document,
    convert: converter({ role: 'online', unit: '', exponent: 0, words }),
  }
}

function opener(decoder: JsonDecoder | undefined, zone: string): Open {
  const time =
    decoder?.time === undefined
      ? undefined
      : {
          pointer: compilePointer(decoder.time.pointer),
          read: timeReader(decoder.time.format, zone),
        }
  const quality = qualityReader(decoder?.quality)
  const withProperties = decoder?.withProperties === true
  return (text, receivedAt, properties): Opened => {
    const payload = parseJson(text)
    const document = withProperties ? { ...properties, payload } : payload
    if (time === undefined) return { document, at: null, quality: quality(document) }
    const { at, sure } = time.read(resolvePointer(document, time.pointer), receivedAt)
    const said = quality(document)
    return { document, at, quality: sure || said === 'bad' ? said : 'uncertain' }
  }
}

function qualityReader(rule: JsonDecoder['quality']): (document: unknown) => Quality {
  if (rule === undefined) return () => 'good'
  const pointer = compilePointer(rule.pointer)
  return (document) => {
    const said = String(resolvePointer(document, pointer))
    if (rule.bad?.includes(said)) return 'bad'
    return rule.uncertain?.includes(said) ? 'uncertain' : 'good'
  }
}

function readPlan(
  state: TopicBinding,
  decoder: JsonDecoder | undefined,
  taken: readonly string[],
): PointRead | undefined {
  const query = decoder?.query
  if (query === undefined) return undefined
  return {
    device: state.topic,
    request: () => ({ topic: fillTopic(query.topic, taken), payload: query.payload }),
    answerTopics: [state.topic],
    take: ({ text, receivedAt }) => {
      const opened = state.open(text, receivedAt)
      const value = opened === null ? undefined : state.convert(state.locate(opened.document))
      return value === undefined || opened === null ? undefined : { value, at: opened.at }
    },
  }
}

/** A relay is planned only where it can be read back. */
function relayPlan(
  state: TopicBinding,
  decoder: JsonDecoder | undefined,
  taken: readonly string[],
): RelayPlan | undefined {
  const command = decoder?.command
  const query = decoder?.query
  if (command === undefined || query === undefined) return undefined
  const online = decoder?.online
  const words: StateWords | undefined = online === undefined ? undefined : wordsOf(online)
  const stateIn = (text: string) => {
    const on = state.convert(state.locate(parseJson(text)))
    return typeof on === 'boolean' ? on : undefined
  }
  return {
    device: state.topic,
    ...(online === undefined
      ? {}
      : {
          online: {
            topic: fillTopic(online.topic, taken),
            read: (text) => stateOf(text, words),
          },
        }),
    answerTopics: [state.topic],
    command: (on) => ({
      topic: fillTopic(command.topic, taken),
      payload: on ? command.on : command.off,
    }),
    query: () => ({ topic: fillTopic(query.topic, taken), payload: query.payload }),
    read: ({ text }) => {
      const on = stateIn(text)
      return on === undefined ? undefined : { kind: 'state', on }
    },
    readBack: ({ text }) => stateIn(text),
  }
}
