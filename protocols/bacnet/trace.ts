import {
  type Answer,
  type Apdu,
  type DeviceError,
  decodeApdu,
  type PropertyValue,
  SERVICE,
} from './apdu.ts'
import { decodeFrame, peerKey } from './frames.ts'
import { OBJECT, PROPERTY } from './numbers.ts'
import { ERROR } from './replies.ts'
import { type Call, decodeRequest, type Request } from './requests.ts'
import { scalarOf } from './scalars.ts'
import type { ObjectId, Tag } from './tags.ts'

/** What a trace is to these functions; contracts have it in full. */
export interface Trace {
  readonly isOn: boolean
  add(entry: ApduWords & { readonly direction: 'in' | 'out'; readonly peer: string }): void
}

/** An APDU in words, for a person. */
export interface ApduWords {
  readonly summary: string
  /** A line for each value, and the octets as hexadecimal digits. */
  readonly detail: string
}

const OCTETS = 600
const LINES = 25
const TEXT_LENGTH = 200

/** Writes down a datagram that came. */
export function traceDatagram(
  trace: Trace | undefined,
  bytes: Buffer,
  sender: { readonly host: string; readonly port: number },
): void {
  if (trace?.isOn !== true) return
  const heard = { direction: 'in', peer: `${sender.host}:${sender.port}` } as const
  const detail = hexOf(bytes)
  try {
    const frame = decodeFrame(bytes, sender)
    if (frame.kind === 'apdu')
      trace.add({ ...heard, peer: peerKey(frame.from), ...wordsOf(frame.apdu) })
    else
      trace.add({
        ...{ ...heard, detail },
        summary: frame.kind === 'result' ? `BVLC-Result ${frame.code}` : `ignored: ${frame.why}`,
      })
  } catch (thrown) {
    trace.add({ ...heard, summary: `no BACnet/IP: ${reasonOf(thrown)}`, detail })
  }
}

/** Writes down an APDU that is sent. @param peer as `peerKey` has it */
export function traceSent(trace: Trace | undefined, peer: string, apdu: Buffer): void {
  if (trace?.isOn === true) trace.add({ direction: 'out', peer, ...wordsOf(apdu) })
}

/** An APDU in words, whoever sent it to whom: what makes no sense is said to make none. */
export function wordsOf(apdu: Buffer): ApduWords {
  const { said, lines } = tellOf(apdu)
  const shown = lines.slice(0, LINES)
  return { summary: said, detail: [...shown, hexOf(apdu)].join('\n') }
}

interface Told {
  readonly said: string
  readonly lines: readonly string[]
}

function tellOf(apdu: Buffer): Told {
  const [type = 0xff, second = -1] = apdu
  const kind = type >> 4
  try {
    if (kind === 4) return told(`SegmentACK #${second}`)
    // What a client asks, and what a server or a device says by itself.
    const isAsked = kind === 0 && (type & 8) === 0 && apdu[3] !== SERVICE.covConfirmed
    const isSearch = kind === 1 && (second === 7 || second === 8)
    return isAsked || isSearch
      ? requestWords(decodeRequest(apdu), apdu)
      : apduWords(decodeApdu(apdu))
  } catch (thrown) {
    return told(`APDU of type ${kind} ${reasonOf(thrown)}`)
  }
}

const told = (said: string, lines: readonly string[] = []): Told => ({ said, lines })

function requestWords(request: Request, apdu: Buffer): Told {
  switch (request.kind) {
    case 'call': {
      const { said, lines } = callWords(request.call)
      return told(`${serviceName(request.service)} #${request.invokeId} ${said}`, lines)
    }
    case 'who-is':
      return told(`Who-Is ${rangeOf(request.limits)}`)
    case 'who-has':
      return told(
        `Who-Has ${typeof request.wanted === 'string' ? request.wanted : objectName(request.wanted)}`,
      )
    case 'invalid':
      return told(`request #${request.invokeId} ${request.reason}`)
    case 'unsupported':
      return told(`${serviceName(apdu[3])} #${request.invokeId}`)
    default:
      return told('request')
  }
}

function callWords(call: Call): Told {
  switch (call.kind) {
    case 'read':
      return told(placeOf(call.object, call))
    case 'read-multiple': {
      const all = call.specs.flatMap(({ object, properties }) =>
        properties.map((property) => placeOf(object, property)),
      )
      return told(someOf(all), all)
    }
    case 'write': {
      const priority = call.priority === undefined ? '' : `, priority ${call.priority}`
      return told(`${placeOf(call.object, call)} = ${valuesOf(call.values)}${priority}`)
    }
    default: {
      const { wanted } = call
      const how = wanted === undefined ? 'cancel' : `for ${wanted.lifetimeS} s`
      return told(`${objectName(call.object)}, ${how}`)
    }
  }
}

