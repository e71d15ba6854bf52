import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { bundleContract } from './bundle.ts'
import { errorsPage } from './errors-page.ts'
import type { Json, JsonObject } from './json.ts'
import { lintContract } from './lint.ts'

const made: string[] = []
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function bundled(files: Readonly<Record<string, Json | string>>): JsonObject {
  const schemasDir = mkdtempSync(join(tmpdir(), 'busbar-contract-'))
  made.push(schemasDir)
  for (const [name, value] of Object.entries(files)) {
    const path = join(schemasDir, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value))
  }
  return bundleContract({ schemasDir })
}

describe('the bundle', () => {
  test('names components by their files and keeps their own definitions', () => {
    const document = bundled({
      'openapi.yaml':
        'paths: { /a: { $ref: "./paths/a.yaml#/one" } }\ncomponents: { schemas: { Own: {} } }',
      'paths/a.yaml':
        'one: { get: { schema: { $ref: ../resources/meter-point.schema.json }, own: { $ref: "../openapi.yaml#/components/schemas/Own" } } }',
      'resources/meter-point.schema.json': {
        $schema: 'x',
        $id: 'y',
        properties: {
          unit: { $ref: '#/$defs/unit' },
          at: { $ref: '../events/read.schema.json#/$defs/at' },
        },
        $defs: { unit: {} },
      },
      'events/read.schema.json': { $defs: { at: {} } },
      'ui/admin.json': { groups: [] },
    })
    expect(document).toEqual({
      'x-ui': { groups: [] },
      paths: {
        '/a': {
          get: {
            schema: { $ref: '#/components/schemas/MeterPoint' },
            own: { $ref: '#/components/schemas/Own' },
          },
        },
      },
      components: {
        schemas: {
          Own: {},
          Read: { $defs: { at: {} } },
          MeterPoint: {
            properties: {
              unit: { $ref: '#/components/schemas/MeterPoint/$defs/unit' },
              at: { $ref: '#/components/schemas/Read/$defs/at' },
            },
            $defs: { unit: {} },
          },
        },
      },
    })
  })

  test.each([
    [
      'a broken reference',
      { 'openapi.yaml': 'a: { $ref: "#/b" }' },
      /openapi.yaml: \$ref #\/b leads nowhere/,
    ],
    ['a missing file', { 'openapi.yaml': 'a: { $ref: ./b.yaml }' }, /b\.yaml cannot be read/],
    [
      'a broken file',
      { 'openapi.yaml': 'a: 1', 'x.schema.json': '{' },
      /x\.schema\.json cannot be read/,
    ],
    [
      'a file inside of itself',
      { 'openapi.yaml': 'a: { $ref: ./b.yaml }', 'b.yaml': 'c: { $ref: ./b.yaml }' },
      /contains itself/,
    ],
    [
      'two schemas of one name',
      { 'openapi.yaml': 'a: 1', 'a/x.schema.json': {}, 'b/x.schema.json': {} },
      /both named X/,
    ],
  ])('refuses %s', (_what, files, message) => {
    expect(() => bundled(files)).toThrow(message)
  })
})

