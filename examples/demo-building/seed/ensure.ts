import type { Api, Body, Collection, Resource } from '../api.ts'

/** How many requests are under way at once. */
const AT_ONCE = 8

/** Does the work for all, a few at a time, in order of their beginning. */
export async function forAll<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = new Array(items.length)
  let next = 0
  async function worker(): Promise<void> {
    for (;;) {
      const index = next
      next += 1
      const item = items[index]
      if (index >= items.length || item === undefined) return
      results[index] = await work(item)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return results
}

export interface Wanted {
  /** What it is known by among its kind. */
  readonly key: string
  readonly body: Body
}

/** Makes what is not there yet; what is there stays as it is. Returns the ids by key. */
export async function ensure(
  api: Api,
  collection: Collection,
  {
    keyOf,
    filter = {},
    wanted,
  }: {
    readonly keyOf: (resource: Resource) => string
    readonly filter?: Readonly<Record<string, string>>
    readonly wanted: readonly Wanted[]
  },
): Promise<ReadonlyMap<string, string>> {
  const there = await api.list(collection, filter)
  const ids = new Map(there.map((resource) => [keyOf(resource), resource.id]))
  const missing = wanted.filter(({ key }) => !ids.has(key))
  await forAll(missing, async ({ key, body }) => {
    ids.set(key, (await api.create(collection, body)).id)
  })
  return ids
}

export const byCode = (resource: Resource): string => String(resource.code)

export function required(ids: ReadonlyMap<string, string>, key: string): string {
  const id = ids.get(key)
  if (id === undefined) throw new Error(`The set-up did not make "${key}".`)
  return id
}
