import { createConnection } from 'node:net'
import type { ConnectionTest, JsonObject } from '@busbar/core/contracts'
import { settingsOf } from './driver.ts'

/** Tries whether the gateway can be reached, and keeps nothing. */
export function testConnection(request: {
  readonly connection: JsonObject
  readonly timeoutMs: number
}): Promise<ConnectionTest> {
  const { host, port } = settingsOf(request.connection)
  return new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: request.timeoutMs })
    const settle = (ok: boolean, detail: string): void => {
      socket.destroy()
      resolve({ ok, detail })
    }
    socket.on('connect', () => settle(true, `${host}:${port} answers.`))
    socket.on('timeout', () => settle(false, `${host}:${port} does not answer.`))
    socket.on('error', ({ message }) => settle(false, message))
  })
}
