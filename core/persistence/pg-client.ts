import type { EntityManager } from '@mikro-orm/postgresql'
import type { ClientBase, Pool } from 'pg'
import { assert } from '../kernel/assert.ts'

/**
 * A question that our clients answer themselves instead of sending it to PostgreSQL. MikroORM hands out its
 * transaction as a Kysely one, which keeps its pg client private but passes queries on to it untouched.
 */
const WHICH_CLIENT = Object.freeze({ text: '-- which client is this?' })

/** Teaches every client of the pool to answer WHICH_CLIENT with itself. */
export function tellClients(pool: Pool): void {
  pool.on('connect', (client) => {
    const query = client.query
    Object.defineProperty(client, 'query', {
      value(...args: unknown[]): unknown {
        if (args[0] !== WHICH_CLIENT) return Reflect.apply(query, client, args)
        return Promise.resolve({ command: 'SELECT', rowCount: 1, rows: [client] })
      },
    })
  })
}

/** What MikroORM's transaction context is: the part of Kysely's transaction that is used here. */
interface TransactionContext {
  executeQuery(query: {
    sql: unknown
    parameters: readonly unknown[]
    query: { kind: 'RawNode' }
    queryId: { queryId: string }
  }): Promise<{ rows: readonly ClientBase[] }>
}

/**
 * The pg client on which the entity manager's transaction runs, for what the ORM's driver cannot do: named prepared
 * statements, array parameters as they are. Valid until the transaction ends; never release it, never end the
 * transaction on it. Flush the entity manager first where the statement must see its changes.
 */
export async function pgClientOf(em: EntityManager): Promise<ClientBase> {
  const transaction = em.getTransactionContext<TransactionContext>()
  assert(transaction !== undefined, 'pgClientOf is called inside em.transactional')
  const { rows } = await transaction.executeQuery({
    sql: WHICH_CLIENT,
    parameters: [],
    query: { kind: 'RawNode' },
    queryId: { queryId: 'busbar-which-client' },
  })
  const [client] = rows
  assert(client !== undefined, 'the ORM was made by createOrm')
  return client
}
