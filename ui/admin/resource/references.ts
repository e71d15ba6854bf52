import { send } from '../../shared/api/client.ts'
import { session } from '../../shared/session.ts'
import { nameOf } from '../contract/contract.ts'
import { resourceOf } from '../contract/use-contract.ts'

type Item = Readonly<Record<string, unknown>>
interface Page {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}

/** Something to choose: its id, and what it is called. */
export interface Choice {
  readonly id: string
  readonly label: string
}

const FOUND = 20
/** A resource without search is small enough to be looked through here. */
const LOOKED_THROUGH = 500

const labels = new Map<string, Promise<string>>()

/** What the item of this id is called; its number where it cannot be read. Asked once. */
export function labelOf(service: string, id: string): Promise<string> {
  const key = `${service}/${id}`
  const known = labels.get(key)
  if (known !== undefined) return known
  const asked = ask(service, id)
  labels.set(key, asked)
  return asked
}

async function ask(service: string, id: string): Promise<string> {
  const resource = resourceOf(service)
  if (resource === undefined || !session.may(resource.read)) return `#${id}`
  try {
    const { data } = await send<Item>('GET', `${resource.path}/${encodeURIComponent(id)}`)
    return nameOf(resource, data)
  } catch {
    return `#${id}`
  }
}

/** Forgets a name, after the item was changed. */
export const forgetLabel = (service: string, id: string): boolean =>
  labels.delete(`${service}/${id}`)

/** Items whose name has the text in it. */
export async function choicesOf(service: string, text: string): Promise<readonly Choice[]> {
  const resource = resourceOf(service)
  if (resource === undefined) return []
  const wanted = text.trim()
  const query = resource.searchable
    ? { limit: FOUND, ...(wanted === '' ? {} : { q: wanted }) }
    : { limit: LOOKED_THROUGH }
  const { data } = await send<Page>('GET', resource.path, { query })
  const choices = data.items.map((item) => ({ id: String(item.id), label: nameOf(resource, item) }))
  if (resource.searchable) return choices
  const low = wanted.toLocaleLowerCase()
  return choices.filter(({ label }) => label.toLocaleLowerCase().includes(low)).slice(0, FOUND)
}
