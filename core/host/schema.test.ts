import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defined } from '../kernel/assert.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import type { BusbarError, FieldError } from '../kernel/error.ts'
import { createSchemaCompiler } from './schema.ts'

const compiler = createSchemaCompiler()
const object = (rest: JsonObject): JsonObject => ({
  type: 'object',
  additionalProperties: false,
  ...rest,
})
const property = (schema: JsonObject): JsonObject => object({ properties: { a: schema } })
const compile = (document: unknown) => compiler.compile({ file: './x.schema.json', document })

function refusal(document: unknown): FieldError {
  try {
    compile(document)
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: 'plugin-schema-invalid' })
    return defined((thrown as BusbarError).errors[0], 'the place')
  }
  throw new Error(`not refused: ${JSON.stringify(document).slice(0, 200)}`)
}

/** Nested deeper than may be. */
function nested(levels: number): JsonObject {
  let schema: JsonObject = { type: 'string' }
  for (let level = 0; level < levels; level += 1) schema = { type: 'array', items: schema }
  return property(schema)
}

/** 2^n alternatives at one and the same place. */
function bomb(levels: number): JsonObject {
  const defs = Array.from({ length: levels }, (_, level) => {
    const below = { $ref: `#/$defs/d${level + 1}` }
    return [`d${level}`, { anyOf: [below, below] }] as const
  })
  return {
    ...property({ $ref: '#/$defs/d0' }),
    $defs: Object.fromEntries([...defs, [`d${levels}`, { type: 'string' }]]),
  }
}

describe('P4: a schema that could harm is refused, and the place is named', () => {
  test.each<readonly [string, unknown, string]>([
    ['no object', [], '/type'],
    ['another type at the top', { type: 'string' }, '/type'],
    ['unknown fields let through', { type: 'object' }, '/additionalProperties'],
    ['too deep', nested(40), '/properties/a'],
    ['too many values', property({ enum: [Array(999).fill([1, 2, 3, 4, 5])] }), ''],
    [
      'too many properties',
      object({
        properties: Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`p${i}`, true])),
      }),
      '/properties',
    ],
    [
      '__proto__',
      JSON.parse('{"type":"object","additionalProperties":false,"properties":{"__proto__":{}}}'),
      '/properties/__proto__',
    ],
    [
      'constructor',
      property({ properties: { constructor: true } }),
      '/properties/a/properties/constructor',
    ],
    ['a reference to a file', property({ $ref: '../../secrets.json' }), '/properties/a/$ref'],
    ['a reference to a host', property({ $ref: 'http://127.0.0.1/x.json' }), '/properties/a/$ref'],
    ['a reference to the whole', property({ $ref: '#' }), '/properties/a/$ref'],
    ['a reference to nothing', property({ $ref: '#/$defs/none' }), '/properties/a/$ref'],
    ['a dynamic reference', property({ $dynamicRef: '#x' }), '/properties/a/$dynamicRef'],
    ['a data reference', property({ const: 1, $data: '1/x' }), '/properties/a/$data'],
    ['an id below the top', property({ $id: 'http://x' }), '/properties/a/$id'],
    ['an unknown keyword', property({ instanceof: 'Function' }), '/properties/a/instanceof'],
    [
      'another dialect',
      { ...object({}), $schema: 'http://json-schema.org/draft-07/schema#' },
      '/$schema',
    ],
    [
      'recursion',
      { ...property({ $ref: '#/$defs/n' }), $defs: { n: { items: { $ref: '#/$defs/n' } } } },
      '/$defs/n',
    ],
    ['exponential references', bomb(20), '/$defs'],
    [
      'a long pattern',
      property({ type: 'string', pattern: 'a'.repeat(257) }),
      '/properties/a/pattern',
    ],
    ['look-ahead', property({ type: 'string', pattern: '^(?=a)' }), '/properties/a/pattern'],
    ['back-reference', property({ type: 'string', pattern: '^(a+)\\1$' }), '/properties/a/pattern'],
    [
      'repetition of repetition',
      property({ type: 'string', pattern: '^(a{1,500}){1,500}$' }),
      '/properties/a/pattern',
    ],
    ['no regular expression', property({ type: 'string', pattern: '(' }), '/properties/a/pattern'],
    [
      'a bad property pattern',
      object({ patternProperties: { '(': true } }),
      '/patternProperties/(',
    ],
    ['a keyword of the wrong type', property({ maxLength: 'x' }), '/properties/a/maxLength'],
  ])('%s', (_, document, pointer) => {
    expect(refusal(document).pointer).toContain(pointer)
    expect(refusal(document).message).not.toBe('')
  })
})

