import { createSocket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import { explainBind } from '@busbar/bacnet/bind'
import type { ConnectionTest, JsonObject } from '@busbar/core/contracts'
import { errorCode, errorMessage } from '@busbar/core/contracts'
import { readSettings } from './settings.ts'

/** Whether the port can be opened. A port in use is no fault of it: it may be held by this very connection. */
export async function testConnection(request: {
  readonly connection: JsonObject
  readonly timeoutMs: number
}): Promise<ConnectionTest> {
  try {
    const settings = readSettings(request.connection)
    const { port, bindAddress: address } = settings
    const error = await new Promise<Error | null>((resolve) => {
      const socket = createSocket('udp4')
      socket.once('error', (thrown) => {
        socket.close()
        resolve(thrown)
      })
      socket.bind({ port, address, exclusive: true }, () => socket.close(() => resolve(null)))
    })
    if (error === null) return { ok: true, detail: `UDP port ${port} at ${address} can be opened.` }
    const isTaken = 'code' in error && error.code === 'EADDRINUSE'
    const detail = explainBind(error, settings, networkInterfaces())
    return {
      ok: isTaken,
      detail: isTaken ? `${detail} If that is this connection, all is well.` : detail,
    }
  } catch (thrown) {
    if (errorCode(thrown) === undefined) throw thrown
    return { ok: false, detail: errorMessage(thrown) }
  }
}
