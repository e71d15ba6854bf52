import { decodeFrame, type Peer } from '@busbar/bacnet/frames'
import { MAX_APDU, OBJECT, WILDCARD_INSTANCE } from '@busbar/bacnet/numbers'
import {
  ABORT,
  ERROR,
  encodeAbort,
  encodeError,
  encodeIAm,
  encodeIHave,
  encodeReadAnswer,
  encodeReadMultipleAnswer,
  encodeReadResults,
  encodeReject,
  encodeSimpleAck,
  REJECT,
} from '@busbar/bacnet/replies'
import { type Call, decodeRequest, type Limits, type Request } from '@busbar/bacnet/requests'
import type { ObjectId } from '@busbar/bacnet/tags'
import { keyOf } from './building.ts'
import { type DeviceState, deviceId, deviceName, deviceProperties } from './device.ts'
import type { Orders } from './orders.ts'
import { expand, type Properties, propertiesOf, readOrError } from './properties.ts'
import { tellsChanges } from './shapes.ts'
import type { Subscriptions } from './subscriptions.ts'
import type { Writes } from './writes.ts'

type Asked = Extract<Request, { readonly kind: 'call' }>

export interface Server {
  /** Takes a datagram, whatever it is. */
  receive(bytes: Buffer, sender: { readonly host: string; readonly port: number }): void
  iAm(): Buffer
}

export interface ServerOptions {
  /** Undefined until the building is known: until then nobody is answered. */
  readonly state: () => DeviceState | undefined
  readonly readers: readonly string[]
  readonly orders: Orders
  readonly writes: Writes
  readonly subscriptions: Subscriptions
  readonly send: (to: Peer, apdu: Buffer) => void
  readonly onMalformed: (source: string, reason: string) => void
  readonly onRequest: () => void
  readonly device: { readonly instance: number; readonly vendorId: number }
}

