import type { BACNetAppData, BACNetObjectID } from '@bacnet-js/client'
import type { Device } from '../link.ts'
import type { Measurement } from '../meter.ts'
import type { Stack } from './library.ts'
import {
  type BacnetObject,
  isCommanded,
  NULL,
  PROPERTY,
  type Values,
  VENDOR_ID,
} from './objects.ts'
import type { Subscriber, Subscribers } from './subscribers.ts'

/** What a device answers with. */
export interface Served {
  readonly instance: number
  readonly objects: readonly BacnetObject[]
  readonly act: Device['act']
  readonly subscribers: Subscribers
  /** A property as things are; undefined where the object has none such. */
  allOf(object: BacnetObject, now: Measurement, property: number): Values | undefined
  /** Takes a command, or takes it back where it is Null; false where the relay refuses, and nothing has changed. */
  command(priority: number, wish: BACNetAppData): boolean
  notify(object: BacnetObject, now: Measurement, to: readonly Subscriber[]): Promise<void>
  /** Gives up a question whose answer would not fit into one frame. */
  abort(to: string, invokeId: number): void
}

const ALL_ELEMENTS = 0xffff_ffff
const NO_SEGMENTATION = 3
const MAX_PROPERTIES = 60
const HIGHEST_INSTANCE = 4_194_303
const PRIORITIES = 16
const ENUMERATED = 9
const SERVICE = { subscribeCov: 5, readProperty: 12, writeProperty: 15 } as const
/** Classes and codes of errors (clause 18). */
const UNKNOWN_OBJECT = [1, 31] as const
const UNKNOWN_PROPERTY = [2, 32] as const
const WRITE_ACCESS_DENIED = [2, 40] as const

interface Asked {
  readonly id: number
  readonly index: number
}

/** Lets a device answer what it is asked (ASHRAE 135, clauses 13, 15 and 16). */
export function serve(stack: Stack, served: Served): void {
  serveDiscovery(stack, served)
  serveReads(stack, served)
  serveReadsOfMany(stack, served)
  serveWrites(stack, served)
  serveSubscriptions(stack, served)
}

const senderOf = (header: unknown) =>
  (header as { readonly sender: { readonly address: string } }).sender

function find({ objects }: Served, { type, instance }: BACNetObjectID): BacnetObject | undefined {
  return objects.find(({ id }) => id.type === type && id.instance === instance)
}

function valuesOf(
  served: Served,
  { object, now, property }: { object: BacnetObject; now: Measurement; property: unknown },
): Values | undefined {
  const { id, index } = property as Asked
  const values = served.allOf(object, now, id)
  if (values === undefined || index === ALL_ELEMENTS) return values
  const one = values[index - 1]
  return one && [one]
}

function serveDiscovery(stack: Stack, { instance }: Served): void {
  stack.on('whoIs', ({ header, payload }) => {
    const { lowLimit = 0, highLimit = HIGHEST_INSTANCE } = payload ?? {}
    if (instance >= lowLimit && instance <= highLimit)
      stack.iAmResponse(senderOf(header), instance, NO_SEGMENTATION, VENDOR_ID)
  })
}

function serveReads(stack: Stack, served: Served): void {
  stack.on('readProperty', ({ header, invokeId = 0, payload }) => {
    const to = senderOf(header)
    const { objectId, property } = payload
    const object = find(served, objectId)
    const values =
      object && served.act(({ measure }) => valuesOf(served, { object, now: measure(), property }))
    if (values !== undefined)
      return stack.readPropertyResponse(to, invokeId, objectId, property, [...values])
    const [kind, code] = object === undefined ? UNKNOWN_OBJECT : UNKNOWN_PROPERTY
    stack.errorResponse(to, SERVICE.readProperty, invokeId, kind, code)
  })
}

function serveReadsOfMany(stack: Stack, served: Served): void {
  stack.on('readPropertyMultiple', ({ header, invokeId = 0, payload }) => {
    const to = senderOf(header)
    const count = payload.properties.reduce((sum, { properties }) => sum + properties.length, 0)
    if (count > MAX_PROPERTIES) return served.abort(to.address, invokeId)
    const now = served.act(({ measure }) => measure())
    const answer = payload.properties.map(({ objectId, properties }) => {
      const object = find(served, objectId)
      const values = properties.map((property) => {
        const value = object && valuesOf(served, { object, now, property })
        const [errorClass, errorCode] = object === undefined ? UNKNOWN_OBJECT : UNKNOWN_PROPERTY
        const error = { type: 0, value: { type: 'BacnetError', errorClass, errorCode } }
        return { property, value: value === undefined ? [error] : [...value] }
      })
      return { objectId, values }
    })
    stack.readPropertyMultipleResponse(to, invokeId, answer as never)
  })
}

interface Write {
  readonly objectId: BACNetObjectID
  readonly value: {
    readonly value: Values
    readonly priority: number
    readonly property: { readonly id: number }
  }
}

function serveWrites(stack: Stack, served: Served): void {
  stack.on('writeProperty', ({ header, invokeId = 0, payload }) => {
    const to = senderOf(header)
    const { objectId, value } = payload as unknown as Write
    const object = find(served, objectId)
    const [wish = NULL] = value.value
    const isState = wish.type === ENUMERATED && Number(wish.value) <= 1
    const fits = value.property.id === PROPERTY.presentValue && (isState || wish.type === NULL.type)
    const { priority } = value
    const place = priority >= 1 && priority <= PRIORITIES ? priority : PRIORITIES
    if (object && isCommanded(object) && fits && served.command(place, wish))
      return stack.simpleAckResponse(to, SERVICE.writeProperty, invokeId)
    const [kind, code] = WRITE_ACCESS_DENIED
    stack.errorResponse(to, SERVICE.writeProperty, invokeId, kind, code)
  })
}

interface Subscription {
  readonly subscriberProcessId: number
  readonly monitoredObjectId: BACNetObjectID
  readonly cancellationRequest: boolean
  readonly issueConfirmedNotifications?: boolean
  /** Seconds; 0 for ever. */
  readonly lifetime?: number
}

function serveSubscriptions(stack: Stack, served: Served): void {
  const { subscribers, act, notify } = served
  stack.on('subscribeCov', ({ header, invokeId = 0, payload }) => {
    const receiver = { address: senderOf(header).address }
    const asked = payload as unknown as Subscription
    const object = find(served, asked.monitoredObjectId)
    if (object === undefined) {
      const [kind, code] = UNKNOWN_OBJECT
      return stack.errorResponse(receiver, SERVICE.subscribeCov, invokeId, kind, code)
    }
    const who = { receiver, processId: asked.subscriberProcessId, object: object.id }
    stack.simpleAckResponse(receiver, SERVICE.subscribeCov, invokeId)
    if (asked.cancellationRequest) return subscribers.cancel(who)
    const { lifetime = 0, issueConfirmedNotifications: confirmed = false } = asked
    const until = lifetime === 0 ? Number.POSITIVE_INFINITY : performance.now() + lifetime * 1_000
    const subscriber = { ...who, confirmed, until }
    subscribers.set(subscriber)
    const now = act(({ measure }) => measure())
    void notify(object, now, [subscriber])
  })
}
