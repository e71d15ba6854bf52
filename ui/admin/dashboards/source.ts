import type { DashboardWidgetList } from '../../../core/generated/api.ts'
import { send } from '../../shared/api/client.ts'
import type { Schema } from '../contract/schema.ts'
import { resourceOf } from '../contract/use-contract.ts'
import { fromPointer } from '../forms/pointer.ts'

export type Contributed = DashboardWidgetList['items'][number]
type Source = NonNullable<Contributed['source']>

const SITE = '$site'

/** `connections.list` in its parts. */
function partsOf({ operation }: Source) {
  const [service = '', verb = ''] = operation.split('.')
  return { verb, resource: resourceOf(service) }
}

/** Roles that may ask it; nobody where the contract does not have it. */
export const rolesOf = (source: Source): readonly string[] => partsOf(source).resource?.read ?? []

/** Whether the operation is a list, whose length can be chosen. */
export const isList = (source: Source): boolean => partsOf(source).verb === 'list'

/**
 * Asks the operation, as whoever looks at it.
 * @param siteId stands for `$site`; null: all sites
 * @param own parameters that were chosen for one widget
 */
export async function ask(
  source: Source,
  { siteId, own = {} }: { readonly siteId: string | null; readonly own?: Parameters_ },
): Promise<unknown> {
  const { verb, resource } = partsOf(source)
  if (resource === undefined) throw new Error(source.operation)
  const given = Object.entries({ ...source.parameters, ...own })
    .map(([name, value]) => [name, value === SITE ? siteId : value] as const)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => [name, String(value)])
  const { id = '', ...query } = Object.fromEntries(given) as Record<string, string>
  const path = verb === 'get' ? `${resource.path}/${encodeURIComponent(id)}` : resource.path
  return (await send<unknown>('GET', path, { query })).data
}
type Parameters_ = Readonly<Record<string, unknown>>

/** What the contract says of the place that a pointer leads to within one item of the answer. */
export function schemaOf(source: Source, pointer: string): Schema {
  const { resource } = partsOf(source)
  return fromPointer(pointer).reduce<Schema>(
    (schema, key) =>
      schema.properties?.[key] ??
      (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {}),
    resource?.schema ?? {},
  )
}
