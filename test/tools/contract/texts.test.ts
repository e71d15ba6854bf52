import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bundleContract } from './bundle.ts'
import type { JsonObject } from './json.ts'
import { textsOfContract, textsOfPlugins, textsOfSchema, valuesOfResources } from './texts.ts'

const ROOT = join(import.meta.dirname, '../../..')

const contract: JsonObject = {
  'x-ui': { groups: [{ id: 'building', title: 'Building', icon: 'building' }] },
  components: {
    schemas: {
      Id: { type: 'string', title: 'Id', description: 'A number.' },
      Meter: {
        title: 'Meter',
        description: 'A device.',
        properties: {
          siteId: { $ref: '#/components/schemas/Id', title: 'Site' },
          parts: { type: 'array', items: { $ref: '#/components/schemas/Part' } },
        },
      },
      Part: {
        title: 'Part',
        properties: {
          kind: { title: 'Kind', description: 'Of the answer alone.', enum: ['relay', 5, null] },
          inside: { $ref: '#/components/schemas/Part', title: 'Inside' },
        },
      },
      NewMeter: { properties: { way: { oneOf: [{ title: 'Way', description: 'How.' }] } } },
    },
  },
  paths: {
    '/api/v1/meters': {
      'x-resource': { service: 'meters', schema: 'Meter', one: 'meter', many: 'meters' },
      get: {
        summary: 'List meters',
        parameters: [
          { name: 'state', in: 'query', schema: { title: 'State', enum: ['open'] } },
          { name: 'sort', in: 'query', schema: { title: 'Sort', enum: ['-id'] } },
        ],
        responses: {
          200: {
            content: {
              'application/json': { schema: { items: { $ref: '#/components/schemas/Meter' } } },
            },
          },
          default: {
            content: {
              'application/json': { schema: { properties: { code: { title: 'Fault' } } } },
            },
          },
        },
      },
      post: {
        summary: 'Add a meter',
        description: 'Keeps it.',
        requestBody: {
          content: { 'application/json': { schema: { $ref: '#/components/schemas/NewMeter' } } },
        },
      },
    },
    '/api/v1/auth/sign-in': { post: { summary: 'Sign in' } },
    '/health/live': { get: { summary: 'Live' } },
  },
}

describe('the texts of a contract', () => {
  test('are those that pages show, each with its class', () => {
    expect(Object.fromEntries(textsOfContract(contract).texts)).toEqual({
      Building: 'name',
      meter: 'name',
      meters: 'name',
      'A device.': 'help',
      'A number.': 'help',
      Meter: 'title',
      Site: 'title',
      Part: 'title',
      Kind: 'title',
      Inside: 'title',
      State: 'title',
      'Add a meter': 'command',
      'Keeps it.': 'command',
      Way: 'title',
      'How.': 'help',
    })
  })

  test('and, apart from those, the values of its choices', () => {
    expect([...textsOfContract(contract).values]).toEqual(['open', 'relay'])
  })
})

const document = bundleContract({ schemasDir: join(ROOT, 'schemas') })
const ofContract = textsOfContract(document)
const ofExposure = textsOfSchema({ file: join(ROOT, 'schemas/gateway-exposure.schema.json') })
const ofPlugins = textsOfPlugins({ pluginsDir: join(ROOT, 'plugins') })
const read = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'))

describe('the words of choices', () => {
  const words: Readonly<Record<string, Readonly<Record<string, string>>>> =
    read('schemas/ui/words.json')
  const resources = valuesOfResources({ resourcesDir: join(ROOT, 'schemas/resources') })
  /** Signs and names that people write as programs do, and in every language alike. */
  const ALIKE = /^(?:kWh?|m³(?:\/h)?|GJ(?:\/h)?|RT(?:·h)?|JSON|TLS|STARTTLS|RFC 3339|Tasmota)$/

  test.each(resources.filter(({ values }) => values.length > 0))(
    'of $file are said in English and Chinese',
    ({ values }) => {
      for (const value of values) {
        const { en = '', 'zh-CN': chinese = '' } = words[value] ?? {}
        if (ALIKE.test(en)) expect(chinese, value).toBe(en)
        else {
          // A program's spelling is nobody's word: those begin with a capital.
          expect(en, `"${value}" in English`).toMatch(/^\p{Lu}[^_]*$/u)
          expect(chinese, `"${value}" in Chinese`).toMatch(/\p{Script=Han}/u)
        }
      }
    },
  )

  test('are all that pages can show, and no more', () => {
    const shown = [...ofContract.values, ...ofPlugins.values, ...ofExposure.values]
    const wanted = new Set([...shown, ...resources.flatMap(({ values }) => values)])
    expect(shown.filter((value) => words[value] === undefined)).toEqual([])
    expect(Object.keys(words).filter((value) => !wanted.has(value))).toEqual([])
  })
})

describe('the Chinese dictionary', () => {
  const shown = new Map([...ofExposure.texts, ...ofPlugins.texts, ...ofContract.texts])
  const dictionary: Readonly<Record<string, string>> = read('schemas/ui/zh-CN.json')

  test('has every text of the contract and of the shipped plugins that the admin UI shows', () => {
    const missing = [...shown].filter(([text]) => !Object.hasOwn(dictionary, text))
    expect(missing).toEqual([])
  })

  test('has no text that is shown no longer', () => {
    expect(Object.keys(dictionary).filter((text) => !shown.has(text))).toEqual([])
  })

  test('says sentences in Chinese', () => {
    const kinds = ['name', 'command', 'help']
    const foreign = [...shown].filter(
      ([text, kind]) => kinds.includes(kind) && !/\p{Script=Han}/u.test(dictionary[text] ?? ''),
    )
    expect(foreign).toEqual([])
  })

  test('keeps the figures and placeholders of what it translates', () => {
    const marks = (text: string) => (text.match(/\d[\d.:]*\d|\{\d\}|%\w+%/g) ?? []).sort()
    const changed = [...shown.keys()].filter(
      (text) => marks(text).join() !== marks(dictionary[text] ?? '').join(),
    )
    expect(changed).toEqual([])
  })
})
