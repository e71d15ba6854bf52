import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrateAsOwner } from '../../core/database.ts'
import { removeEmbedded, startEmbedded } from '../../core/persistence/embedded.ts'
import { provisionEmbedded } from '../../core/persistence/provision.ts'
import { TEMPLATE_DATABASE } from './test-server.ts'

const PREFIX = 'busbar-test-'

/** Old enough to be no run that is just starting, and this user's own. */
function isLeftOver(folder: string): boolean {
  // Another run's own clean-up may have been quicker.
  const found = statSync(folder, { throwIfNoEntry: false })
  if (found === undefined) return false
  return Date.now() - found.mtimeMs > 60_000 && found.uid === process.getuid?.()
}

/** Removes what an earlier run left that was killed before it could clean up. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const dataDir = join(tmpdir(), name)
    if (!name.startsWith(PREFIX) || !isLeftOver(dataDir)) continue
    if (await removeEmbedded({ dataDir })) rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Speed over durability: nothing here outlives the run. */
const THROWAWAY = {
  fsync: 'off',
  full_page_writes: 'off',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  wal_buffers: '16MB',
}

const log = {
  info: () => undefined,
  warn: (message: string) => process.stderr.write(`${message}\n`),
  error: (message: string) => process.stderr.write(`${message}\n`),
}

/** One PostgreSQL for the whole run, with a migrated template; gone when the run ends. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep()
  const dataDir = mkdtempSync(join(tmpdir(), PREFIX))
  // As root, PostgreSQL's user must get in.
  chmodSync(dataDir, 0o755)
  const remove = async () => {
    await removeEmbedded({ dataDir })
    rmSync(dataDir, { recursive: true, force: true })
  }
  const options = { dataDir, systemDir: '/var/lib/busbar', log, settings: THROWAWAY }
  const server = await startEmbedded(options).catch(async (error: unknown) => {
    await remove()
    throw error
  })
  const teardown = async () => {
    await server.stop()
    await remove()
  }
  try {
    await provisionEmbedded({ server, database: TEMPLATE_DATABASE })
    await migrateAsOwner({
      ownerUrl: server.urlOf({ login: 'busbar_owner', database: TEMPLATE_DATABASE }),
    })
    project.provide('testServer', {
      port: server.port,
      passwords: {
        postgres: server.passwordOf('postgres'),
        busbar_owner: server.passwordOf('busbar_owner'),
        busbar_app: server.passwordOf('busbar_app'),
        busbar_guard: server.passwordOf('busbar_guard'),
      },
    })
  } catch (error) {
    await teardown()
    throw error
  }
  return teardown
}
