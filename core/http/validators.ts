import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Json, JsonObject } from '../kernel/canonical.ts'
import { busbarError, type FieldError } from '../kernel/error.ts'
import { listOf, type Parameter, type Route } from './contract.ts'
import { unfitTexts } from './texts.ts'

/** What an action is called with. */
export interface Input {
  readonly path: JsonObject
  readonly query: JsonObject
  readonly header: JsonObject
  readonly body: Json | undefined
}

/** A request as it came in. */
export interface Received {
  readonly path: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Json | undefined
}

export interface RouteValidator {
  /**
   * Checks a request against its operation and gives it in the types of the contract, defaults filled in.
   * @throws `validation-failed` with every place that is wrong, `if-match-missing`, `idempotency-key-missing`
   */
  request(received: Received): Input
  /** What is wrong with an answer; empty where it keeps to the contract. */
  answer(body: Json): readonly FieldError[]
}

const CONTRACT = 'contract'

/** Makes validators of the one contract; each is compiled when it is first used. */
export function createValidators(contract: JsonObject): (route: Route) => RouteValidator {
  // Parameters arrive as text and are turned into their types; bodies have types of their own.
  const forText = createAjv(contract, { coerceTypes: true })
  const forJson = createAjv(contract, {})
  const made = new Map<Route, RouteValidator>()
  return (route) => {
    const known = made.get(route)
    if (known !== undefined) return known
    const validator = createValidator(route, { forText, forJson })
    made.set(route, validator)
    return validator
  }
}

/**
 * Judges values by components of the contract as bodies are judged; defaults are filled into what is handed over.
 */
export function createComponentValidator(
  contract: JsonObject,
): (request: { readonly component: string; readonly value: Json }) => readonly FieldError[] {
  const ajv = createAjv(contract, {})
  return ({ component, value }) => {
    const ref = `${CONTRACT}#/components/schemas/${component}`
    const validate = ajv.getSchema(ref) ?? ajv.compile({ $ref: ref })
    return [...check(validate, value, 'pointer'), ...unfitTexts(value)]
  }
}

const COLOUR = /^#[0-9a-f]{6}$/i

function createAjv(contract: JsonObject, options: { readonly coerceTypes?: boolean }): Ajv2020 {
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    allErrors: true,
    useDefaults: true,
    // Our own contract: the checks judge it, not every start.
    validateSchema: false,
    ...options,
  })
  addFormats.default(ajv)
  // What forms offer a palette for.
  ajv.addFormat('color', COLOUR)
  const own = new Set(['example', ...Object.keys(contract), ...extensionsIn(contract)])
  ajv.addVocabulary([...own])
  ajv.addSchema(contract, CONTRACT)
  return ajv
}

/** Keywords of our own (`x-…`), which ajv must be told of. */
function extensionsIn(value: Json | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => extensionsIn(item))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => [
    ...(key.startsWith('x-') ? [key] : []),
    ...extensionsIn(item),
  ])
}

type Ajvs = { readonly forText: Ajv2020; readonly forJson: Ajv2020 }

function createValidator(route: Route, { forText, forJson }: Ajvs): RouteValidator {
  const group = (place: Parameter['in']) => {
    const parameters = route.parameters.filter((parameter) => parameter.in === place)
    return { parameters, validate: compileGroup(forText, parameters) }
  }
  const groups = { path: group('path'), query: group('query'), header: group('header') }
  const body = route.body.kind === 'json' ? forJson.compile(rebased(route.body.schema)) : null
  let answer: ValidateFunction | null = null
  return {
    request(received) {
      const path: Record<string, Json> = { ...received.path }
      const { values: query, errors: repeated } = readQuery(received.query, groups.query.parameters)
      const header = readHeaders(received.headers, groups.header.parameters)
      refuseMissingHeaders(groups.header.parameters, header)
      const errors = [
        ...repeated,
        ...check(groups.path.validate, path, 'name'),
        // What calls back with a raw body has parameters of its own.
        ...(route.body.kind === 'raw' ? [] : check(groups.query.validate, query, 'name')),
        ...check(groups.header.validate, header, 'name'),
        ...(body === null ? [] : check(body, received.body ?? null, 'pointer')),
        ...unfitTexts({ ...path, ...query }),
        ...endless({ ...path, ...query, ...header }),
        ...unfitTexts(received.body ?? null),
      ]
      if (errors.length > 0) throw busbarError('validation-failed', { errors })
      return { path, query, header, body: received.body }
    },
    answer(value) {
      if (route.answer === null) return []
      answer ??= forJson.compile(rebased(route.answer))
      // A copy: defaults must not be filled into what is sent.
      return check(answer, structuredClone(value), 'pointer')
    },
  }
}

