import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { directoryOf, readSecrets } from '../../core/persistence/embedded/secrets.ts'
import { removeEmbedded } from '../../core/persistence/embedded.ts'
import { EMBEDDED_DATABASE } from '../../core/persistence/provision.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'

/** Where a world keeps its rows. */
export interface Databases {
  /** Of the server that a gate can be put before; null where the core runs its own. */
  readonly port: number | null
  /** What the core is told of it, by way of a gate. */
  envBy(gatePort: number | null): Readonly<Record<string, string>>
  /** As the application, past every gate; changes where the core starts its own server anew. */
  url(): string
  /** The embedded server's main process. */
  postmasterPid(): number
  remove(): Promise<unknown>
  /** Null for an embedded one. */
  readonly temporary: TemporaryDatabase | null
}

export async function sharedDatabase(): Promise<Databases> {
  const temporary = await createTemporaryDatabase()
  const { appUrl, guardUrl, drop } = temporary
  return {
    port: Number(new URL(appUrl).port),
    envBy(gatePort) {
      const by = (url: string) => {
        const gated = new URL(url)
        if (gatePort !== null) gated.port = String(gatePort)
        return gated.href
      }
      return { DATABASE_URL: by(appUrl), DATABASE_GUARD_URL: by(guardUrl) }
    },
    url: () => appUrl,
    postmasterPid() {
      throw new Error('The shared server is nobody’s to kill.')
    },
    remove: drop,
    temporary,
  }
}

/** The core's own server in its data folder. */
export function embeddedDatabase({ dataDir }: { readonly dataDir: string }): Databases {
  function look() {
    const secrets = readSecrets({ dataDir })
    if (secrets === null) throw new Error('There is no database yet.')
    const path = join(directoryOf({ dataDir }, secrets), 'postmaster.pid')
    const [pid = '', , , port = ''] = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
    return { pid: Number(pid), port: Number(port), password: secrets.passwords.busbar_app }
  }
  return {
    port: null,
    envBy: () => ({}),
    url() {
      const { port, password } = look()
      return `postgres://busbar_app:${password}@127.0.0.1:${port}/${EMBEDDED_DATABASE}`
    },
    postmasterPid: () => look().pid,
    remove: () => removeEmbedded({ dataDir }),
    temporary: null,
  }
}
