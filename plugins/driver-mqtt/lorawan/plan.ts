import type { Instant, PointBinding } from '@busbar/core/contracts'
import type { Codec, Codecs } from '../codecs/registry.ts'
import { compilePointer, resolvePointer } from '../decode/json.ts'
import {
  type Opened,
  type PointPlan,
  type PointRead,
  type RelayPlan,
  readHeard,
  type TopicBinding,
  valueKey,
} from '../decode/plan.ts'
import { converter, type StateWords } from '../decode/scalar.ts'
import { timeReader } from '../decode/time.ts'
import type { LorawanAddress } from '../settings.ts'
import { NETWORKS, type Network, type NetworkUplink } from './networks.ts'

const RFC3339 = timeReader('rfc3339', 'UTC')

/** What devices call the two states of sockets and valves. */
const STATES: StateWords = {
  on: ['on', 'open', 'opened', 'true', '1'],
  off: ['off', 'close', 'closed', 'false', '0'],
}

/**
 * A point of a LoRaWAN device behind ChirpStack or The Things Stack.
 * @throws Error when the address cannot be used.
 */
export function planLorawan(
  binding: PointBinding,
  address: LorawanAddress,
  codecs: Codecs,
): PointPlan {
  const network = NETWORKS[address.format]
  const codec = address.codec === undefined ? undefined : codecs.named(address.codec)
  const pointer = compilePointer(address.pointer)
  const topic: TopicBinding = {
    topic: network.uplinkTopic(address),
    source: address.device,
    envelope: `${address.format} ${address.codec ?? ''}`,
    ...openers(network, codec),
    pointId: binding.pointId,
    locate: (document) => resolvePointer(document, pointer),
    convert: converter({
      ...{ role: binding.role, unit: binding.unit, exponent: address.decimalExponent ?? 0 },
      words: binding.role === 'relay' ? STATES : undefined,
    }),
  }
  const read = readPlan(binding, address, codec)
  const relay = binding.role === 'relay' ? relayPlan(binding, address, codec) : undefined
  return {
    ...{ binding, topics: [topic] },
    ...(read === undefined ? {} : { read }),
    ...(relay === undefined ? {} : { relay }),
  }
}

/** Reads at once; where a script does it, later. */
function openers(
  network: Network,
  codec: Codec | undefined,
): Pick<TopicBinding, 'open' | 'openLater'> {
  const plain = (text: string, receivedAt: Instant): Opened => {
    const uplink = network.uplink(text)
    return opened(uplink, receivedAt, { document: uplink.object, faults: [] })
  }
  if (codec === undefined) return { open: plain }
  const frameOf = (uplink: NetworkUplink, receivedAt: Instant) =>
    // A frame without a payload is a sign of life and no more.
    uplink.bytes === undefined
      ? undefined
      : { bytes: uplink.bytes, fPort: uplink.fPort, receivedAt }
  if ('decode' in codec)
    return {
      open(text, receivedAt) {
        const uplink = network.uplink(text)
        const frame = frameOf(uplink, receivedAt)
        return frame === undefined ? null : opened(uplink, receivedAt, codec.decode(frame))
      },
    }
  return {
    open: plain,
    async openLater(text, receivedAt) {
      const uplink = network.uplink(text)
      const frame = frameOf(uplink, receivedAt)
      if (frame === undefined) return null
      return opened(uplink, receivedAt, await codec.decodeLater(frame))
    },
  }
}

function opened(
  { time }: NetworkUplink,
  receivedAt: Instant,
  { document, faults }: { readonly document: unknown; readonly faults: readonly string[] },
): Opened {
  if (time === undefined || time === null) return { document, at: null, quality: 'good', faults }
  const { at, sure } = RFC3339(time, receivedAt)
  return { document, at, quality: sure ? 'good' : 'uncertain', faults }
}

/** Asks the device for a report, where its codec says how. */
function readPlan(
  binding: PointBinding,
  address: LorawanAddress,
  codec: Codec | undefined,
): PointRead | undefined {
  const query = codec?.query
  if (query === undefined) return undefined
  const bytes = Buffer.from(query.data, 'hex')
  return {
    device: `${address.format} ${address.application} ${address.device}`,
    request: () => NETWORKS[address.format].downlink(address, { fPort: query.fPort, bytes }),
    answerTopics: [valueKey(binding.pointId)],
    take: ({ text }) => readHeard(text),
  }
}

/** Only what the device itself reports confirms: an acknowledged frame says that it was heard. */
function relayPlan(
  binding: PointBinding,
  address: LorawanAddress,
  codec: Codec | undefined,
): RelayPlan {
  const network = NETWORKS[address.format]
  const name = compilePointer(address.pointer).at(-1) ?? ''
  const commands = codec?.commands
  const command =
    commands !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined)
    throw new Error(`No codec of this point has a command "${name}": a relay needs one.`)
  const failures = network.failureTopics(address)
  return {
    device: `${address.format} ${address.application} ${address.device}`,
    forbids: (on) =>
      on || address.deviceClass === 'C'
        ? undefined
        : 'A device of class A hears a command with its next uplink, when the intent may long have expired: it is not cut by command.',
    answerTopics: [valueKey(binding.pointId), ...failures],
    command: (on) => {
      const bytes = Buffer.from(on ? command.on : command.off, 'hex')
      return network.downlink(address, { fPort: command.fPort, bytes })
    },
    read: ({ topic, text }) => {
      if (failures.includes(topic)) return network.failure(text)
      const { value } = readHeard(text)
      return typeof value === 'boolean' ? { kind: 'state', on: value } : undefined
    },
    readBack: () => undefined,
  }
}
