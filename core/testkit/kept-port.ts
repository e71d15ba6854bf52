import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below what systems give out by themselves, which is from 32768 on (Linux) or from 49152 on. */
const RANGE = [20_000, 32_000] as const

/**
 * A free port on 127.0.0.1 for who stops listening on it and listens again: the system gives it to nobody meanwhile,
 * as it may with one that it gave out itself.
 */
export async function keptPort(): Promise<number> {
  for (;;) {
    const port = randomInt(...RANGE)
    const server = createServer().listen(port, '127.0.0.1')
    const free = await once(server, 'listening').then(
      () => true,
      () => false,
    )
    if (!free) continue
    server.close()
    await once(server, 'close')
    return port
  }
}
