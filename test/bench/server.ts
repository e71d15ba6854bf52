import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateAsOwner } from '../../core/database.ts'
import { removeEmbedded, startEmbedded } from '../../core/persistence/embedded.ts'
import {
  EMBEDDED_DATABASE,
  provisionEmbedded,
  withClient,
} from '../../core/persistence/provision.ts'

/** A durable, tuned PostgreSQL as `npm start` runs it, empty and of the bench's own. */
export interface BenchServer {
  readonly appUrl: string
  readonly ownerUrl: string
  readonly guardUrl: string
  /** Brings the planner's statistics up to date. */
  analyze(): Promise<void>
  stop(): Promise<void>
}

export async function startBenchServer(): Promise<BenchServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'busbar-bench-'))
  // As root, PostgreSQL's user must get in.
  chmodSync(dataDir, 0o755)
  const log = {
    info: () => undefined,
    warn: (message: string) => process.stderr.write(`${message}\n`),
    error: (message: string) => process.stderr.write(`${message}\n`),
  }
  const server = await startEmbedded({ dataDir, systemDir: '/var/lib/busbar', log })
  await provisionEmbedded({ server })
  const urlOf = (login: 'busbar_app' | 'busbar_owner' | 'busbar_guard') =>
    server.urlOf({ login, database: EMBEDDED_DATABASE })
  await migrateAsOwner({ ownerUrl: urlOf('busbar_owner') })
  return {
    appUrl: urlOf('busbar_app'),
    ownerUrl: urlOf('busbar_owner'),
    guardUrl: urlOf('busbar_guard'),
    analyze: () =>
      withClient({ url: urlOf('busbar_owner') }, async (client) => {
        await client.query('ANALYZE')
      }),
    async stop() {
      await server.stop()
      await removeEmbedded({ dataDir })
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
