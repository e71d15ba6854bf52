import { canonicalJson } from '../../kernel/canonical.ts'
import type { Id } from '../../kernel/id.ts'
import type { Grant } from '../identity/ports.ts'
import type { RegistryStore, Row, Value } from '../registry/ports.ts'
import type { BulkCatalogue } from './kinds.ts'

/** Something that a key names. */
export interface Found {
  readonly id: Id
  /** Null: it belongs to no site. */
  readonly siteId: Id | null
  /** As it was read; null: it was made by this very file. */
  readonly row: Row | null
}

/** What is there, by the keys that people know it by; only what the asker may see is found. */
export interface Lookup {
  /** Reads all of a resource that lie in one of these, or all there are. What was read is not read again. */
  load(
    resource: string,
    within: { readonly own: string; readonly ids: readonly Id[] } | null,
  ): Promise<void>
  /** `several`: the key names more than one. */
  find(resource: string, key: readonly string[]): Found | 'several' | null
  add(resource: string, key: readonly string[], found: Found): void
  /** The key of a row of values; null where one of its values is missing. */
  keyOf(resource: string, values: Row): readonly string[] | null
  /** What people call it within what it lies in; null where it was not read. */
  nameOf(resource: string, id: Id): string | null
  /** Where a row lies. */
  siteOf(resource: string, row: Row): Id | null
}

const PAGE_ROWS = 500
/** Ids of one question to the database. */
const IDS = 1_000

export function createLookup(options: {
  readonly store: Pick<RegistryStore, 'list'>
  readonly keys: BulkCatalogue['keys']
  /** Where the asker may see things of a resource. */
  readonly grantsOf: (resource: string) => readonly Grant[]
  readonly userId: string
}): Lookup {
  const { store, keys, grantsOf, userId } = options
  const found = new Map<string, Found | 'several'>()
  const sites = new Map<string, Id | null>()
  const names = new Map<string, string | null>()
  const loaded = new Set<string>()
  const at = (resource: string, key: readonly string[]) => canonicalJson([resource, ...key])

  const lookup: Lookup = {
    async load(resource, within) {
      const mark = (id: Id) => `${resource} ${within?.own} ${id}`
      if (within === null) {
        if (loaded.has(resource)) return
        loaded.add(resource)
        return read(resource, {})
      }
      const ids = [...new Set(within.ids)].filter((id) => !loaded.has(mark(id)))
      for (const id of ids) loaded.add(mark(id))
      for (let from = 0; from < ids.length; from += IDS)
        await read(resource, { [within.own]: ids.slice(from, from + IDS) })
    },
    find: (resource, key) => found.get(at(resource, key)) ?? null,
    add(resource, key, thing) {
      const place = at(resource, key)
      found.set(place, found.has(place) ? 'several' : thing)
      sites.set(`${resource} ${thing.id}`, thing.siteId)
      names.set(`${resource} ${thing.id}`, key.at(-1) ?? null)
    },
    nameOf: (resource, id) => names.get(`${resource} ${id}`) ?? null,
    keyOf(resource, values) {
      const parts = (keys[resource]?.key ?? []).map(({ own }) => textOf(values[own]))
      return parts.every((part) => part !== null) ? parts : null
    },
    siteOf(resource, row) {
      if (resource === 'sites') return String(row.id)
      if (typeof row.siteId === 'string') return row.siteId
      const parent = keys[resource]?.key.find(({ target }) => target !== null)
      return parent === undefined
        ? null
        : (sites.get(`${parent.target} ${String(row[parent.own])}`) ?? null)
    },
  }

  async function read(resource: string, filter: Row): Promise<void> {
    for await (const row of rowsOf({
      store,
      resource,
      grants: grantsOf(resource),
      userId,
      filter,
    })) {
      const key = lookup.keyOf(resource, row)
      if (key === null) continue
      lookup.add(resource, key, { id: String(row.id), siteId: lookup.siteOf(resource, row), row })
    }
  }
  return lookup
}

const textOf = (value: Value | undefined): string | null => {
  if (value === null || value === undefined) return null
  return typeof value === 'object' ? canonicalJson(value) : String(value)
}

/** All rows that somebody may see and that have not been removed, in the order of their ids. */
export async function* rowsOf(request: {
  readonly store: Pick<RegistryStore, 'list'>
  readonly resource: string
  readonly grants: readonly Grant[]
  readonly userId: string
  readonly filter: Row
}): AsyncGenerator<Row, void, undefined> {
  const { store, ...query } = request
  let after: { readonly value: Value; readonly id: Id } | null = null
  for (;;) {
    const { rows }: { readonly rows: readonly Row[] } = await store.list({
      ...query,
      ...{ archived: false, search: null, after, limit: PAGE_ROWS },
      sort: { field: 'id', descending: false },
    })
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE_ROWS) return
    after = { value: String(last.id), id: String(last.id) }
  }
}
