import { createSocket } from 'node:dgram'
import type { EventEmitter } from 'node:events'
import bacstack from 'bacstack'

/*
 * bacstack as it comes, with its own socket and link layer, on the standard port of a network namespace. It does what
 * a management system does, once, and tells what it saw.
 */
const [, , broadcastAddress = '255.255.255.255', gateway = ''] = process.argv
const DEVICE = { type: 8, instance: 260_001 }

interface Client extends EventEmitter {
  whoIs(options: object): void
  readProperty(...args: unknown[]): void
  readPropertyMultiple(...args: unknown[]): void
  writeProperty(...args: unknown[]): void
  subscribeCOV(...args: unknown[]): void
  readRange(...args: unknown[]): void
  simpleAckResponse(to: string, service: number, invokeId: number): void
}
type Next = (error: Error | null, result?: unknown) => void

const client = new (bacstack as unknown as new (options: object) => Client)({
  ...{ broadcastAddress, apduTimeout: 2_000 },
})
const iAms: unknown[] = []
const notified = { confirmed: 0, unconfirmed: 0 }
client.on('iAm', (device: unknown) => iAms.push(device))
client.on('covNotifyUnconfirmed', () => {
  notified.unconfirmed += 1
})
client.on('covNotify', ({ address, invokeId }: { address: string; invokeId: number }) => {
  client.simpleAckResponse(address, 1, invokeId)
  notified.confirmed += 1
})

const done = (work: (next: Next) => void) =>
  new Promise<string>((resolve) =>
    work((error, result) => resolve(error?.message ?? JSON.stringify(result ?? 'done'))),
  )
const pause = (delayMs: number) => new Promise((resolve) => setTimeout(resolve, delayMs))
const readAll = (objectId: object, set: number) =>
  done((next) =>
    client.readPropertyMultiple(gateway, [{ objectId, properties: [{ id: set }] }], {}, next),
  )
const read = (object: object, property: number, arrayIndex?: number) =>
  done((next) =>
    client.readProperty(
      ...[gateway, object, property],
      arrayIndex === undefined ? {} : { arrayIndex },
      next,
    ),
  )

await pause(300)
client.whoIs({})
// Who-Has of the device by its number, from another port: bacstack has none.
const other = createSocket('udp4')
other.send(Buffer.from('810a000d010010072c0203f7a1', 'hex'), 47_808, gateway)
const tooLong = await read(DEVICE, 76)
const objects: { type: number; instance: number }[] = []
const readable: string[] = []
for (let index = 1; index <= 14; index += 1) {
  const answer = JSON.parse(await read(DEVICE, 76, index))
  const object = answer.values[0].value
  objects.push(object)
  if (object.type !== DEVICE.type) readable.push(await readAll(object, 8))
}
const device = [await readAll(DEVICE, 80)]
// One by one: with the list of objects all of them are too long.
const required = [11, 12, 30, 44, 62, 70, 73, 77, 96, 97, 98, 107, 112, 120, 121, 139, 155, 371]
for (const property of required) device.push(await read(DEVICE, property))
// Of the two binary values the one with places for orders.
const commands: { type: number; instance: number }[] = []
for (const object of objects)
  if (object.type === 5 && (await read(object, 87)).startsWith('{')) commands.push(object)
const [command = DEVICE] = commands
const write = (value: object, property = 85) =>
  done((next) => client.writeProperty(gateway, command, property, [value], { priority: 8 }, next))
const written = [
  await write({ type: 9, value: 0 }),
  await write({ type: 0, value: null }),
  await write({ type: 9, value: 1 }, 81),
]
const CALENDAR = [[23], [85], [371, 1]] as const
const SCHEDULE = [[32], [38], [38, 1], [38, 2], [54], [85], [88], [123], [123, 7], [174]] as const
const schedules: string[] = []
for (const object of objects) {
  const asked = object.type === 6 ? CALENDAR : object.type === 17 ? SCHEDULE : []
  for (const [property, index] of asked) schedules.push(await read(object, property, index))
}
const [power = DEVICE] = objects.filter(({ type }) => type === 0)
for (const [processId, confirmed] of [true, false].entries())
  await done((next) =>
    client.subscribeCOV(gateway, power, processId, false, confirmed, 60, {}, next),
  )
const unknown = await done((next) => client.readRange(gateway, power, 1, 10, {}, next))
await pause(1_500)
const subscriptions = await read(DEVICE, 152)
await done((next) => client.subscribeCOV(gateway, power, 0, true, true, 0, {}, next))
other.close()
const told = {
  iAms,
  notified,
  tooLong,
  readable,
  device,
  schedules,
  written,
  unknown,
  subscriptions,
}
process.stdout.write(`${JSON.stringify(told)}\n`)
process.stdin.on('end', () => process.exit(0)).resume()
