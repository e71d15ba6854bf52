import { stackModule } from './virtual-device.ts'

/*
 * A meter of the foreign stack with its own socket and link layer, on the standard port of a network
 * namespace: what it sends and takes is all of its own making.
 */
const [, , broadcastAddress = '255.255.255.255'] = process.argv
const INSTANCE = 4_711
const ENERGY = { type: 2, instance: 1 }
const RELAY = { type: 4, instance: 1 }
const PRESENT_VALUE = 85
const PRIORITY_ARRAY = 87

const stack = new stackModule.default({ broadcastAddress, apduTimeout: 2_000 })
const slots = new Map<number, number>()
let energy = 10.5

const senderOf = (header: unknown) => (header as { sender: { address: string } }).sender
const relayNow = () => [...slots].sort(([one], [other]) => one - other)[0]?.[1] ?? 1

function valueAt(type: number, property: number, index: number) {
  if (property === 111) return [{ type: 8, value: { bitsUsed: 4, value: [0] } }]
  if (property === PRIORITY_ARRAY && type === RELAY.type) {
    const value = slots.get(index)
    return [value === undefined ? { type: 0, value: null } : { type: 9, value }]
  }
  if (property === PRESENT_VALUE && type === ENERGY.type) return [{ type: 4, value: energy }]
  if (property === PRESENT_VALUE && type === RELAY.type) return [{ type: 9, value: relayNow() }]
  if (property === 77) return [{ type: 7, value: `Object ${type}`, encoding: 0 }]
  if (property === 117 && type === ENERGY.type) return [{ type: 9, value: 19 }]
  if (property === 76 && type === 8)
    return [{ type: 8, instance: INSTANCE }, ENERGY, RELAY].map((value) => ({ type: 12, value }))
  return undefined
}

// Broadcast, as the standard recommends for answers to a broadcast.
stack.on('whoIs', () => stack.iAmResponse({ address: broadcastAddress } as never, INSTANCE, 3, 260))
stack.on('readProperty', ({ header, invokeId = 0, payload }) => {
  const { objectId, property } = payload
  const values = valueAt(objectId.type, property.id, property.index)
  if (values === undefined) stack.errorResponse(senderOf(header), 12, invokeId, 2, 32)
  else stack.readPropertyResponse(senderOf(header), invokeId, objectId, property, values as never)
})
stack.on('readPropertyMultiple', ({ header, invokeId = 0, payload }) => {
  const answer = payload.properties.map(({ objectId, properties }) => ({
    objectId,
    values: properties.map((property) => {
      const values = valueAt(objectId.type, property.id, property.index)
      const error = { type: 'BacnetError', errorClass: 2, errorCode: 32 }
      return { property, value: values ?? [{ type: 0, value: error }] }
    }),
  }))
  stack.readPropertyMultipleResponse(senderOf(header), invokeId, answer as never)
})
stack.on('writeProperty', ({ header, invokeId = 0, payload }) => {
  const { value } = payload as unknown as {
    value: { value: { type: number; value: number }[]; priority: number }
  }
  const [wish] = value.value
  if (wish === undefined || wish.type === 0) slots.delete(value.priority)
  else slots.set(value.priority, wish.value)
  stack.simpleAckResponse(senderOf(header), 15, invokeId)
})
stack.on('subscribeCov', ({ header, invokeId = 0, payload }) => {
  const to = senderOf(header)
  const request = payload as unknown as {
    subscriberProcessId: number
    monitoredObjectId: { type: number; instance: number }
    cancellationRequest: boolean
  }
  stack.simpleAckResponse(to, 5, invokeId)
  const { type } = request.monitoredObjectId
  if (request.cancellationRequest || type !== ENERGY.type) return
  const tell = () =>
    stack
      .confirmedCOVNotification(to, ENERGY, request.subscriberProcessId, INSTANCE, 60, [
        { property: { id: PRESENT_VALUE }, value: [{ type: 4, value: energy }] },
        { property: { id: 111 }, value: [{ type: 8, value: { bitsUsed: 4, value: [0] } }] },
      ] as never)
      .catch(() => undefined)
  void tell()
  setTimeout(() => {
    energy += 1
    void tell()
  }, 500)
})
stack.on('listening', () => process.stdout.write('ready\n'))
process.stdin.on('end', () => process.exit(0)).resume()
