import type { BulkCatalogue } from '../flow/bulk/kinds.ts'
import type { BulkRules, Sent } from '../flow/bulk/rules.ts'
import { defined } from '../kernel/assert.ts'
import type { Json, JsonObject } from '../kernel/canonical.ts'
import type { FieldError } from '../kernel/error.ts'
import { authorize, checkReferences } from './access.ts'
import { type Operation, objectOf } from './contract.ts'
import type { Call } from './define.ts'
import type { RowCheck } from './registry.ts'
import { type Codec, codecOf } from './wire.ts'

/** What a row of a file is judged by. */
export interface RowJudges {
  readonly contract: JsonObject
  /** As in the registry's own changes. */
  readonly checks?: Readonly<Record<string, RowCheck>>
  /** Judges by a component of the contract and fills in defaults. */
  readonly judge: (request: {
    readonly component: string
    readonly value: Json
  }) => readonly FieldError[]
}

/** What decides of a row of a file: the same operations, by the same rules, as a change by hand. */
export function bulkRulesOf(
  dependencies: RowJudges & {
    readonly operations: ReadonlyMap<string, Operation>
    readonly catalogue: BulkCatalogue
  },
  { caller }: Call,
): BulkRules {
  const { contract, checks, judge, operations } = dependencies
  const words = wordsOf(contract)
  const operationOf = ({ resource, change }: Pick<Sent, 'resource' | 'change'>) =>
    operations.get(`${resource}.${change}`)
  return {
    grantsOf(resource) {
      const roles = operations.get(`${resource}.list`)?.roles ?? []
      return (caller.actor?.assignments ?? []).filter(({ role }) => roles.includes(role))
    },
    offers: (sent) => operationOf(sent) !== undefined,
    judge({ resource, change, body }) {
      // Defaults are filled into it.
      const value = structuredClone(body)
      const component = `${words.componentOf(resource)}${change === 'create' ? 'Create' : 'Update'}`
      return { errors: judge({ component, value }), body: value }
    },
    async admit(sent) {
      const { id, body, placeOf } = sent
      const operation = defined(operationOf(sent), 'an operation that is offered')
      const input = { path: id === null ? {} : { id }, query: {}, header: {}, body }
      const { place } = await authorize({ operation, caller, input, placeOf })
      await checkReferences({ operation, input, place, placeOf })
      return { operation: operation.id, siteId: place?.siteId ?? null }
    },
    check: async (resource, change) => checks?.[resource]?.(change),
    toWire: (resource, row) => words.codec(resource).toWire(row),
    fromWire: (resource, body) => words.codec(resource).fromWire(body),
  }
}

function wordsOf(contract: JsonObject) {
  const components = new Map<string, string>()
  const codecs = new Map<string, Codec>()
  for (const item of Object.values(objectOf(contract.paths))) {
    const { service, schema } = objectOf(objectOf(item)['x-resource'])
    if (typeof service === 'string') components.set(service, String(schema))
  }
  const componentOf = (resource: string) => defined(components.get(resource), resource)
  return {
    componentOf,
    codec(resource: string): Codec {
      const known = codecs.get(resource)
      if (known !== undefined) return known
      const made = codecOf(contract, componentOf(resource))
      codecs.set(resource, made)
      return made
    },
  }
}