/** Answers what building management systems ask. Nothing that arrives makes it throw. */
export function createServer(options: ServerOptions): Server {
  const { orders, writes, subscriptions, send, device } = options
  const readers = new Set(options.readers)
  const iAm = () => encodeIAm({ ...device, maxApdu: MAX_APDU })

  function receive(bytes: Buffer, sender: { host: string; port: number }): void {
    const state = options.state()
    if (state === undefined || (readers.size > 0 && !readers.has(sender.host))) return
    const malformed = (reason: string) =>
      options.onMalformed(`${sender.host}:${sender.port}`, reason)
    try {
      const frame = decodeFrame(bytes, sender)
      if (frame.kind !== 'apdu') return
      const request = decodeRequest(frame.apdu)
      if (request.kind === 'invalid') malformed(request.reason)
      answer(state, request, frame)
    } catch (thrown) {
      malformed(thrown instanceof Error ? thrown.message : 'cannot be read')
    }
  }

  function answer(
    state: DeviceState,
    request: Request,
    {
      from,
      direct,
      apdu,
    }: { readonly from: Peer; readonly direct: boolean; readonly apdu: Buffer },
  ): void {
    if (request.kind === 'who-is') {
      if (isAmong(state, request.limits)) send(from, iAm())
    } else if (request.kind === 'who-has') {
      if (isAmong(state, request.limits)) tellWhere(state, from, request.wanted)
    } else if (direct && request.kind !== 'ignored') {
      // Whoever is asked by broadcast, or by way of others, cannot be asked to confirm.
      if (request.kind === 'outcome') subscriptions.outcome(from, request.invokeId)
      else if (request.kind === 'call') call(state, request, { from, apdu })
      else send(from, refusalOf(request))
    }
  }

  function call(
    state: DeviceState,
    asked: Asked,
    { from, apdu }: { readonly from: Peer; readonly apdu: Buffer },
  ): void {
    options.onRequest()
    const { invokeId, service, call: wanted } = asked
    const reply = (error: Parameters<typeof encodeError>[2] | undefined): void =>
      send(
        from,
        error === undefined
          ? encodeSimpleAck(invokeId, service)
          : encodeError(invokeId, service, error),
      )
    if (wanted.kind === 'write') {
      void writes.handle({ from, invokeId, apdu, call: wanted }).then((outcome) => {
        if (outcome !== 'repeated') reply(outcome)
      })
    } else if (wanted.kind === 'subscribe') reply(subscribe(state, from, wanted))
    else {
      const answered = read(state, asked)
      const tooLong = answered.length > Math.min(asked.maxApdu, MAX_APDU)
      send(from, tooLong ? encodeAbort(invokeId, ABORT.segmentationNotSupported) : answered)
    }
  }

  function subscribe(
    state: DeviceState,
    peer: Peer,
    { object, processId, wanted }: Extract<Call, { readonly kind: 'subscribe' }>,
  ) {
    if (wanted === undefined) {
      subscriptions.cancel({ peer, processId, object })
      return undefined
    }
    if (isDevice(state, object)) return ERROR.notCovProperty
    const served = state.building.objects.get(keyOf(object))
    if (served === undefined) return ERROR.unknownObject
    if (!tellsChanges(served.shape)) return ERROR.notCovProperty
    return subscriptions.add({ peer, processId, object, ...wanted })
      ? undefined
      : ERROR.noSpaceForSubscription
  }

  function read(state: DeviceState, { invokeId, maxApdu, call: wanted }: Asked): Buffer {
    if (wanted.kind === 'read') {
      const { property, index } = wanted
      const [id, properties] = objectOf(state, wanted.object)
      const outcome = readOrError(properties, { property, index })
      return encodeReadAnswer(invokeId, id, { property, index, outcome })
    }
    if (wanted.kind !== 'read-multiple') return Buffer.alloc(0)
    const parts: Buffer[] = []
    let size = 0
    for (const { object, properties: refs } of wanted.specs) {
      // What cannot be sent need not be made.
      if (size > maxApdu) break
      const [id, properties] = objectOf(state, object)
      const results = refs
        .flatMap((ref) => expand(properties, ref))
        .map((ref) => ({ ...ref, outcome: readOrError(properties, ref) }))
      const part = encodeReadResults(id, results)
      size += part.length
      parts.push(part)
    }
    return encodeReadMultipleAnswer(invokeId, parts)
  }

  function objectOf(state: DeviceState, object: ObjectId): [ObjectId, Properties | undefined] {
    if (isDevice(state, object)) return [deviceId(state.settings), deviceProperties(state)]
    const served = state.building.objects.get(keyOf(object))
    if (served === undefined) return [object, undefined]
    const array = served.shape === 'command' ? orders.arrayOf(served) : undefined
    return [object, propertiesOf(served, array)]
  }

  function tellWhere(state: DeviceState, from: Peer, wanted: ObjectId | string): void {
    const own = deviceId(state.settings)
    const found =
      typeof wanted === 'string'
        ? wanted === deviceName(state)
          ? { id: own, name: wanted }
          : state.building.byName.get(wanted)
        : keyOf(wanted) === keyOf(own)
          ? { id: own, name: deviceName(state) }
          : state.building.objects.get(keyOf(wanted))
    if (found !== undefined)
      send(from, encodeIHave({ device: own, object: found.id, name: found.name }))
  }

  return { receive, iAm }
}

const isAmong = ({ settings }: DeviceState, { low, high }: Limits): boolean =>
  settings.deviceInstance >= low && settings.deviceInstance <= high

const isDevice = ({ settings }: DeviceState, { type, instance }: ObjectId): boolean =>
  type === OBJECT.device && (instance === settings.deviceInstance || instance === WILDCARD_INSTANCE)

function refusalOf(
  request: Extract<Request, { readonly kind: 'segmented' | 'unsupported' | 'invalid' }>,
): Buffer {
  const { invokeId } = request
  switch (request.kind) {
    case 'segmented':
      return encodeAbort(invokeId, ABORT.segmentationNotSupported)
    case 'unsupported':
      return encodeReject(invokeId, REJECT.unrecognizedService)
    default:
      return encodeReject(invokeId, REJECT.other)
  }
}
