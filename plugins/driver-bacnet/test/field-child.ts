import { openRouter } from './router.ts'
import {
  createVirtualDevice,
  type Values,
  type VirtualDevice,
  type VirtualObject,
} from './virtual-device.ts'

/*
 * The other side of the wire in a process of its own: meters of the foreign stack behind a router on
 * one UDP port. The parent says what they measure and how their relays behave.
 */

export type ToField =
  | { readonly do: 'device'; readonly device: number }
  | {
      readonly do: 'publish'
      readonly device: number
      readonly register: number
      readonly power: number
    }
  | { readonly do: 'garbage'; readonly device: number }
  | { readonly do: 'online'; readonly device: number; readonly online: boolean }
  | { readonly do: 'cut'; readonly cut: boolean }
  | { readonly do: 'subscriptions' }

export type FromField =
  | { readonly say: 'ready' }
  | { readonly say: 'done'; readonly id: number; readonly value?: number }
  | {
      readonly say: 'write'
      readonly id: number
      readonly device: number
      readonly on: boolean | null
    }

const [, , portText = '0', extraText = '0'] = process.argv
const NETWORK = 2_001
const FIRST_INSTANCE = 1_000
const AT_ONCE = 8
const PRESENT_VALUE = 85

const router = await openRouter({ host: '127.0.0.1', port: Number(portText), network: NETWORK })
const devices = new Map<number, VirtualDevice>()
const offline = new Set<number>()
const queues = new Map<number, { running: number; waiting: (() => Promise<void>)[] }>()
const verdicts = new Map<number, (verdict: { behaviour: 'answer' }) => void>()
let nextId = 1

const say = (message: FromField) => process.send?.(message)
const macOf = (index: number) => index.toString(16).padStart(4, '0')

function objectOf(
  type: number,
  instance: number,
  properties: readonly [number, Values][],
): VirtualObject {
  return { id: { type, instance }, properties: new Map(properties) }
}

function text(value: string): Values {
  return [{ type: 7, value, encoding: 0 } as Values[number]]
}

function objectsOf(index: number): readonly VirtualObject[] {
  const extra = Array.from({ length: Number(extraText) }, (_, at) =>
    objectOf(0, 100 + at, [
      [77, text(`Extra ${at}`)],
      [PRESENT_VALUE, [{ type: 4, value: index + at / 4 }]],
      [117, [{ type: 9, value: 95 }]],
    ]),
  )
  const relay = {
    ...objectOf(4, 3, [
      [77, text('Relay')],
      [PRESENT_VALUE, [{ type: 9, value: 1 }]],
    ]),
    slots: new Map(),
  }
  const meter = [
    objectOf(46, 1, [
      [77, text('Energy')],
      [117, [{ type: 9, value: 19 }]],
    ]),
    objectOf(0, 2, [
      [77, text('Power')],
      [117, [{ type: 9, value: 47 }]],
    ]),
    ...[relay, ...extra],
  ]
  const self = { type: 8, instance: FIRST_INSTANCE + index }
  const list = [self, ...meter.map(({ id }) => id)].map((value) => ({ type: 12, value }))
  return [
    ...meter,
    objectOf(8, self.instance, [
      [77, text(`Meter ${index}`)],
      [112, [{ type: 9, value: 0 }]],
      [76, list as Values],
    ]),
  ]
}

function deviceOf(index: number): VirtualDevice {
  const known = devices.get(index)
  if (known !== undefined) return known
  const mac = macOf(index)
  const device = createVirtualDevice({
    instance: FIRST_INSTANCE + index,
    objects: objectsOf(index),
    send: (frame, to) => {
      if (!offline.has(index)) router.sendFrom(mac, frame, to)
    },
    onWrite: (on) => {
      const id = nextId++
      const verdict = Promise.withResolvers<{ behaviour: 'answer' }>()
      verdicts.set(id, verdict.resolve)
      say({ say: 'write', id, device: index, on })
      return verdict.promise
    },
  })
  devices.set(index, device)
  router.attach(mac, {
    receive: (frame, from) => {
      if (!offline.has(index)) device.receive(frame, from)
    },
  })
  return device
}

/** A few changes under way at once, begun in order. */
function enqueue(index: number, work: () => Promise<void>): void {
  const queue = queues.get(index) ?? { running: 0, waiting: [] }
  queues.set(index, queue)
  queue.waiting.push(work)
  const next = () => {
    while (queue.running < AT_ONCE) {
      const first = queue.waiting.shift()
      if (first === undefined) return
      queue.running += 1
      void first().finally(() => {
        queue.running -= 1
        next()
      })
    }
  }
  next()
}

function publish(index: number, register: number, power: number): void {
  const device = deviceOf(index)
  const change = (key: string, value: Values[number]): VirtualObject => {
    const object = device.objects.get(key)
    if (object === undefined) throw new Error(`There is no object ${key}.`)
    object.properties.set(PRESENT_VALUE, [value])
    // What is notified is the value of then, whatever it becomes while it waits.
    return { ...object, properties: new Map(object.properties) }
  }
  const energy = change('46:1', { type: 5, value: register })
  const watts = change('0:2', { type: 4, value: power })
  enqueue(index, async () => {
    await Promise.all([device.notify(energy), device.notify(watts)])
  })
}

function garbage(index: number): void {
  const to = deviceOf(index).lastClient()
  // A confirmed notification that ends within its second parameter.
  if (to) router.sendFrom(macOf(index), Buffer.from('810a000f010400020101091c0200', 'hex'), to)
}

process.on(
  'message',
  (message: (ToField & { id: number }) | { verdict: number; behaviour: 'answer' }) => {
    if ('verdict' in message) {
      verdicts.get(message.verdict)?.({ behaviour: message.behaviour })
      verdicts.delete(message.verdict)
      return
    }
    let value: number | undefined
    if (message.do === 'device') deviceOf(message.device)
    if (message.do === 'publish') publish(message.device, message.register, message.power)
    if (message.do === 'garbage') garbage(message.device)
    if (message.do === 'cut') router.cut(message.cut)
    if (message.do === 'online') {
      if (message.online) offline.delete(message.device)
      else offline.add(message.device)
    }
    if (message.do === 'subscriptions')
      value = [...devices.values()].reduce((sum, device) => sum + device.subscriptions(), 0)
    say({ say: 'done', id: message.id, ...(value === undefined ? {} : { value }) })
  },
)
process.on('disconnect', () => process.exit(0))
say({ say: 'ready' })
