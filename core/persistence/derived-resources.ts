import { defineEntity, type EntitySchema, p } from '@mikro-orm/core'
import type { FieldShape, ResourceShape } from '../flow/registry/ports.ts'
import { defined } from '../kernel/assert.ts'
import type { Json } from '../kernel/canonical.ts'
import { busbarError } from '../kernel/error.ts'
import { id, instant, micros, version } from './entities/columns.ts'
import type { ResourceEntries, ResourceEntry } from './registry-entry.ts'

/**
 * Entries of the resources that nothing is written of by hand, made from what the contract says: the table is called
 * like the schema (`ParkingBay` is parking_bay), its columns like the fields, micros with their unit.
 * @throws `configuration-invalid` where a field does not tell to which site, or which tenant, one belongs
 */
export function deriveResources(
  shapes: readonly ResourceShape[],
  given: ResourceEntries,
): ResourceEntries {
  const entries: Record<string, ResourceEntry> = { ...given }
  const entityOf = (resource: string) => defined(entries[resource], `resource ${resource}`).entity
  const wanted = new Map(
    shapes
      .filter(({ resource }) => given[resource] === undefined)
      .map((each) => [each.resource, each]),
  )
  const entry = (resource: string, open: readonly string[]): ResourceEntry | undefined => {
    const shape = wanted.get(resource)
    if (entries[resource] !== undefined || shape === undefined || open.includes(resource))
      return entries[resource]
    const through = (target: string) => entry(target, [...open, resource])
    const made = entryOf(shape, {
      through,
      entityOf,
      isKept: (name) => given[name] !== undefined || wanted.has(name),
    })
    entries[resource] = made
    return made
  }
  for (const resource of wanted.keys()) entry(resource, [])
  return Object.freeze(entries)
}

interface Around {
  /** Entry of another resource; undefined where there is none, or it is being made right now. */
  readonly through: (resource: string) => ResourceEntry | undefined
  readonly entityOf: (resource: string) => EntitySchema
  readonly isKept: (resource: string) => boolean
}

function entryOf(shape: ResourceShape, around: Around): ResourceEntry {
  const { through } = around
  const references = shape.fields.flatMap(({ name, nullable, resource }) =>
    resource === undefined ? [] : [{ name, nullable, resource }],
  )
  const own = (target: string) => references.find(({ resource }) => resource === target)?.name
  /** By a thing that always is there, whose own place is known. */
  const by = (end: 'site' | 'tenant') =>
    references
      .filter(({ nullable }) => !nullable)
      .map(({ name, resource }) => {
        const path = through(resource)?.[end]
        return typeof path === 'string' ? `${name}.${path}` : null
      })
      .find((path) => path !== null)
  const site = own('sites') ?? by('site')
  const tenant = own('tenants') ?? by('tenant')
  if (site === undefined && !shape.everywhere)
    throw refuse(shape, 'a site: it needs a field that leads to one, or listScope: any')
  const payers = references.some(({ resource }) => through(resource)?.paidFor !== undefined)
  if (shape.forTenants && tenant === undefined && payers)
    throw refuse(shape, 'a tenant: who may see it is to be written in registry-resources.ts')
  return Object.freeze({
    entity: entityFor(shape, around),
    site: site ?? null,
    ...(tenant === undefined ? {} : { tenant }),
    ...(shape.removable ? { archives: {} } : {}),
  })
}

const refuse = ({ resource }: ResourceShape, what: string) =>
  busbarError('configuration-invalid', {
    detail: `Nothing says how ${resource} belongs to ${what}.`,
  })

function entityFor({ component, fields }: ResourceShape, around: Around): EntitySchema {
  const properties = fields.map((field) => [field.name, propertyOf(field, around)])
  return defineEntity({
    name: component,
    tableName: snakeOf(component),
    properties: Object.fromEntries(properties),
  })
}

/** `ParkingBay` → `parking_bay`. */
const snakeOf = (name: string): string =>
  name.replaceAll(/(?<=[a-z0-9])([A-Z])/g, '_$1').toLowerCase()

function propertyOf(field: FieldShape, { entityOf, isKept }: Around): unknown {
  const { name, kind, nullable, resource } = field
  if (kind === 'id') return id()
  if (kind === 'version') return version()
  if (kind === 'reference' && resource !== undefined && isKept(resource))
    return () => {
      const reference = p.manyToOne(entityOf(resource)).mapToPk().joinColumn(snakeOf(name))
      return nullable ? reference.nullable() : reference
    }
  const column = COLUMNS[kind]()
  return nullable ? column.nullable() : column
}

/** Ids of what the registry does not keep, such as users, are text. */
const COLUMNS = {
  reference: () => p.text(),
  text: () => p.text(),
  boolean: () => p.boolean(),
  // As large as a column may be; a smaller one reads the same.
  integer: () => p.bigint('number'),
  number: () => p.double(),
  json: () => p.json<Json>(),
  micros,
  instant,
} as const
