import {
  type BulkCatalogue,
  type BulkField,
  type BulkKind,
  columnsOf as columnsOfReference,
  type KeyPart,
  type KeyShape,
  leadsToSite,
  type Reference,
} from '../flow/bulk/kinds.ts'
import { assert } from '../kernel/assert.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { componentOf, listOf, objectOf } from './contract.ts'
import { columnsIn } from './csv.ts'
import { typesOf, whole } from './resources.ts'
import { codecOf } from './wire.ts'

interface Resource {
  readonly resource: string
  readonly component: string
  readonly key: readonly string[]
  readonly bulk: boolean
}

/**
 * What there are files of, made from the contract alone (`bulk` and `key` of x-resources): a column for each field that
 * can be set, in the order of the schema; what a field refers to is named by its key, and the site only once in a row.
 */
export function readBulk(contract: JsonObject): BulkCatalogue {
  const resources = new Map(resourcesOf(contract).map((each) => [each.resource, each]))
  const kinds = [...resources.values()]
    .filter(({ bulk }) => bulk)
    .map((each) => kindOf({ contract, resources }, each))
  const keys = [...resources.values()].map(
    (each) => [each.resource, keyShapeOf(contract, each)] as const,
  )
  return Object.freeze({ kinds: inOrder(kinds), keys: Object.fromEntries(keys) })
}

function resourcesOf(contract: JsonObject): readonly Resource[] {
  return Object.values(objectOf(contract.paths)).flatMap((item): Resource[] => {
    const { service, schema, key, bulk } = objectOf(objectOf(item)['x-resource'])
    if (key === undefined) return []
    const fields = listOf(key).map(String)
    return [
      { resource: String(service), component: String(schema), key: fields, bulk: bulk === true },
    ]
  })
}

interface Around {
  readonly contract: JsonObject
  readonly resources: ReadonlyMap<string, Resource>
}

const ownOf = (contract: JsonObject, component: string, wire: string): string =>
  codecOf(contract, component).fields.find((field) => field.wire === wire)?.own ?? wire

function targetOf(contract: JsonObject, component: string, wire: string): string | null {
  const target = objectOf(objectOf(componentOf(contract, component).properties)[wire])['x-ref']
  return typeof target === 'string' ? target : null
}

function keyShapeOf(contract: JsonObject, { component, key }: Resource): KeyShape {
  return {
    key: key.map((wire) => ({
      own: ownOf(contract, component, wire),
      target: targetOf(contract, component, wire),
    })),
  }
}

function kindOf({ contract, resources }: Around, { resource, component, key }: Resource): BulkKind {
  const schema = componentOf(contract, component)
  const fields: BulkField[] = []
  let siteKnown = false
  for (const [wire, raw] of Object.entries(objectOf(schema.properties))) {
    const property = whole(contract, objectOf(raw))
    if (property.readOnly === true || property['x-actor'] === true) continue
    const base = {
      ...{ wire, own: ownOf(contract, component, wire) },
      nullable: typesOf(property).includes('null'),
      fixed: property['x-fixed'] === true,
    }
    const target = targetOf(contract, component, wire)
    if (target !== null && resources.has(target)) {
      const prefix = wire.replace(/Id$/, '')
      const reference = referenceTo({ contract, resources }, { target, prefix, siteKnown })
      fields.push({ ...base, kind: 'reference', reference })
      siteKnown ||= !base.nullable && leadsToSite(reference)
    } else fields.push(...valuesOf(contract, { wire, property, base }))
  }
  const columns = fields.flatMap((field) =>
    field.kind === 'value' ? [field.column] : columnsOfReference(field.reference),
  )
  const own = key.map((wire) => ownOf(contract, component, wire))
  return Object.freeze({ resource, key: own, fields, columns })
}

function referenceTo(
  { contract, resources }: Around,
  to: { readonly target: string; readonly prefix: string; readonly siteKnown: boolean },
): Reference {
  const { target, prefix, siteKnown } = to
  const resource = resources.get(target)
  assert(resource !== undefined, `${target} has a key`)
  const parts = resource.key.map((wire): KeyPart => {
    const own = ownOf(contract, resource.component, wire)
    const inner = targetOf(contract, resource.component, wire)
    if (inner === null) return { kind: 'text', own, column: `${prefix}.${wire}` }
    if (inner === 'sites' && siteKnown) return { kind: 'site', own }
    const around = { contract, resources }
    const deeper = { target: inner, prefix: `${prefix}.${wire.replace(/Id$/, '')}`, siteKnown }
    return { kind: 'reference', own, reference: referenceTo(around, deeper) }
  })
  return Object.freeze({ target, parts })
}

type Base = Pick<BulkField, 'wire' | 'own' | 'nullable' | 'fixed'>

/** One column, or one for each field of an object whose fields the schema names. */
function valuesOf(
  contract: JsonObject,
  { wire, property, base }: { wire: string; property: JsonObject; base: Base },
): BulkField[] {
  const schema = { properties: { [wire]: property } }
  return columnsIn(contract, schema, []).map(({ name, at }) => {
    const inner = at
      .slice(1)
      .reduce(
        (around, step) => whole(contract, objectOf(objectOf(around.properties)[step])),
        property,
      )
    const types = typesOf(inner)
    const nullable = at.length === 1 ? base.nullable : types.includes('null')
    return { ...base, nullable, kind: 'value' as const, column: name, at, type: typeOf(types) }
  })
}

function typeOf(types: readonly string[]): 'text' | 'boolean' | 'number' | 'json' {
  if (types.includes('string')) return 'text'
  if (types.includes('object') || types.includes('array')) return 'json'
  if (types.includes('boolean')) return 'boolean'
  return types.length === 0 ? 'json' : 'number'
}

/** What is referred to comes before what refers to it. */
function inOrder(kinds: readonly BulkKind[]): readonly BulkKind[] {
  const done: BulkKind[] = []
  let left = kinds
  while (left.length > 0) {
    const waits = ({ fields, resource }: BulkKind) =>
      fields.some(
        (field) =>
          field.kind === 'reference' &&
          field.reference.target !== resource &&
          left.some((other) => other.resource === field.reference.target),
      )
    const ready = left.filter((kind) => !waits(kind))
    assert(ready.length > 0, 'kinds of files do not refer to each other in a circle')
    done.push(...ready)
    left = left.filter((kind) => !ready.includes(kind))
  }
  return done
}
