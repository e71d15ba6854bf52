import { createServer } from 'node:net'
import type { Config } from './config.ts'
import { busbarError, errorMessage } from './kernel/error.ts'

/** Null when the address can be listened on, otherwise why not. */
function complaint(host: string, port: number): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', resolve)
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)))
  })
}

const SEARCH_WIDTH = 100

/**
 * The port to serve on: the configured one, or the first free one. Another process may still take it before it is
 * listened on.
 * @throws `port-unavailable`
 */
export async function chooseHttpPort({
  http,
}: {
  http: Pick<Config['http'], 'host' | 'port' | 'firstPort'>
}): Promise<number> {
  const { host, port, firstPort } = http
  if (port !== null) {
    const reason = await complaint(host, port)
    if (reason === null) return port
    throw busbarError('port-unavailable', {
      detail: `${host}:${port}: ${errorMessage(reason)}. Free it, or choose another with BUSBAR_HTTP_PORT.`,
      cause: reason,
    })
  }
  for (let candidate = firstPort; candidate < firstPort + SEARCH_WIDTH; candidate++) {
    const reason = await complaint(host, candidate)
    if (reason === null) return candidate
    if (reason.code === 'EADDRINUSE') continue
    throw busbarError('port-unavailable', {
      detail: `${host}:${candidate}: ${errorMessage(reason)}. Check BUSBAR_HTTP_HOST.`,
      cause: reason,
    })
  }
  throw busbarError('port-unavailable', {
    detail: `No port is free from ${firstPort} to ${firstPort + SEARCH_WIDTH - 1}. Choose one with BUSBAR_HTTP_PORT.`,
  })
}