/** Text such as `1e999` becomes a number without end, which ajv's keywords of numbers pass over. */
function endless(values: Readonly<Record<string, Json>>): FieldError[] {
  return Object.entries(values).flatMap(([name, value]) =>
    typeof value === 'number' && !Number.isFinite(value)
      ? [{ pointer: `/${name}`, message: 'must be a number within bounds' }]
      : [],
  )
}

function compileGroup(ajv: Ajv2020, parameters: readonly Parameter[]): ValidateFunction {
  return ajv.compile({
    type: 'object',
    additionalProperties: false,
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, rebased(schema)])),
  })
}

/** A schema out of the document, its references leading back into it. */
function rebased(schema: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string' ? `${CONTRACT}${value}` : rebasedValue(value),
    ]),
  )
}

function rebasedValue(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => rebasedValue(item))
  return typeof value === 'object' && value !== null ? rebased(value as JsonObject) : value
}

function readQuery(
  query: URLSearchParams,
  parameters: readonly Parameter[],
): { values: Record<string, Json>; errors: FieldError[] } {
  const values: Record<string, Json> = {}
  const errors: FieldError[] = []
  for (const name of new Set(query.keys())) {
    const all = query.getAll(name)
    const array = parameters.find((parameter) => parameter.name === name)?.schema.type === 'array'
    if (all.length > 1) errors.push({ pointer: name, message: 'stands more than once' })
    const text = all[0] ?? ''
    // defineProperty: a parameter may be called __proto__.
    Object.defineProperty(values, name, {
      value: array ? text.split(',') : text,
      enumerable: true,
      writable: true,
    })
  }
  return { values, errors }
}

function readHeaders(
  headers: Received['headers'],
  parameters: readonly Parameter[],
): Record<string, Json> {
  const values: Record<string, Json> = {}
  for (const { name } of parameters) {
    const value = headers[name.toLowerCase()]
    if (typeof value === 'string') values[name] = value
  }
  return values
}

function refuseMissingHeaders(parameters: readonly Parameter[], header: JsonObject): void {
  for (const { name, required } of parameters) {
    if (!required || header[name] !== undefined) continue
    if (name === 'If-Match') throw busbarError('if-match-missing')
    if (name === 'Idempotency-Key') throw busbarError('idempotency-key-missing')
  }
}

function check(validate: ValidateFunction, value: Json, naming: 'name' | 'pointer'): FieldError[] {
  if (validate(value)) return []
  return listOfErrors(validate.errors).map((error) => fieldError(error, naming))
}

function listOfErrors(errors: ValidateFunction['errors']): readonly ErrorObject[] {
  return (errors ?? []).filter(({ keyword }) => keyword !== 'if')
}

function fieldError(error: ErrorObject, naming: 'name' | 'pointer'): FieldError {
  const { pointer, message } = explained(error)
  return { pointer: naming === 'name' ? pointer.slice(1) : pointer, message }
}

function explained({ keyword, instancePath, params, message }: ErrorObject): FieldError {
  const at = (name: unknown) => `${instancePath}/${escaped(String(name))}`
  switch (keyword) {
    case 'additionalProperties':
      return { pointer: at(params.additionalProperty), message: 'is not known here' }
    case 'required':
      return { pointer: at(params.missingProperty), message: 'is missing' }
    case 'enum':
      return {
        pointer: instancePath,
        message: `must be one of ${listOf(params.allowedValues).join(', ')}`,
      }
    default:
      return { pointer: instancePath, message: message ?? 'is wrong' }
  }
}

const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1')
