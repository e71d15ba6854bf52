import type { CommandKey, CommandKeyStore, KeptCommand } from '../flow/command-keys/ports.ts'
import { clientOf } from './sql.ts'

/** Commands that are done once, on PostgreSQL. */
export function createCommandKeyStore(): CommandKeyStore {
  return Object.freeze<CommandKeyStore>({
    async find(transaction, { actor, key }: CommandKey) {
      const client = clientOf(transaction)
      // A statement of its own: the next one sees what whoever was waited for has committed.
      await client.query({
        name: 'command-key-lock',
        text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, hashtextextended($2, 0)))',
        values: [key, actor],
      })
      const { rows } = await client.query<KeptCommand & Record<string, unknown>>({
        name: 'command-key-find',
        text: `SELECT body_hash AS "bodyHash", answer FROM command_key WHERE actor = $1 AND key = $2`,
        values: [actor, key],
      })
      return rows[0] ?? null
    },

    async keep(transaction, { actor, key, bodyHash, answer }) {
      await clientOf(transaction).query({
        name: 'command-key-keep',
        text: 'INSERT INTO command_key (actor, key, body_hash, answer) VALUES ($1, $2, $3, $4)',
        values: [actor, key, bodyHash, JSON.stringify(answer)],
      })
    },
  })
}
