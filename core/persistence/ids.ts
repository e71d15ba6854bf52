import { defined } from '../kernel/assert.ts'
import type { Id } from '../kernel/id.ts'
import type { SqlClient } from './sql.ts'

const BLOCK_SIZE = 1_000
const BLOCKS_AT_ONCE = 16

export interface IdAllocator {
  /** Ascending ids that no other writer gets; gaps are normal. */
  take(count: number): Promise<readonly Id[]>
}

/** Hi-lo ids: blocks come from a sequence, ids within a block cost nothing. */
export function createIdAllocator(client: SqlClient): IdAllocator {
  let free: { next: number; end: number }[] = []
  let filling: Promise<void> | null = null

  async function fill(): Promise<void> {
    const { rows } = await client.query<{ top: string }>({
      name: 'hot-id-blocks',
      text: "SELECT nextval('hot_id_block') AS top FROM generate_series(1, $1)",
      values: [BLOCKS_AT_ONCE],
    })
    // From 1 on: an id is positive.
    const blocks = rows.map(({ top }) => ({
      next: Number(top) - BLOCK_SIZE + 1,
      end: Number(top) + 1,
    }))
    free = [...free, ...blocks]
  }

  function available(): number {
    return free.reduce((sum, block) => sum + block.end - block.next, 0)
  }

  return {
    async take(count) {
      while (available() < count) {
        filling ??= fill().finally(() => {
          filling = null
        })
        await filling
      }
      const ids: Id[] = []
      while (ids.length < count) {
        const block = defined(free[0], 'a block of ids')
        while (ids.length < count && block.next < block.end) ids.push(String(block.next++))
        if (block.next === block.end) free.shift()
      }
      return ids
    },
  }
}
