import { Pool } from 'pg'
import type { ServerLog } from './embedded.ts'

/**
 * Connections of one login for the hot stores. A connection that is lost says so twice: to the statement
 * that runs on it, which throws, and as an event that would end the process if nobody listened.
 */
export function createPool({
  url,
  max,
  log,
}: {
  /** Holds the password: never logged. */
  readonly url: string
  readonly max: number
  readonly log: Pick<ServerLog, 'warn'>
}): Pool {
  const pool = new Pool({ connectionString: url, max, connectionTimeoutMillis: 10_000 })
  const lost = (error: Error) =>
    log.warn('A connection to the database was lost', { reason: error.message })
  // An idle connection tells the pool as well.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => {
    client.on('error', lost)
  })
  return pool
}
