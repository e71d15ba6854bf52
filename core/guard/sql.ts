/** The part of pg's pool and clients that the Guard uses; it is given a pool of its own login. */
export interface GuardClient {
  query<Row extends object>(query: {
    readonly text: string
    readonly values?: unknown[]
  }): Promise<{ readonly rows: Row[]; readonly rowCount: number | null }>
}

export interface GuardPool extends GuardClient {
  connect(): Promise<GuardClient & { release(error?: Error): void }>
}

const ATTEMPTS = 6
/** Serialization failure and deadlock: the whole transaction is done again. */
const RETRIED = new Set(['40001', '40P01'])

/** Runs work in one transaction, again on deadlocks; anything thrown rolls it back. */
export async function inGuardTransaction<T>(
  pool: GuardPool,
  work: (client: GuardClient) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(pool, work)
    } catch (thrown) {
      if (!RETRIED.has(stateOf(thrown)) || attempt === ATTEMPTS) throw thrown
    }
  }
}

async function once<T>(pool: GuardPool, work: (client: GuardClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query({ text: 'BEGIN' })
    const result = await work(client)
    await client.query({ text: 'COMMIT' })
    return result
  } catch (thrown) {
    await client.query({ text: 'ROLLBACK' }).catch((error: Error) => {
      broken = error
    })
    throw thrown
  } finally {
    client.release(broken)
  }
}

function stateOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown
    ? String(thrown.code)
    : ''
}
