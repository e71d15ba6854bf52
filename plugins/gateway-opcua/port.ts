import { createServer } from 'node:net'
import type { Settings } from './settings.ts'

/** Why nobody can listen there now, as the system calls it; null where one can. */
export async function whyNotListening({
  host,
  port,
}: Pick<Settings, 'host' | 'port'>): Promise<string | null> {
  const server = createServer()
  const reason = await new Promise<string | null>((resolve) => {
    server.once('error', (thrown: NodeJS.ErrnoException) => resolve(thrown.code ?? thrown.message))
    server.listen({ host, port }, () => resolve(null))
  })
  if (reason === null) await new Promise((resolve) => server.close(resolve))
  return reason
}
