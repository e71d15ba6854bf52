import { EventEmitter } from 'node:events'
import type { BACNetAppData } from '@bacnet-js/client'
import type { Device, Link } from '../link.ts'
import type { Measurement } from '../meter.ts'
import { library, type Stack } from './library.ts'
import {
  ALL_WELL,
  type BacnetObject,
  enumerated,
  isCommanded,
  NULL,
  objectsOf,
  PROPERTY,
  type Values,
} from './objects.ts'
import type { Router } from './router.ts'
import { serve } from './services.ts'
import { createSubscribers, type Notification, type Subscriber } from './subscribers.ts'

/** Where the integrator's commands stand: a relay that was open through a power cut is still commanded so. */
const COMMANDED_AT = 8
const PRIORITIES = 16
const NOTIFIED_AGAIN = 3
const TIMEOUT_MS = 2_000
/** Seconds; what is told of a subscription's remaining life. */
const TIME_REMAINING = 60

export interface BacnetLink extends Link {
  /** Resolves once whoever subscribed has acknowledged what was told, or was given up. */
  tell(measurement: Measurement): Promise<void>
}

/** A meter as a BACnet device behind the router: what it is asked is as it is then, what changes is told. */
export function createBacnetDevice(
  { spec, act, isOn }: Device,
  { router, instance }: { readonly router: Router; readonly instance: number },
): BacnetLink {
  const mac = instance.toString(16).padStart(6, '0')
  const objects = objectsOf(spec, instance)
  let slots: ReadonlyMap<number, BACNetAppData> = new Map(
    isOn() ? [] : [[COMMANDED_AT, enumerated(0)]],
  )
  const told = new Map<BacnetObject, string>()
  const line = openLine({ router, mac })
  const subscribers = createSubscribers((notification) => send(line, { instance, ...notification }))

  function allOf(object: BacnetObject, now: Measurement, property: number): Values | undefined {
    if (property === PROPERTY.presentValue) return [object.value(now)]
    if (property === PROPERTY.priorityArray && isCommanded(object))
      return Array.from({ length: PRIORITIES }, (_, at) => slots.get(at + 1) ?? NULL)
    const changing = object.also?.(now).find(([id]) => id === property)
    return changing === undefined ? object.properties.get(property) : [changing[1]]
  }

  async function notify(
    object: BacnetObject,
    now: Measurement,
    to: readonly Subscriber[],
  ): Promise<void> {
    const values = [
      { property: { id: PROPERTY.presentValue }, value: [object.value(now)] },
      { property: { id: PROPERTY.statusFlags }, value: [ALL_WELL] },
    ]
    await Promise.all(to.map((subscriber) => subscribers.tell({ subscriber, values })))
  }

  async function tell(now: Measurement): Promise<void> {
    const changed = objects.filter((object) => {
      const shown = String(object.value(now).value)
      const isNew = told.get(object) !== shown
      told.set(object, shown)
      return isNew
    })
    await Promise.all(changed.map((object) => notify(object, now, subscribers.of(object.id))))
  }

  /** The strongest command counts; without any, the supply is on. */
  function command(priority: number, wish: BACNetAppData): boolean {
    const wished = new Map(slots)
    if (wish.type === NULL.type) wished.delete(priority)
    else wished.set(priority, wish)
    const [strongest] = [...wished].sort(([one], [other]) => one - other)
    const on = strongest === undefined || strongest[1].value === 1
    const after = act((handle) => {
      const isTaken = handle.measure().on === on || handle.switchRelay(on)
      return isTaken ? handle.measure() : undefined
    })
    if (after === undefined) return false
    slots = wished
    void tell(after)
    return true
  }

  serve(line.stack, {
    ...{ instance, objects, act, subscribers, allOf, command, notify },
    abort: (to, invokeId) =>
      router.sendFrom(mac, Buffer.from([0x81, 10, 0, 9, 1, 0, 0x71, invokeId, 4]), to),
  })
  return { tell, drop: line.leave, close: async () => line.leave() }
}

interface Line {
  readonly stack: Stack
  isConnected(): boolean
  leave(): void
}

/** The stack of one device, on the router's network. */
function openLine({ router, mac }: { readonly router: Router; readonly mac: string }): Line {
  let connected = true
  const transport = Object.assign(new EventEmitter(), {
    getBroadcastAddress: () => '255.255.255.255',
    getMaxPayload: () => 1_482,
    open: () => undefined,
    close: () => undefined,
    send(buffer: Buffer, length: number, to?: string) {
      if (connected) router.sendFrom(mac, Buffer.from(buffer.subarray(0, length)), to ?? '')
    },
  })
  const stack = new library.default({ transport, apduTimeout: TIMEOUT_MS })
  router.attach(mac, (frame, from) => {
    if (!connected) return
    try {
      transport.emit('message', frame, from)
    } catch {
      // What cannot be decoded is for nobody.
    }
  })
  return {
    stack,
    isConnected: () => connected,
    leave() {
      connected = false
      stack.close()
    },
  }
}

/** Tells one subscriber; confirmed ones a few times, until they have acknowledged. */
async function send(
  { stack, isConnected }: Line,
  { instance, subscriber, values }: Notification & { readonly instance: number },
): Promise<void> {
  const { receiver, processId, object, confirmed } = subscriber
  const all = values.map(({ property, value }) => ({ property, value: [...value] }))
  if (!confirmed) {
    const time = TIME_REMAINING
    stack.unconfirmedCOVNotification(receiver, processId, instance, object, time, all)
    return
  }
  for (let attempt = 0; attempt < NOTIFIED_AGAIN && isConnected(); attempt += 1) {
    const heard = await stack
      .confirmedCOVNotification(receiver, object, processId, instance, TIME_REMAINING, all as never)
      .then(() => true)
      .catch(() => false)
    if (heard) return
  }
}
