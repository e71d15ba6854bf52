import { shallowReactive } from 'vue'
import { send } from '../../shared/api/client.ts'
import { day } from '../../shared/locale/format.ts'
import { i18n, say } from '../../shared/locale/i18n.ts'
import { wordOf } from '../../shared/locale/words.ts'
import { session } from '../../shared/session.ts'
import type { Resource } from '../contract/contract.ts'
import { resourceOf, segmentOf } from '../contract/use-contract.ts'
import type { RefSource } from '../forms/form.ts'
import { allOf } from '../people/all.ts'
import { placeOf } from '../site.ts'
import { kindOf } from './values.ts'

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

const asked = new Map<string, Promise<string>>()
const known = shallowReactive(new Map<string, string>())

/** What the item of this id is called; its number where it cannot be read. Asked once. */
export function labelOf(service: string, id: string): Promise<string> {
  const key = `${service}/${id}`
  const before = asked.get(key)
  if (before !== undefined) return before
  const answer = ask(service, id)
  asked.set(key, answer)
  void answer.then((label) => {
    if (asked.get(key) === answer) known.set(key, label)
  })
  return answer
}

/** The same at once: its number, until its name is known. */
function knownLabel(service: string, id: string): string {
  void labelOf(service, id)
  return known.get(`${service}/${id}`) ?? `#${id}`
}

const FIELD = /\{(\w+)\}/g

/** What one is called: its title's fields filled in, in the reader's words, or its number. */
export function nameOf({ title, schema }: Resource, item: Item): string {
  const name = title.replaceAll(FIELD, (_, field: string) => {
    const value = item[field]
    if (value === null || value === undefined) return ''
    const shape = schema.properties?.[field] ?? {}
    switch (kindOf(shape)) {
      case 'reference':
        return knownLabel(shape['x-ref'] ?? '', String(value))
      case 'instant':
        return day(String(value), placeOf(item.siteId).timeZone)
      case 'choice':
        return wordOf(value)
      default:
        return String(value)
    }
  })
  return name.trim() === '' ? `#${String(item.id)}` : name
}

/** The same once the names are known that it is made of. */
async function wholeNameOf(resource: Resource, item: Item): Promise<string> {
  const fields = [...resource.title.matchAll(FIELD)].map(([, field = '']) => field)
  const parts = fields.map((field) => {
    const service = resource.schema.properties?.[field]?.['x-ref']
    return service && item[field] ? labelOf(service, String(item[field])) : null
  })
  await Promise.all(parts)
  return nameOf(resource, item)
}

async function ask(service: string, id: string): Promise<string> {
  const resource = resourceOf(service)
  if (resource === undefined || !session.may(resource.read)) return `#${id}`
  try {
    const item = resource.single
      ? (await send<Item>('GET', `${resource.path}/${encodeURIComponent(id)}`)).data
      : (await everyOf(resource)).find((each) => String(each.id) === id)
    return item === undefined ? `#${id}` : await wholeNameOf(resource, item)
  } catch {
    return `#${id}`
  }
}

const lists = new Map<string, Promise<readonly Item[]>>()

/** All of a resource whose items cannot be read one by one, such as users; asked once, and again where that failed. */
function everyOf({ service, path }: Resource): Promise<readonly Item[]> {
  const before = lists.get(service)
  if (before !== undefined) return before
  const asking = allOf<Item>(path)
  lists.set(service, asking)
  asking.catch(() => lists.delete(service))
  return asking
}

/** Forgets a name, after the item was changed. */
export function forgetLabel(service: string, id: string): void {
  lists.delete(service)
  asked.delete(`${service}/${id}`)
  known.delete(`${service}/${id}`)
}

/** Where the reader makes a new one of a resource; null where it is not made by hand, or not by them. */
function makeOf(service: string): { readonly to: string; readonly title: string } | null {
  const resource = resourceOf(service)
  if (!resource?.create || !session.may(resource.create.roles)) return null
  const title = i18n.global.t('admin.newOne', { one: say(resource.one) })
  return { to: `/${segmentOf(resource)}/new`, title }
}

/** What a form's reference fields ask, unless the page narrows it. */
export const ALL_REFS: RefSource = {
  search: (service, text) => choicesOf(service, text),
  ...{ label: labelOf, make: makeOf },
}

/**
 * Items whose name has the text in it.
 * @param within filters of the list
 */
export async function choicesOf(
  service: string,
  text: string,
  within: Readonly<Record<string, string>> = {},
): Promise<readonly Choice[]> {
  const resource = resourceOf(service)
  if (resource === undefined) return []
  const wanted = text.trim()
  const query = resource.searchable
    ? { ...within, limit: FOUND, ...(wanted === '' ? {} : { q: wanted }) }
    : { ...within, limit: LOOKED_THROUGH }
  const { data } = await send<Page>('GET', resource.path, { query })
  const choices = await Promise.all(
    data.items.map(async (item) => ({
      id: String(item.id),
      label: await wholeNameOf(resource, item),
    })),
  )
  if (resource.searchable) return choices
  const low = wanted.toLocaleLowerCase()
  return choices.filter(({ label }) => label.toLocaleLowerCase().includes(low)).slice(0, FOUND)
}