describe('P4: patterns that drive backtracking engines to a standstill are harmless', () => {
  test.each([
    ['^(a+)+$', 'a'],
    ['^(a|a)*$', 'a'],
    ['^(a|aa)+$', 'a'],
    ['^([a-zA-Z0-9]+\\s?)*$', 'a'],
    ['(x+x+)+y', 'x'],
    ['^(\\w+\\d*)+$', '1'],
    ['.*.*.*=.*', 'a'],
  ])('%s', (pattern, unit) => {
    const { validate } = compile(property({ type: 'string', pattern }))
    expect(validate({ a: `${unit.repeat(60_000)}!\n` })).toMatchObject({ ok: false })
  })

  test('each of several patterns is judged by itself', () => {
    const { validate } = compile(
      object({
        properties: {
          a: { type: 'string', pattern: '^a$' },
          b: { type: 'string', pattern: '^b$' },
        },
      }),
    )
    expect(validate({ a: 'a', b: 'b' }).ok).toBe(true)
    expect(validate({ a: 'b', b: 'b' })).toMatchObject({ errors: [{ pointer: '/a' }] })
    expect(validate({ a: 'a', b: 'a' })).toMatchObject({ errors: [{ pointer: '/b' }] })
  })
})

describe('P4: an input is bounded before the validator sees it', () => {
  const { validate } = compile(
    object({ properties: { a: {}, list: { type: 'array', uniqueItems: true } } }),
  )
  const cycle: Record<string, unknown> = {}
  cycle.a = cycle
  test.each<readonly [string, unknown]>([
    ['a megabyte of text', { a: 'x'.repeat(1_000_000) }],
    [
      'much text in parts',
      { list: Array.from({ length: 999 }, (_, i) => `${i}${'x'.repeat(1_000)}`) },
    ],
    ['deep nesting', JSON.parse(`{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`)],
    ['very many items', { list: Array.from({ length: 100_000 }, (_, i) => ({ i })) }],
    ['very many values', { list: Array.from({ length: 1_000 }, () => Array(20).fill(0)) }],
    ['__proto__', JSON.parse('{"__proto__":{"a":1}}')],
    ['__proto__ inside', JSON.parse('{"a":{"__proto__":{"a":1}}}')],
    ['constructor', JSON.parse('{"a":{"constructor":1}}')],
    ['a cycle', cycle],
    ['a function', { a: () => 1 }],
    ['a class instance', { a: new Map() }],
    ['NaN', { a: Number.NaN }],
    ['a bigint', { a: 1n }],
    ['nothing', undefined],
    ['text', 'x'],
  ])('%s', (_, input) => {
    expect(validate(input)).toMatchObject({ ok: false })
    expect(Reflect.get({}, 'a')).toBeUndefined()
  })
})

test('P4: whatever the input, the answer is a value, and it never repeats a secret', () => {
  const { validate } = compile(
    object({ properties: { password: { type: 'string', maxLength: 3, writeOnly: true } } }),
  )
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true }), (input) => {
      expect(typeof validate(input).ok).toBe('boolean')
    }),
  )
  const answer = validate({ password: 'open sesame' })
  expect(answer.ok).toBe(false)
  expect(JSON.stringify(answer)).not.toContain('sesame')
})

test('defaults are filled in where they surely apply, into a frozen copy', () => {
  const { validate } = compile(
    object({
      $id: 'https://example.invalid/same-for-all',
      'x-order': ['port'],
      properties: {
        port: { type: 'integer', default: 1883 },
        auth: {
          oneOf: [
            { type: 'object', required: ['kind'], properties: { kind: { const: 'none' } } },
            {
              ...{ type: 'object', required: ['kind'] },
              properties: { kind: { const: 'password' }, user: { type: 'string', default: 'x' } },
            },
          ],
        },
      },
    }),
  )
  const input = { auth: { kind: 'password' } }
  const answer = validate(input)
  expect(answer).toEqual({ ok: true, value: { auth: { kind: 'password' }, port: 1883 } })
  expect(input).toEqual({ auth: { kind: 'password' } })
  expect(answer.ok && Object.isFrozen(answer.value)).toBe(true)
  // The same $id again: nothing of an earlier schema is kept.
  expect(
    compile(object({ $id: 'https://example.invalid/same-for-all' })).validate({ port: 1 }).ok,
  ).toBe(false)
})
