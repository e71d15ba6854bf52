import type { Schema } from '../contract/schema.ts'
import type { Item } from './pages.ts'

const equal = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** The fields of an item that a change may send. */
export function fieldsOf({ properties = {} }: Schema, item: Item): Item {
  return Object.fromEntries(
    Object.keys(properties)
      .filter((name) => item[name] !== undefined)
      .map((name) => [name, item[name]]),
  )
}

/** What a new one begins with: the schema's defaults, and what is known of it already. */
export function startOf({ properties = {} }: Schema, known: Item): Item {
  const entries = Object.entries(properties).map(([name, field]) => [
    name,
    known[name] ?? field.default,
  ])
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

/** Only what differs: what is left out stays as it is, also where somebody else has changed it. */
export function changesOf(base: Item, draft: Item): Item {
  const names = new Set([...Object.keys(base), ...Object.keys(draft)])
  return Object.fromEntries(
    [...names]
      .filter((name) => !equal(base[name], draft[name]))
      .map((name) => [name, draft[name] ?? null]),
  )
}

/** What was filled in on one start, upon another: what becomes known late undoes nothing that was typed. */
export function carried({
  base,
  draft,
  start,
}: {
  readonly base: Item
  readonly draft: Item
  readonly start: Item
}): Item {
  const typed = Object.keys({ ...base, ...draft }).filter((name) => !equal(base[name], draft[name]))
  const own = typed.map((name) => [name, draft[name]])
  const entries = Object.entries({ ...start, ...Object.fromEntries(own) })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

/** A field that both sides have changed, or one of them. */
export interface Difference {
  readonly name: string
  readonly base: unknown
  readonly mine: unknown
  readonly theirs: unknown
  /** Both have changed it, to different values: somebody has to choose. */
  readonly conflict: boolean
}

export function differences({
  base,
  mine,
  theirs,
}: {
  readonly base: Item
  readonly mine: Item
  readonly theirs: Item
}): Difference[] {
  const names = [...new Set([base, mine, theirs].flatMap(Object.keys))]
  return names.flatMap((name) => {
    const values = { base: base[name], mine: mine[name], theirs: theirs[name] }
    const byMe = !equal(values.base, values.mine)
    const byThem = !equal(values.base, values.theirs)
    if (!byMe && !byThem) return []
    return [{ name, ...values, conflict: byMe && byThem && !equal(values.mine, values.theirs) }]
  })
}
