import { describe, expect, it } from 'vitest'
import Interpreter from './interpreter.ts'
import { type Kind, kindOf } from './kinds.ts'
import { branchOf, type FormSchema, flattened, shaped } from './schema.ts'
import { bodies, ofPlugins } from './testing/schemas.ts'
import { emptied, seeded } from './values.ts'

interface Field {
  readonly place: string
  readonly schema: FormSchema
  readonly kind: Kind
}

/** Every field of a form, in all its branches. */
function fieldsOf(given: FormSchema, place: string): Field[] {
  const schema = shaped(given)
  const own = { place, schema, kind: kindOf(schema, place.split('/').at(-1)) }
  const inner = [
    ...Object.entries(schema.properties ?? {}).map(
      ([name, each]) => [each, `${place}/${name}`] as const,
    ),
    ...(schema.items === undefined ? [] : [[schema.items, `${place}/0`] as const]),
    ...(typeof schema.additionalProperties === 'object'
      ? [[schema.additionalProperties, `${place}/*`] as const]
      : []),
    ...(schema.oneOf ?? schema.anyOf ?? []).map(
      (each, index) => [branchOf(schema, each), `${place}|${index}`] as const,
    ),
  ]
  const isWhole = own.kind === 'variants'
  return [
    own,
    ...inner
      .filter(([, each]) => !isWhole || each.includes('|'))
      .flatMap(([each, at]) => fieldsOf(each, at)),
  ]
}

const all = [...bodies(), ...ofPlugins()].map(
  ({ name, schema }) => [name, flattened(schema)] as const,
)
const fields = all.flatMap(([name, schema]) => fieldsOf(schema, name))

describe('what the contract and the plugins ask for', () => {
  it.each(all)('%s finds its own examples right', (_, schema) => {
    const ajv = new Interpreter()
    for (const example of schema.examples ?? []) {
      expect(ajv.validate(schema, example), JSON.stringify(ajv.errors)).toBe(true)
    }
  })

  it.each(all)('%s leaves its examples as they are when a form opens', (_, schema) => {
    for (const example of schema.examples ?? []) {
      // What is required is in an example; nothing has to be put there.
      expect(seeded(schema, example)).toBe(example)
    }
  })

  it('is not entered as JSON, but where the contract leaves it open', () => {
    const open = fields.filter(({ kind }) => kind === 'open')
    const isLeftOpen = ({ schema }: Field) =>
      schema.additionalProperties === true && schema.properties === undefined
    expect(open.filter((each) => !isLeftOpen(each)).map(({ place }) => place)).toEqual([])
    expect(open.length).toBeGreaterThan(0)
  })

  it('has fields of most kinds', () => {
    const kinds = new Set(fields.map(({ kind }) => kind))
    for (const kind of [
      'text',
      'multiline',
      'secret',
      'number',
      'decimal',
      'span',
      'boolean',
      'choice',
      'choices',
    ])
      expect(kinds).toContain(kind)
    for (const kind of [
      'chips',
      'reference',
      'references',
      'instant',
      'hours',
      'list',
      'group',
      'map',
      'variants',
    ])
      expect(kinds).toContain(kind)
  })

  it('takes what an emptied field becomes', () => {
    const ajv = new Interpreter()
    const nullable = fields.filter(({ schema }) => emptied(schema) === null)
    expect(nullable.length).toBeGreaterThan(10)
    const wrong = nullable.filter(
      ({ schema }) => schema.enum === undefined && !ajv.validate(schema, null),
    )
    expect(wrong.map(({ place }) => place)).toEqual([])
    const lacking = nullable.filter(
      ({ schema: { enum: values } }) => values !== undefined && !values.includes(null),
    )
    expect(lacking.map(({ place }) => place)).toEqual([])
  })
})
