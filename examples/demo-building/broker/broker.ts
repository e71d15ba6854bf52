import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { Aedes, type AuthenticateError, type Client } from 'aedes'
import { createAccess, type Login } from './access.ts'

const NOT_AUTHORIZED = 5

export interface Broker {
  readonly port: number
  close(): Promise<void>
}

/**
 * An MQTT 3.1.1 broker on 127.0.0.1 that lets nobody in without a password and nobody beyond the topics of the login.
 * @param port 0: any
 * @throws when the port is taken (`code` EADDRINUSE)
 */
export async function startBroker({
  logins,
  port = 0,
}: {
  readonly logins: readonly Login[]
  readonly port?: number
}): Promise<Broker> {
  const access = createAccess(logins)
  const users = new WeakMap<Client, string>()
  const aedes = await Aedes.createBroker({
    authenticate(client, username, password, done) {
      if (username !== undefined && access.authenticate(username, password as Buffer | undefined)) {
        users.set(client, username)
        return done(null, true)
      }
      const refusal = Object.assign(new Error('Not authorized'), { returnCode: NOT_AUTHORIZED })
      done(refusal as AuthenticateError, false)
    },
    authorizePublish(client, packet, done) {
      // Without a client it is the broker's own message.
      const user = client === null ? undefined : users.get(client)
      if (client !== null && (user === undefined || !access.mayPublish(user, packet.topic)))
        return done(new Error(`${user} may not publish to ${packet.topic}.`))
      done(null)
    },
    authorizeSubscribe(client, subscription, done) {
      const user = users.get(client)
      const allowed = user !== undefined && access.maySubscribe(user, subscription.topic)
      done(null, allowed ? subscription : null)
    },
  })
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    aedes.handle(socket)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close')
      server.close()
      await new Promise<void>((resolve) => aedes.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
