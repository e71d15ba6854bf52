import fc from 'fast-check'
import type { FormSchema } from '../schema.ts'

/* For tests: values that a schema takes, or nearly. */

const TEXTS = [
  ...[
    '',
    '0',
    '1',
    '42',
    '12.5',
    '-3',
    '1.1234567',
    '08:00',
    '24:00',
    '99:99',
    '06-01',
    'a',
    'A-101',
  ],
  ...[
    '2026-01-01',
    '2026-13-01',
    '2026-01-01T00:00:00Z',
    '2026-06-30T23:59:60Z',
    '2026-01-01T00:00:00+0800',
  ],
  ...[
    'a@b.example',
    'a@b',
    'http://x.example/y',
    'mqtts://broker.example:8883',
    'zh-CN',
    '😀😀',
    '/a/b',
    '%prefix%/%topic%/',
  ],
]
const anything = fc.oneof(
  fc.constantFrom<unknown>(...TEXTS, null, true, false, 0, 1, -1, 1.5, 1e9, [], {}),
  fc.jsonValue({ maxDepth: 2 }),
)

const text = (schema: FormSchema): fc.Arbitrary<unknown> => {
  const examples = (schema.examples ?? []).filter((each) => typeof each === 'string')
  const { maxLength = 12 } = schema
  return fc.oneof(
    fc.constantFrom<unknown>(...TEXTS, ...examples, ...examples),
    fc.string({ maxLength: Math.min(maxLength + 2, 70) }),
  )
}

function number({ minimum = -5, maximum = 5 }: FormSchema): fc.Arbitrary<unknown> {
  return fc.constantFrom<unknown>(minimum, maximum, minimum - 1, maximum + 1, 0.5, 0, 7)
}

function list({ items = {}, maxItems = 3, minItems = 0 }: FormSchema): fc.Arbitrary<unknown> {
  const many = Math.min(Math.max(maxItems, minItems) + 1, 4)
  return fc.array(near(items), { maxLength: many })
}

function object(schema: FormSchema): fc.Arbitrary<unknown> {
  const { properties = {}, additionalProperties, required = [] } = schema
  const known = Object.entries(properties).map(([name, field]) => [name, near(field)] as const)
  const requiredKeys = fc.subarray([...required])
  const others =
    typeof additionalProperties === 'object'
      ? fc.dictionary(
          fc.constantFrom('zh-CN', 'de', 'x/y', 'a~b', '1'),
          near(additionalProperties),
          { maxKeys: 2 },
        )
      : fc.dictionary(fc.constantFrom('stranger', 'x/y', 'a~b', '%20'), anything, { maxKeys: 1 })
  const inner = requiredKeys.chain((keys) =>
    fc.record(Object.fromEntries(known), { requiredKeys: keys as never[] }),
  )
  return fc
    .tuple(
      fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: others }),
      inner,
    )
    .map(([more, own]) => ({ ...more, ...own }))
}

/** Values of about the right shape, with mistakes here and there. */
export function near(schema: FormSchema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: likely(schema) }, { weight: 1, arbitrary: anything })
}

function likely(schema: FormSchema): fc.Arbitrary<unknown> {
  const { enum: values, const: only } = schema
  if (only !== undefined) return fc.constant(only)
  if (values !== undefined && values.length > 0) return fc.constantFrom(...values)
  const branches = schema.oneOf ?? schema.anyOf
  if (branches !== undefined) {
    return fc.oneof(
      ...branches.map((each) =>
        likely({ ...schema, oneOf: undefined, anyOf: undefined, ...each } as never),
      ),
    )
  }
  const types = [schema.type ?? (schema.properties ? 'object' : 'any')].flat()
  return fc.oneof(...types.map((type) => ofType(type, schema)))
}

function ofType(type: string, schema: FormSchema): fc.Arbitrary<unknown> {
  switch (type) {
    case 'string':
      return text(schema)
    case 'integer':
    case 'number':
      return number(schema)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return list(schema)
    case 'object':
      return object(schema)
    default:
      return anything
  }
}
