import { EventEmitter } from 'node:events'
import { createRequire } from 'node:module'
import type { BACNetAppData, BACNetObjectID } from '@bacnet-js/client'

// Node and the tests' runner disagree about what an ES module sees of its CommonJS.
export const stackModule: typeof import('@bacnet-js/client') = createRequire(import.meta.url)(
  '@bacnet-js/client',
)

/** A property's value as the foreign stack encodes it; more than one for arrays and lists. */
export type Values = readonly BACNetAppData[]

export interface VirtualObject {
  readonly id: BACNetObjectID
  /** By property number; undefined: the device has an error instead. */
  readonly properties: Map<number, Values | undefined>
  /** By priority 1 to 16, for objects that are commanded. */
  readonly slots?: Map<number, BACNetAppData>
}

export interface WriteVerdict {
  readonly behaviour: 'answer' | 'refuse' | 'silent' | 'lie'
}

interface Subscriber {
  readonly receiver: { readonly address: string }
  readonly processId: number
  readonly confirmed: boolean
}

export interface VirtualDevice {
  readonly instance: number
  readonly objects: Map<string, VirtualObject>
  /** A frame as it would have come without a router between. */
  receive(frame: Buffer, from: string): void
  /** Tells whoever subscribed; one after the other for each change, tried again until acknowledged. */
  notify(object: VirtualObject): Promise<void>
  lastClient(): string | undefined
  subscriptions(): number
}

const PRESENT_VALUE = 85
const PRIORITY_ARRAY = 87
const STATUS_FLAGS = 111
const RETRIES = 40
const NULL: BACNetAppData = { type: 0, value: null }
const GOOD: Values = [{ type: 8, value: { bitsUsed: 4, value: [0] } }]

const keyOf = ({ type, instance }: BACNetObjectID) => `${type}:${instance}`

