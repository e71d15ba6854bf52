import { serveParent } from '../child.ts'
import type { Login } from './access.ts'
import { startBroker } from './broker.ts'

/** The demo's broker as a process of its own. */
await serveParent(async (config) => {
  const broker = await startBroker(
    config as { readonly logins: readonly Login[]; readonly port: number },
  )
  return { ready: { port: broker.port }, stop: broker.close }
})
