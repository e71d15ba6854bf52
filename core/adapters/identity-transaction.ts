/** What a transaction's own client is asked for. */
export interface TransactionClient {
  query(query: { readonly text: string; readonly values?: unknown[] }): Promise<unknown>
}

const BEGIN = /^\s*(?:begin|start transaction)\b/i
const COMMIT = /^\s*commit\b/i
const ROLLBACK = /^\s*rollback\s*;?\s*$/i

/**
 * A pool, as the library sees one, that lends the client of a transaction that somebody else began: what the library
 * writes is there together with what else is written in it, or not at all. Its own transactions become savepoints, so
 * that it never ends ours; after `close` it reaches nothing.
 */
export function createTransactionPool(client: TransactionClient) {
  let open = true
  const savepoints: string[] = []

  function translated(text: string): string {
    if (BEGIN.test(text)) {
      const name = `identity_${savepoints.length}`
      savepoints.push(name)
      return `SAVEPOINT ${name}`
    }
    if (COMMIT.test(text)) return `RELEASE SAVEPOINT ${ended()}`
    if (ROLLBACK.test(text)) return `ROLLBACK TO SAVEPOINT ${ended()}`
    return text
  }

  function ended(): string {
    const name = savepoints.pop()
    if (name === undefined) throw new Error('Broken assumption: a transaction ends that it began')
    return name
  }

  const lent = {
    async query(text: string, values: readonly unknown[] = []) {
      if (!open) throw new Error('The transaction is over.')
      return client.query({ text: translated(text), values: [...values] })
    },
    release: () => undefined,
  }
  return {
    connect: async () => lent,
    end: async () => undefined,
    close: () => {
      open = false
    },
  }
}
