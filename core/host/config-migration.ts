import type { Json, JsonObject } from '../kernel/canonical.ts'
import { busbarError } from '../kernel/error.ts'

/**
 * One step of a configuration's migration, as data. Paths are JSON pointers (RFC 6901) to properties. What is not
 * there is left alone, since most settings are optional:
 * - `move`: from one property to another
 * - `add`: sets a property that is not there
 * - `replace`: sets a property that is there
 * - `remove`: takes a property away
 */
export type MigrationStep =
  | { readonly op: 'move'; readonly from: string; readonly path: string }
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: Json }
  | { readonly op: 'remove'; readonly path: string }

/** What takes a configuration from the version before to this one. */
export interface ConfigMigration {
  readonly to: number
  readonly steps: readonly MigrationStep[]
}

/** Names that reach an object's prototype where code is careless. */
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * A configuration of an older version in the form of the newer one; secrets may be sealed, they move as they are.
 * @throws `validation-failed` for one that a later version of the plugin saved
 */
export function migrateConfig(request: {
  readonly config: JsonObject
  readonly from: number
  readonly to: number
  readonly migrations: readonly ConfigMigration[]
}): JsonObject {
  const { config, from, to, migrations } = request
  if (from > to)
    throw busbarError('validation-failed', {
      detail: `config: it was saved by version ${from} of its schema and the plugin knows ${to}: install the later plugin again, or configure this one anew.`,
    })
  return migrations
    .filter((migration) => migration.to > from && migration.to <= to)
    .flatMap(({ steps }) => steps)
    .reduce(applied, config)
}

/** What is wrong with the order of migrations, or null: each version above 1 has its own, ascending. */
export function migrationFault(version: number, migrations: readonly ConfigMigration[]) {
  const wanted = Array.from({ length: version - 1 }, (_, index) => index + 2)
  const fits =
    migrations.length === wanted.length && migrations.every(({ to }, index) => to === wanted[index])
  if (!fits)
    return `lists no migration to ${wanted.join(', ') || 'any version'} in order: version ${version} needs one to each version after the first, and no other`
  const paths = migrations.flatMap(({ steps }) =>
    steps.flatMap((step) => ('from' in step ? [step.path, step.from] : [step.path])),
  )
  const bad = paths.find((path) => tokensOf(path).some((token) => FORBIDDEN.has(token)))
  return bad === undefined ? null : `has a path with a name that is not allowed: ${bad}`
}

function applied(config: JsonObject, step: MigrationStep): JsonObject {
  const at = tokensOf(step.path)
  const there = valueAt(config, at)
  switch (step.op) {
    case 'add':
      return there === undefined ? withValue(config, at, step.value) : config
    case 'replace':
      return there === undefined ? config : withValue(config, at, step.value)
    case 'remove':
      return withValue(config, at, undefined)
    case 'move': {
      const from = tokensOf(step.from)
      const moved = valueAt(config, from)
      if (moved === undefined) return config
      return withValue(withValue(config, from, undefined), at, moved)
    }
  }
}

function tokensOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function valueAt(value: Json, [token, ...rest]: readonly string[]): Json | undefined {
  if (token === undefined) return value
  if (!isObject(value) || !Object.hasOwn(value, token)) return undefined
  return valueAt(value[token] as Json, rest)
}

/** A copy with the property set, or taken away by undefined; objects on the way are made for a value. */
function withValue(
  object: JsonObject,
  [token = '', ...rest]: readonly string[],
  value: Json | undefined,
): JsonObject {
  const { [token]: own, ...others } = object
  if (rest.length === 0) return value === undefined ? others : { ...others, [token]: value }
  if (!isObject(own) && value === undefined) return object
  return { ...others, [token]: withValue(isObject(own) ? own : {}, rest, value) }
}
