import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import Interpreter from './interpreter.ts'
import { flattened } from './schema.ts'
import { bodies, ofPlugins } from './testing/schemas.ts'
import { near } from './testing/values.ts'

const OPTIONS = { allErrors: true, strict: false, verbose: true } as const
const real = new Ajv2020(OPTIONS)
addFormats.default(real)
const ours = new Interpreter(OPTIONS)

interface Found {
  readonly instancePath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
}
/** Where, by which rule, and about which field. */
const places = (errors: readonly Found[] | null | undefined) =>
  [
    ...new Set(
      (errors ?? []).map(({ instancePath, keyword, params }) =>
        [instancePath, keyword, params.missingProperty ?? params.additionalProperty ?? ''].join(
          ' ',
        ),
      ),
    ),
  ].sort()

const all = [...bodies(), ...ofPlugins()]

describe('the interpreter of schemas', () => {
  it('has the contract to judge by', () => {
    expect(all.length).toBeGreaterThan(50)
  })

  it.each(all.map(({ name, schema }) => [name, schema] as const))(
    'judges %s as ajv does',
    (_, schema) => {
      const { $id: _id, ...plain } = schema as Record<string, unknown>
      const check = real.compile(plain)
      const mine = ours.compile(plain)
      fc.assert(
        fc.property(near(flattened(schema)), (value) => {
          const valid = check(value)
          expect(mine(value)).toBe(valid)
          expect(places(mine.errors)).toEqual(places(check.errors))
        }),
        { numRuns: 150 },
      )
    },
  )

  it('tells parameters as ajv does', () => {
    const schema = {
      type: 'object',
      additionalProperties: false,
      required: ['a'],
      dependentRequired: { b: ['c'] },
      properties: {
        a: { type: 'string' },
        b: { enum: [1, 2] },
        c: { type: 'integer', minimum: 3 },
        d: { type: 'string', minLength: 3, maxLength: 2, pattern: '^x', format: 'email' },
        e: { type: 'array', maxItems: 1, uniqueItems: true },
        f: { const: 4 },
        g: { type: ['string', 'null'] },
      },
      if: { required: ['f'] },
      // Written so for a linter that takes it for a promise.
      ['then' as string]: { properties: { g: false } },
    }
    const value = { b: 3, d: 'abc', e: [1, 1], f: 5, g: 'x', h: 1 }
    const check = real.compile(schema)
    const mine = ours.compile(schema)
    check(value)
    mine(value)
    const shown = (errors: readonly Found[] | null | undefined) =>
      (errors ?? [])
        .map(({ instancePath, keyword, params: { deps: _, depsCount: __, ...params } }) => ({
          instancePath,
          keyword,
          params,
        }))
        .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    expect(shown(mine.errors)).toEqual(shown(check.errors))
    expect(mine.errors?.find(({ keyword }) => keyword === 'enum')?.parentSchema).toEqual({
      enum: [1, 2],
    })
  })

  it('leaves the schema as it was, and takes frozen ones', () => {
    const schema = Object.freeze({
      type: 'object',
      properties: Object.freeze({ a: Object.freeze({ type: 'string' }) }),
    })
    expect(ours.validate(schema, { a: 1 })).toBe(false)
    expect(ours.errors?.[0]?.instancePath).toBe('/a')
    expect(Reflect.ownKeys(schema)).toEqual(['type', 'properties'])
  })

  it('takes undefined fields as missing', () => {
    const check = ours.compile({
      type: 'object',
      required: ['a'],
      properties: { b: { type: 'string' } },
    })
    expect(check({ a: undefined, b: undefined })).toBe(false)
    expect(check.errors?.map(({ params }) => params)).toEqual([{ missingProperty: 'a' }])
    expect(check({ a: 1, b: undefined })).toBe(true)
    expect(check.errors).toBeNull()
  })

  it('knows formats that are added, and passes over those that nobody knows', () => {
    const ajv = new Interpreter()
    ajv.addFormat('even', (text) => text.length % 2 === 0)
    expect(ajv.validate({ format: 'even' }, 'abc')).toBe(false)
    expect(ajv.validate({ format: 'even' }, 'ab')).toBe(true)
    expect(ajv.validate({ format: 'unheard-of' }, 'abc')).toBe(true)
  })

  it('finds schemas by name', () => {
    const ajv = new Interpreter().addSchema({ $id: 'https://busbar.example/a', type: 'string' })
    expect(ajv.getSchema('https://busbar.example/a')?.('x')).toBe(true)
    expect(ajv.validate('https://busbar.example/a', 1)).toBe(false)
    expect(() => ajv.validate('b', 1)).toThrow('add it first')
  })
})