/** A device of the foreign stack, which encodes and decodes everything above the network layer. */
export function createVirtualDevice(options: {
  readonly instance: number
  readonly objects: readonly VirtualObject[]
  readonly send: (frame: Buffer, to: string) => void
  /** Asked before a relay moves. */
  readonly onWrite: (on: boolean | null) => Promise<WriteVerdict>
  readonly relinquishDefault?: number
  readonly maxProperties?: number
}): VirtualDevice {
  const { instance, send } = options
  const objects = new Map(options.objects.map((one) => [keyOf(one.id), one]))
  const subscribers = new Map<string, Subscriber>()
  let client: string | undefined
  const transport = Object.assign(new EventEmitter(), {
    getBroadcastAddress: () => '255.255.255.255',
    getMaxPayload: () => 1_482,
    open: () => undefined,
    close: () => undefined,
    send: (buffer: Buffer, length: number, to?: string) =>
      send(Buffer.from(buffer.subarray(0, length)), to ?? ''),
  })
  const stack = new stackModule.default({ transport, apduTimeout: 4_000 })
  const receiverOf = (header: unknown) => (header as { sender: { address: string } }).sender

  function readValue(id: BACNetObjectID, property: number, index: number): Values | undefined {
    const object = objects.get(keyOf(id))
    if (object === undefined) return undefined
    if (property === STATUS_FLAGS) return object.properties.get(STATUS_FLAGS) ?? GOOD
    if (property === PRIORITY_ARRAY && object.slots) {
      const all = Array.from({ length: 16 }, (_, at) => object.slots?.get(at + 1) ?? NULL)
      return index > 0 && index <= 16 ? [all[index - 1] ?? NULL] : all
    }
    const values = object.properties.get(property)
    if (values === undefined || index === 0xffffffff) return values
    const one = values[index - 1]
    return one && [one]
  }

  stack.on('whoIs', ({ header, payload }) => {
    const { lowLimit = 0, highLimit = 4_194_303 } = payload ?? {}
    if (instance < lowLimit || instance > highLimit) return
    stack.iAmResponse(receiverOf(header), instance, 3, 260)
  })
  stack.on('readProperty', ({ header, invokeId = 0, payload }) => {
    const { objectId, property } = payload
    const to = receiverOf(header)
    const values = readValue(objectId, property.id, property.index)
    if (values === undefined) stack.errorResponse(to, 12, invokeId, 2, 32)
    else stack.readPropertyResponse(to, invokeId, objectId, property, [...values])
  })
  stack.on('readPropertyMultiple', ({ header, invokeId = 0, payload }) => {
    const to = receiverOf(header)
    const count = payload.properties.reduce((sum, { properties }) => sum + properties.length, 0)
    // Segmentation not supported: what is too long is aborted, as by a small controller.
    if (count > (options.maxProperties ?? 60)) {
      const abort = Buffer.from([0x81, 10, 0, 9, 1, 0, 0x71, invokeId, 4])
      return send(abort, to.address)
    }
    const answer = payload.properties.map(({ objectId, properties }) => ({
      objectId,
      values: properties.map((property) => {
        const values = readValue(objectId, property.id, property.index)
        const error = { type: 'BacnetError', errorClass: 2, errorCode: 32 }
        return { property, value: values ? [...values] : [{ type: 0, value: error }] }
      }),
    }))
    stack.readPropertyMultipleResponse(to, invokeId, answer as never)
  })
  stack.on('writeProperty', ({ header, invokeId = 0, payload }) => {
    void write(receiverOf(header), invokeId, payload as never)
  })
  stack.on('subscribeCov', ({ header, invokeId = 0, payload }) => {
    const to = receiverOf(header)
    client = to.address
    const request = payload as unknown as {
      subscriberProcessId: number
      monitoredObjectId: BACNetObjectID
      cancellationRequest: boolean
      issueConfirmedNotifications?: boolean
    }
    const object = objects.get(keyOf(request.monitoredObjectId))
    if (object === undefined) return stack.errorResponse(to, 5, invokeId, 1, 31)
    const key = `${to.address} ${request.subscriberProcessId} ${keyOf(object.id)}`
    stack.simpleAckResponse(to, 5, invokeId)
    if (request.cancellationRequest) return void subscribers.delete(key)
    const subscriber = {
      receiver: { address: to.address },
      processId: request.subscriberProcessId,
      confirmed: request.issueConfirmedNotifications === true,
    }
    subscribers.set(key, subscriber)
    if (object.properties.get(PRESENT_VALUE) !== undefined) void tell(object, subscriber)
  })

  function command(
    { properties }: VirtualObject,
    slots: Map<number, BACNetAppData>,
    priority: number,
    on: boolean | null,
  ): void {
    if (on === null) slots.delete(priority)
    else slots.set(priority, { type: 9, value: on ? 1 : 0 })
    const [strongest] = [...slots].sort(([one], [other]) => one - other)
    const now = strongest?.[1] ?? { type: 9, value: options.relinquishDefault ?? 1 }
    properties.set(PRESENT_VALUE, [now])
  }

  async function write(
    to: { address: string },
    invokeId: number,
    { objectId, value }: { objectId: BACNetObjectID; value: { value: Values; priority: number } },
  ): Promise<void> {
    const object = objects.get(keyOf(objectId))
    const [wish = NULL] = value.value
    if (object?.slots === undefined) return stack.errorResponse(to, 15, invokeId, 2, 40)
    const on = wish.type === 0 ? null : wish.value === 1
    const { behaviour } = await options.onWrite(on)
    if (behaviour === 'silent') return
    if (behaviour === 'refuse') return stack.errorResponse(to, 15, invokeId, 2, 40)
    if (behaviour === 'answer') command(object, object.slots, value.priority, on)
    stack.simpleAckResponse(to, 15, invokeId)
    if (behaviour === 'answer') await notify(object)
  }

  async function tell(object: VirtualObject, subscriber: Subscriber): Promise<void> {
    const { receiver, processId, confirmed } = subscriber
    const value = object.properties.get(PRESENT_VALUE)
    if (value === undefined) return
    const values = [
      { property: { id: PRESENT_VALUE }, value: [...value] },
      {
        property: { id: STATUS_FLAGS },
        value: [...(readValue(object.id, STATUS_FLAGS, 0) ?? GOOD)],
      },
    ]
    if (!confirmed)
      return stack.unconfirmedCOVNotification(receiver, processId, instance, object.id, 60, values)
    for (let attempt = 0; attempt < RETRIES; attempt += 1) {
      const said = await stack
        .confirmedCOVNotification(receiver, object.id, processId, instance, 60, values as never)
        .then(() => true)
        .catch(() => false)
      if (said) return
    }
  }

  async function notify(object: VirtualObject): Promise<void> {
    const mine = [...subscribers].filter(([key]) => key.endsWith(` ${keyOf(object.id)}`))
    await Promise.all(mine.map(([, subscriber]) => tell(object, subscriber)))
  }

  return {
    ...{ instance, objects, notify },
    receive: (frame, from) => void transport.emit('message', frame, from),
    lastClient: () => client,
    subscriptions: () => subscribers.size,
  }
}
