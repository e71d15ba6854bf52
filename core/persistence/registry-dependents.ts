import type { EntityManager } from '@mikro-orm/postgresql'
import type { DependentRule, Row } from '../flow/registry/ports.ts'
import { defined } from '../kernel/assert.ts'
import type { Dependents } from '../kernel/error.ts'
import type { Id } from '../kernel/id.ts'
import type { Instant } from '../kernel/instant.ts'
import type { ResourceEntries, ResourceEntry } from './registry-entry.ts'

export type Where = Record<string, unknown>

/** One look at the registry, at an instant of domain time. */
export interface Reading {
  readonly em: EntityManager
  readonly now: Instant
  readonly resources: ResourceEntries
}

export function entryOf(
  { resources }: Pick<Reading, 'resources'>,
  resource: string,
): ResourceEntry {
  return defined(resources[resource], `resource ${resource}`)
}

/** `contractId.tenantId` and a condition → `{ contractId: { tenantId: condition } }`. */
export function nested(path: string, condition: unknown): Where {
  const [head = '', ...rest] = path.split('.')
  return { [head]: rest.length === 0 ? condition : nested(rest.join('.'), condition) }
}

/** The entity's own fields; mapped keys are plain ids already. */
export function rowOf(entity: object): Row {
  return { ...entity } as Row
}

/** Ids that are told of each kind. */
const TOLD = 10

/** What depends on a thing now, by the rules of its resource. */
export async function dependentsOf(
  reading: Reading,
  { id, rules }: { readonly id: Id; readonly rules: readonly DependentRule[] },
): Promise<readonly Dependents[]> {
  const found: Dependents[] = []
  for (const rule of rules) {
    const { entity } = entryOf(reading, rule.resource)
    const where = await whereOf(reading, rule, id)
    const count = await reading.em.count(entity, where)
    if (count === 0) continue
    const first = await reading.em.find(entity, where, { orderBy: { id: 'asc' }, limit: TOLD })
    const ids = first.map((row) => String(rowOf(row).id))
    found.push({ resource: rule.resource, count, ids })
  }
  return found
}

async function whereOf(reading: Reading, rule: DependentRule, id: Id): Promise<Where> {
  const { em, now } = reading
  const { links, archives } = entryOf(reading, rule.resource)
  const conditions: Where[] = []
  if (links?.field === rule.at) {
    const linked = await em.find(links.entity, { [links.other]: id })
    conditions.push({ id: { $in: linked.map((link) => String(rowOf(link)[links.own])) } })
  } else conditions.push(nested(rule.at, id))
  if (archives !== undefined) conditions.push({ archivedAt: null })
  if (rule.until !== undefined)
    conditions.push({ $or: [{ [rule.until]: null }, { [rule.until]: { $gt: now } }] })
  for (const [field, values] of Object.entries(rule.unless ?? {}))
    conditions.push({ [field]: { $nin: [...values] } })
  return { $and: conditions }
}
