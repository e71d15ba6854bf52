import { createServer } from 'node:net'
import { Aedes, type AedesOptions } from 'aedes'

/** An aedes broker in this process on a port from the system. */
export interface AedesBroker {
  readonly broker: Aedes
  readonly port: number
  readonly url: string
  close(): Promise<void>
}

export async function startAedes(): Promise<AedesBroker> {
  const broker = await Aedes.createBroker({ preConnect: continuePacketIds() })
  const server = createServer(broker.handle)
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(address !== null && typeof address === 'object' ? address.port : 0)
    }),
  )
  return {
    broker,
    port,
    url: `mqtt://127.0.0.1:${port}`,
    async close() {
      await new Promise<void>((resolve) => broker.close(() => resolve()))
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/**
 * aedes 1.2 starts every connection at a random packet id, which may be one that is still
 * unacknowledged in the session: then a PUBACK removes the wrong message. A broker may not do that
 * (MQTT 3.1.1, section 2.3.1); here the ids go on where the session's last connection ended.
 */
function continuePacketIds(): NonNullable<AedesOptions['preConnect']> {
  const last = new Map<string, object>()
  return (client, packet, callback) => {
    const before = last.get(packet.clientId)
    if (before !== undefined) Object.assign(client, { _nextId: Reflect.get(before, '_nextId') })
    last.set(packet.clientId, client)
    callback(null, true)
  }
}
