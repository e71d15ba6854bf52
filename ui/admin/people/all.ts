import { send } from '../../shared/api/client.ts'

interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

const PER_PAGE = 500

/** All items of a list that is as long as there are people, page after page. */
export async function allOf<T>(path: string): Promise<readonly T[]> {
  const found: T[] = []
  let cursor: string | undefined
  do {
    const { data } = await send<Page<T>>('GET', path, { query: { limit: PER_PAGE, cursor } })
    found.push(...data.items)
    cursor = data.nextCursor ?? undefined
  } while (cursor !== undefined)
  return found
}
