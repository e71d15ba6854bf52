import { SERVICE } from './apdu.ts'
import { type Encodable, encodeContext, encodeGroup, encodeValue } from './encode.ts'
import type { ObjectId } from './tags.ts'

/** Error classes and codes of ASHRAE 135 clause 18, those that a server of values has. */
export const ERROR = {
  deviceBusy: { errorClass: 0, errorCode: 3 },
  operationalProblem: { errorClass: 0, errorCode: 25 },
  unknownObject: { errorClass: 1, errorCode: 31 },
  invalidDataType: { errorClass: 2, errorCode: 9 },
  unknownProperty: { errorClass: 2, errorCode: 32 },
  valueOutOfRange: { errorClass: 2, errorCode: 37 },
  writeAccessDenied: { errorClass: 2, errorCode: 40 },
  invalidArrayIndex: { errorClass: 2, errorCode: 42 },
  notCovProperty: { errorClass: 2, errorCode: 44 },
  notAnArray: { errorClass: 2, errorCode: 50 },
  noSpaceForSubscription: { errorClass: 3, errorCode: 20 },
} as const

export type ErrorPair = (typeof ERROR)[keyof typeof ERROR]

/** Reasons of clauses 18.9 and 18.10. */
export const REJECT = { other: 0, unrecognizedService: 9 } as const
export const ABORT = { segmentationNotSupported: 4 } as const

const COMPLEX_ACK = 0x30
const NOT_SEGMENTED = 3

export const unsigned = (value: number) => ({ kind: 'unsigned', value }) as const
export const enumerated = (value: number) => ({ kind: 'enumerated', value }) as const
export const objectValue = (id: ObjectId) => ({ kind: 'object', id }) as const

export function encodeIAm(device: {
  readonly instance: number
  readonly maxApdu: number
  readonly vendorId: number
}): Buffer {
  return Buffer.concat([
    Buffer.from([0x10, 0]),
    encodeValue(objectValue({ type: 8, instance: device.instance })),
    encodeValue(unsigned(device.maxApdu)),
    encodeValue(enumerated(NOT_SEGMENTED)),
    encodeValue(unsigned(device.vendorId)),
  ])
}

export function encodeIHave(found: {
  readonly device: ObjectId
  readonly object: ObjectId
  readonly name: string
}): Buffer {
  const { device, object, name } = found
  const values = [objectValue(device), objectValue(object), { kind: 'text', text: name } as const]
  return Buffer.concat([Buffer.from([0x10, 1]), ...values.map(encodeValue)])
}

export const encodeSimpleAck = (invokeId: number, service: number): Buffer =>
  Buffer.from([0x20, invokeId, service])

export const encodeReject = (invokeId: number, reason: number): Buffer =>
  Buffer.from([0x60, invokeId, reason])

/** By the server of the transaction. */
export const encodeAbort = (invokeId: number, reason: number): Buffer =>
  Buffer.from([0x71, invokeId, reason])

export function encodeError(invokeId: number, service: number, error: ErrorPair): Buffer {
  return Buffer.concat([Buffer.from([0x50, invokeId, service]), ...pairOf(error)])
}

const pairOf = ({ errorClass, errorCode }: ErrorPair): Buffer[] => [
  encodeValue(enumerated(errorClass)),
  encodeValue(enumerated(errorCode)),
]

/** One property, as it was asked for, and what it is. */
export interface ReadResult {
  readonly property: number
  readonly index: number | undefined
  readonly outcome: readonly Encodable[] | ErrorPair
}

const isError = (outcome: ReadResult['outcome']): outcome is ErrorPair => 'errorCode' in outcome

/** Of one property: its values, or the error that it has instead. */
export function encodeReadAnswer(
  invokeId: number,
  object: ObjectId,
  { property, index, outcome }: ReadResult,
): Buffer {
  const service = SERVICE.readProperty
  if (isError(outcome)) return encodeError(invokeId, service, outcome)
  return Buffer.concat([
    Buffer.from([COMPLEX_ACK, invokeId, service]),
    encodeContext(0, objectValue(object)),
    encodeContext(1, enumerated(property)),
    ...(index === undefined ? [] : [encodeContext(2, unsigned(index))]),
    encodeGroup(3, outcome.map(encodeValue)),
  ])
}

/** Of several properties of one object, to be part of {@link encodeReadMultipleAnswer}. */
export function encodeReadResults(object: ObjectId, results: readonly ReadResult[]): Buffer {
  const parts = results.flatMap(({ property, index, outcome }) => [
    encodeContext(2, enumerated(property)),
    ...(index === undefined ? [] : [encodeContext(3, unsigned(index))]),
    isError(outcome) ? encodeGroup(5, pairOf(outcome)) : encodeGroup(4, outcome.map(encodeValue)),
  ])
  return Buffer.concat([encodeContext(0, objectValue(object)), encodeGroup(1, parts)])
}

export function encodeReadMultipleAnswer(invokeId: number, parts: readonly Buffer[]): Buffer {
  const head = Buffer.from([COMPLEX_ACK, invokeId, SERVICE.readPropertyMultiple])
  return Buffer.concat([head, ...parts])
}

/** A notification of change of value. */
export function encodeNotification(told: {
  /** Undefined: unconfirmed. */
  readonly invokeId: number | undefined
  readonly processId: number
  readonly device: ObjectId
  readonly object: ObjectId
  /** 0 where the subscription has no end. */
  readonly secondsLeft: number
  readonly values: readonly {
    readonly property: number
    readonly values: readonly Encodable[]
  }[]
}): Buffer {
  const { invokeId, processId, device, object, secondsLeft } = told
  // Confirmed: no segments, answers of up to 1,476 octets.
  const head = invokeId === undefined ? [0x10, 2] : [0, 5, invokeId, SERVICE.covConfirmed]
  const list = told.values.flatMap(({ property, values }) => [
    encodeContext(0, enumerated(property)),
    encodeGroup(2, values.map(encodeValue)),
  ])
  return Buffer.concat([
    Buffer.from(head),
    encodeContext(0, unsigned(processId)),
    encodeContext(1, objectValue(device)),
    encodeContext(2, objectValue(object)),
    encodeContext(3, unsigned(secondsLeft)),
    encodeGroup(4, list),
  ])
}
