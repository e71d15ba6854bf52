import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { isObject, type Json, type JsonObject, objectAt, pointerOf } from './json.ts'
import { carriersOf, type SchemaAt, schemasOf } from './schema-walk.ts'

const CONTRACT = 'contract'

/** Every schema compiles in ajv's strict mode, and every example is valid. */
export function checkExamples(document: JsonObject): string[] {
  const ajv = new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
    allErrors: true,
  })
  addFormats.default(ajv)
  ajv.addFormat('color', /^#[0-9a-f]{6}$/i)
  ajv.addVocabulary(['example', ...Object.keys(document), ...extensionsOf(document)])
  ajv.addSchema(document, CONTRACT)
  const compiles = Object.keys(objectAt(document, 'components', 'schemas')).flatMap((name) =>
    check(ajv, { pointer: `/components/schemas/${name}` }),
  )
  const examples = [
    ...schemasOf(document).flatMap(ownExamples),
    ...carriersOf(document).flatMap(carriedExamples),
  ]
  return [...compiles, ...examples.flatMap((example) => check(ajv, example))]
}

interface Example {
  /** Where the schema is. */
  readonly pointer: string
  readonly value?: Json
}

function check(ajv: Ajv2020, { pointer, value }: Example): string[] {
  try {
    const validate = ajv.compile({ $ref: `${CONTRACT}#${pointer.replaceAll('%', '%25')}` })
    if (value === undefined || validate(value)) return []
    return [`${pointer}: example ${JSON.stringify(value)} ${ajv.errorsText(validate.errors)}.`]
  } catch (thrown) {
    return [`${pointer}: ${String(thrown)}`]
  }
}

function ownExamples({ schema, path }: SchemaAt): Example[] {
  const listed = Array.isArray(schema.examples) ? schema.examples : []
  const single = schema.example === undefined ? [] : [schema.example]
  return [...listed, ...single].map((value: Json) => ({ pointer: pointerOf(path), value }))
}

function carriedExamples({ schema: carrier, path }: SchemaAt): Example[] {
  const single = carrier.example === undefined ? [] : [carrier.example]
  const named = Object.values(objectAt(carrier, 'examples')).flatMap((example) =>
    isObject(example) && example.value !== undefined ? [example.value] : [],
  )
  return [...single, ...named].map((value) => ({ pointer: pointerOf([...path, 'schema']), value }))
}

/** Keywords of our own (`x-…`), which ajv must be told of. */
function extensionsOf(document: JsonObject): string[] {
  const names = schemasOf(document).flatMap(({ schema }) => Object.keys(schema))
  return [...new Set(names.filter((name) => name.startsWith('x-')))]
}
