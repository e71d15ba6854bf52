import { Pool } from 'pg'
import type { ServerLog } from './embedded.ts'

/**
 * A connection that is lost says so twice: to the statement that runs on it, which throws, and as an event
 * that would end the process if nobody listened.
 */
export function outliveLostConnections(
  pool: Pool,
  tell: (error: Error) => void = () => undefined,
): void {
  pool.on('connect', (client) => {
    // While the pool is ending its connections may well end the hard way.
    client.on('error', (error) => {
      if (!pool.ending) tell(error)
    })
  })
  // An idle connection tells the pool as well.
  pool.on('error', () => undefined)
}

/** Connections of one login for the hot stores. */
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
  outliveLostConnections(pool, (error) =>
    log.warn('A connection to the database was lost', { reason: error.message }),
  )
  return pool
}