const PROBLEM = { title: 'Problem', description: 'An error.', type: 'object' }
const OPERATION = {
  operationId: 'thing.list',
  summary: 'Lists.',
  description: 'Lists things.',
  tags: ['Things'],
  security: [],
  responses: {
    '200': { description: 'Things' },
    default: {
      description: 'Error',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  },
}
const THING = {
  title: 'Thing',
  description: 'A thing.',
  type: 'object',
  additionalProperties: false,
  properties: { size: { title: 'Size', description: 'In metres.', type: 'integer' } },
  examples: [{ size: 1 }],
}

function contract({ operation = {}, thing = {} }: { operation?: JsonObject; thing?: JsonObject }) {
  return {
    openapi: '3.1.0',
    info: { title: 'T', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    tags: [{ name: 'Things', description: 'Things.' }],
    paths: { '/things': { get: { ...OPERATION, ...operation } } },
    components: { schemas: { Problem: PROBLEM, Thing: { ...THING, ...thing } } },
  }
}

describe('the lint', () => {
  test('passes a sound contract', async () => {
    expect(await lintContract(contract({}))).toEqual([])
  })

  test.each<[string, Parameters<typeof contract>[0], RegExp]>([
    [
      'an action without a service',
      { operation: { operationId: 'list' } },
      /GET \/things: operationId/,
    ],
    ['no summary', { operation: { summary: '' } }, /has no summary/],
    ['no description', { operation: { description: '' } }, /has no description/],
    ['no tags', { operation: { tags: [] } }, /has no tags/],
    ['security left open', { operation: { security: 'none' } }, /does not say its security/],
    ['no problem', { operation: { responses: { '200': { description: 'x' } } } }, /problem\+json/],
    ['a component without a title', { thing: { title: '' } }, /Thing: has no title/],
    [
      'a property without a description',
      { thing: { properties: { size: { title: 'Size', type: 'integer' } } } },
      /Thing\/properties\/size: has no description/,
    ],
    [
      'a nested property without a title',
      {
        thing: {
          properties: {
            size: {
              title: 'S',
              description: 's',
              type: 'object',
              additionalProperties: {
                type: 'object',
                additionalProperties: false,
                properties: { a: {} },
              },
            },
          },
          examples: [],
        },
      },
      /size\/additionalProperties\/properties\/a: has no title/,
    ],
    [
      'an example that is wrong',
      { thing: { examples: [{ size: 'big' }] } },
      /example .* must be integer/,
    ],
    ['a keyword that does not exist', { thing: { maximun: 3 } }, /unknown keyword: "maximun"/],
    [
      'a reference that leads nowhere',
      { operation: { parameters: [{ $ref: '#/components/parameters/None' }] } },
      /no-unresolved-refs/,
    ],
  ])('finds %s', async (_what, change, message) => {
    expect((await lintContract(contract(change))).join('\n')).toMatch(message)
  })

  test.each([
    ['thingId', {}, ['thingId']],
    ['ownThingId', {}, ['ownThingId']],
    ['thingIds', { type: 'array', items: { type: 'string' } }, ['thingIds']],
    ['thingId', { 'x-ref': 'things' }, []],
    ['thingIds', { type: 'array', items: { type: 'string', 'x-ref': 'things' } }, []],
    ['nothingId', {}, []],
  ])('finds an id of a resource that does not say so: %s %j', async (name, change, wrong) => {
    const property = { type: 'string', title: 'It', description: 'Which.', ...change }
    const document = contract({ thing: { properties: { [name]: property }, examples: [] } })
    const named = { 'x-resource': { service: 'things' }, ...document.paths['/things'] }
    const found = await lintContract({ ...document, paths: { '/things': named } })
    expect(found).toEqual(
      wrong.map(
        (each) =>
          `/components/schemas/Thing/properties/${each}: has no x-ref to the resource that it names.`,
      ),
    )
  })

  test('finds a filter by the id of a resource that does not say so', async () => {
    const schema = { type: 'string' }
    const parameter = { name: 'thingId', in: 'query', description: 'Which.', schema }
    const document = contract({ operation: { parameters: [parameter] } })
    const named = { 'x-resource': { service: 'things' }, ...document.paths['/things'] }
    const found = await lintContract({ ...document, paths: { '/things': named } })
    expect(found.join('\n')).toMatch(/thingId: has no x-ref/)
  })

  test('finds an object that does not close itself', async () => {
    const { additionalProperties: _closed, ...open } = THING
    const document = contract({})
    const found = await lintContract({
      ...document,
      components: { schemas: { Problem: PROBLEM, Thing: open } },
    })
    expect(found).toEqual([
      '/components/schemas/Thing: does not say whether it takes additionalProperties.',
    ])
  })
})

test('the page of errors is sorted by code and survives a pipe', () => {
  const page = errorsPage({
    'b-late': { status: 503, title: 'Late', remedy: 'Wait.', retryable: true },
    'a-bad': { status: 400, title: 'Bad', remedy: 'Send a | b.', retryable: false },
  })
  expect(page.trimEnd().split('\n').slice(-2)).toEqual([
    String.raw`| \`a-bad\` | 400 | Bad | Send a \| b. | no |`.replaceAll(String.raw`\``, '`'),
    '| `b-late` | 503 | Late | Wait. | yes |',
  ])
})
