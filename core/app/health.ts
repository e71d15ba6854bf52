import { errorMessage } from '../kernel/error.ts'

/** Whether the database answers. */
export async function databaseHealth(pool: { query(text: string): Promise<unknown> }) {
  try {
    await pool.query('SELECT 1')
    return { name: 'database', status: 'ok' } as const
  } catch (thrown) {
    return { name: 'database', status: 'down', detail: errorMessage(thrown) } as const
  }
}

/** Whether every plugin that is required runs. */
export function pluginHealth(ready: boolean) {
  const status = ready ? ('ok' as const) : ('down' as const)
  return { name: 'plugins', status }
}
