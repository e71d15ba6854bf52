import { dereference, type Schema as Interpreted, validate } from '@cfworker/json-schema'
import type { ErrorObject, Format, ValidateFunction } from './ajv.ts'
import { register } from './formats.ts'
import { asAjvErrors } from './units.ts'

/** JSON's data of a value: undefined fields are as if they were not there, as ajv takes them. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => plain(each) ?? null)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([, each]) => each !== undefined)
  return Object.fromEntries(kept.map(([key, each]) => [key, plain(each)]))
}

const isSchema = (value: unknown): value is Interpreted | boolean =>
  typeof value === 'boolean' || (typeof value === 'object' && value !== null)

/**
 * What JSON Forms needs of ajv, by interpretation: ajv compiles code, which the content security policy forbids. It
 * reports all errors, each where ajv would.
 */
export class Ajv {
  readonly opts: Readonly<Record<string, unknown>>
  errors: ErrorObject[] | null = null
  readonly #compiled = new WeakMap<object, ValidateFunction>()
  readonly #named = new Map<string, ValidateFunction>()

  constructor(options: Readonly<Record<string, unknown>> = {}) {
    this.opts = options
  }

  compile(schema: unknown): ValidateFunction {
    const kept = typeof schema === 'object' && schema !== null ? this.#compiled.get(schema) : null
    if (kept) return kept
    const compiled = this.#compile(schema)
    if (typeof schema === 'object' && schema !== null) this.#compiled.set(schema, compiled)
    return compiled
  }

  /** By a schema or by the name of one that was added; what is wrong stands in `errors`. */
  validate(schema: unknown, value: unknown): boolean {
    const check = typeof schema === 'string' ? this.getSchema(schema) : this.compile(schema)
    if (check === undefined)
      throw new Error(`No schema has the name ${String(schema)}: add it first`)
    const valid = check(value)
    this.errors = check.errors
    return valid
  }

  addSchema(schema: unknown, name?: string): this {
    const id = isSchema(schema) && typeof schema === 'object' ? schema.$id : undefined
    const key = name ?? id
    if (key !== undefined) this.#named.set(key, this.compile(schema))
    return this
  }

  getSchema(name: string): ValidateFunction | undefined {
    return this.#named.get(name)
  }

  removeSchema(name: string): this {
    this.#named.delete(name)
    return this
  }

  addFormat(name: string, format: Format): this {
    register(name, format)
    return this
  }

  /** Keywords that are not known are passed over, as ajv does when it is not strict. */
  addKeyword(): this {
    return this
  }

  addVocabulary(): this {
    return this
  }

  #compile(schema: unknown): ValidateFunction {
    if (!isSchema(schema)) throw new Error('A schema is an object, true or false')
    // The library writes into what it is given; the page's schema may be frozen or watched.
    const own: Interpreted | boolean = JSON.parse(JSON.stringify(schema))
    const lookup = dereference(own)
    const check = (value: unknown): boolean => {
      const data = plain(value)
      if (data === undefined) {
        check.errors = null
        return true
      }
      const { valid, errors } = validate(data, own, '2020-12', lookup, false)
      check.errors = valid ? null : asAjvErrors({ units: errors, schema: own, value: data })
      return valid
    }
    check.errors = null as ErrorObject[] | null
    check.schema = schema
    return check
  }
}

export default Ajv