function apduWords(apdu: Apdu): Told {
  switch (apdu.kind) {
    case 'answer': {
      const service = apdu.service === undefined ? '' : `${serviceName(apdu.service)} `
      const { said, lines } = answerWords(apdu.answer)
      return told(`${service}#${apdu.invokeId} ${said}`, lines)
    }
    case 'segment':
      return told(
        `${serviceName(apdu.segment.service)} #${apdu.invokeId} segment ${apdu.segment.sequence}`,
      )
    case 'cov': {
      const { device, values } = apdu.notification
      const lines = values.map(propertyWords)
      const id = apdu.invokeId === undefined ? 'unconfirmed' : `#${apdu.invokeId}`
      return told(`COV-Notification ${id} of device ${device}: ${someOf(lines)}`, lines)
    }
    case 'i-am':
      return told(`I-Am device ${apdu.iAm.device}, vendor ${apdu.iAm.vendor}`)
    default:
      return told(
        `${apdu.invokeId === undefined ? 'unconfirmed service' : 'service'} ${apdu.service}`,
      )
  }
}

function answerWords(answer: Answer): Told {
  switch (answer.kind) {
    case 'done':
      return told('SimpleACK')
    case 'values': {
      const lines = answer.values.map(propertyWords)
      return told(`ComplexACK ${someOf(lines)}`, lines)
    }
    case 'range':
      return told(`ComplexACK ${objectName(answer.range.object)}, ${answer.range.itemCount} items`)
    case 'error':
      return told(`Error ${errorName(answer.error)}`)
    default:
      return told(`${answer.kind === 'reject' ? 'Reject' : 'Abort'}, reason ${answer.reason}`)
  }
}

function propertyWords({ object, values, error, ...property }: PropertyValue): string {
  const outcome = error === undefined ? valuesOf(values ?? []) : `Error ${errorName(error)}`
  return `${placeOf(object, property)} = ${outcome}`
}

function placeOf(
  object: ObjectId,
  { property, index }: { readonly property: number; readonly index: number | undefined },
): string {
  const name = nameIn(PROPERTY, property) ?? `property ${property}`
  return `${objectName(object)} ${name}${index === undefined ? '' : `[${index}]`}`
}

const objectName = ({ type, instance }: ObjectId): string =>
  `${nameIn(OBJECT, type) ?? `object-type ${type}`}:${instance}`

function serviceName(service: number | undefined): string {
  const name = nameIn(SERVICE, service)
  if (name === undefined) return `service ${service}`
  return name.replaceAll(/(^|-)([a-z])/g, (_, dash, letter: string) => dash + letter.toUpperCase())
}

function errorName({ errorClass, errorCode }: DeviceError): string {
  const known = Object.entries(ERROR).find(
    ([, pair]) => pair.errorClass === errorClass && pair.errorCode === errorCode,
  )
  const numbers = `class ${errorClass}, code ${errorCode}`
  return known === undefined ? numbers : `${kebab(known[0])} (${numbers})`
}

function nameIn(names: Readonly<Record<string, number>>, wanted: unknown): string | undefined {
  const found = Object.entries(names).find(([, number]) => number === wanted)
  return found === undefined ? undefined : kebab(found[0])
}

const kebab = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

function valuesOf(tags: readonly Tag[]): string {
  const texts = tags.map(textOf)
  return cut(texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`)
}

function textOf(tag: Tag): string {
  const scalar = scalarOf(tag)
  switch (scalar?.kind) {
    case undefined:
      return tag.children === undefined
        ? tag.source.toString('hex', tag.from, tag.to)
        : valuesOf(tag.children)
    case 'number':
      return scalar.text
    case 'text':
      return JSON.stringify(scalar.text)
    case 'boolean':
    case 'enumerated':
      return String(scalar.value)
    case 'bits':
      return scalar.bits.map(Number).join('')
    case 'object':
      return objectName(scalar.id)
    case 'date':
      return `${scalar.date.year}-${scalar.date.month}-${scalar.date.day}`
    case 'time':
      return `${scalar.time.hour}:${scalar.time.minute}:${scalar.time.second}`
    default:
      return 'null'
  }
}

function rangeOf({ low, high }: { readonly low: number; readonly high: number }): string {
  return low === 0 && high >= 0x3fffff ? 'everybody' : `${low} to ${high}`
}

function someOf([first = 'nothing', ...more]: readonly string[]): string {
  return more.length === 0 ? first : `${first} and ${more.length} more`
}

const cut = (text: string): string =>
  text.length > TEXT_LENGTH ? `${text.slice(0, TEXT_LENGTH)}…` : text

const hexOf = (bytes: Buffer): string =>
  `${bytes.subarray(0, OCTETS).toString('hex')}${bytes.length > OCTETS ? '…' : ''}`

const reasonOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : 'cannot be read'
