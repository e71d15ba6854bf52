import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Json, JsonObject } from '../kernel/canonical.ts'
import { busbarError, errorMessage, type FieldError } from '../kernel/error.ts'
import { copyPlain } from './boundary.ts'
import { findJsonFault, pointerToken } from './bounded-json.ts'
import { inputLimits } from './limits.ts'
import { compilePattern, findSchemaFaults, isObject, validatorDocument } from './schema-rules.ts'

export type Validation =
  | { readonly ok: true; readonly value: JsonObject }
  | { readonly ok: false; readonly errors: readonly FieldError[] }

/** A schema that a plugin brought, admitted and compiled. */
export interface PluginSchema {
  /** As written: for forms and documentation. */
  readonly document: JsonObject
  /**
   * Judges an input; the value given back is a frozen copy with defaults filled in. Never throws,
   * and messages never repeat the input, which may hold secrets.
   */
  validate(input: unknown): Validation
}

const FORMATS = [
  ...['date', 'time', 'date-time', 'duration', 'uri', 'uri-reference', 'email', 'hostname'],
  ...['ipv4', 'ipv6', 'uuid', 'json-pointer', 'password'],
] as const

export interface SchemaCompiler {
  /** @throws `plugin-schema-invalid` naming each place and what to do */
  compile(request: { readonly file: string; readonly document: unknown }): PluginSchema
}

/** Makes validators of plugins' schemas, within the limits of schema-rules.ts. */
export function createSchemaCompiler(): SchemaCompiler {
  const regExp = Object.assign((pattern: string) => compilePattern(pattern), {
    code: 'require("re2js").RE2JS.compile',
  })
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    allErrors: true,
    useDefaults: true,
    logger: false,
    addUsedSchema: false,
    // Compiling finds what is wrong as well; the meta-schema, slow to load, is asked where it is.
    validateSchema: false,
    // Forms are judged now and then; at each start all are compiled.
    code: { regExp, optimize: false },
  })
  addFormats.default(ajv, { mode: 'fast', formats: [...FORMATS] })

  return Object.freeze({
    compile: ({ file, document }: { readonly file: string; readonly document: unknown }) => {
      const refuse = (errors: readonly FieldError[], cause?: unknown) =>
        busbarError('plugin-schema-invalid', {
          detail: `${file}${errors[0]?.pointer ?? ''}: ${errors[0]?.message ?? 'is no schema'}.`,
          errors,
          ...(cause === undefined ? {} : { cause }),
        })
      const faults = findSchemaFaults(document)
      if (faults.length > 0 || !isObject(document)) throw refuse(faults)
      const compilable = validatorDocument(document)
      if (!isObject(compilable)) throw refuse([])
      try {
        const validate = ajv.compile(compilable)
        // The compiled function stays; the cache would keep every reload's schema for ever.
        ajv.removeSchema(compilable)
        return Object.freeze({
          document: copyPlain(document) as JsonObject,
          validate: (input: unknown) => judge(input, validate),
        })
      } catch (cause) {
        const places = ajv.validateSchema(compilable) === true ? [] : fieldErrors(ajv.errors)
        throw refuse([...places, { pointer: '', message: errorMessage(cause) }], cause)
      }
    },
  })
}

interface Validate {
  (data: unknown): boolean
  errors?: ErrorObject[] | null
}

function judge(input: unknown, validate: Validate): Validation {
  const fault = findJsonFault(input, inputLimits)
  if (fault) return { ok: false, errors: [fault] }
  // Defaults are written into a copy: the caller's object is not touched.
  const value: unknown = structuredClone(input)
  if (!validate(value)) return { ok: false, errors: fieldErrors(validate.errors) }
  return { ok: true, value: copyPlain(value) as { readonly [key: string]: Json } }
}

/** ajv's errors as fields: the pointer names the property itself where one is missing or too much. */
export function fieldErrors(errors: readonly ErrorObject[] | null | undefined): FieldError[] {
  return (errors ?? []).slice(0, 20).map(({ instancePath, keyword, params, message }) => {
    const named: unknown =
      params.additionalProperty ?? params.unevaluatedProperty ?? params.missingProperty
    const pointer =
      typeof named === 'string'
        ? `${instancePath}${pointerToken(named.slice(0, 80))}`
        : instancePath
    return { pointer, message: plainMessage(keyword, message) }
  })
}

function plainMessage(keyword: string, message: string | undefined): string {
  switch (keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'is not a field that is known here; remove it'
    case 'required':
      return 'is missing'
    case 'enum':
      return 'must be one of the values that the schema lists'
    default:
      return message ?? 'does not fit the schema'
  }
}

/** The accepted value, or `validation-failed` with the fields named. */
export function accept(validation: Validation, what: string): JsonObject {
  if (validation.ok) return validation.value
  const [first] = validation.errors
  throw busbarError('validation-failed', {
    detail: `${what}${first ? `: ${first.pointer || 'it'} ${first.message}` : ''}.`,
    errors: validation.errors,
  })
}
