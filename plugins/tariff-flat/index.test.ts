import { readFileSync } from 'node:fs'
import type { JsonObject } from '@busbar/core/contracts'
import { tariffStrategySuite } from '@busbar/core/testkit'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import plugin, { flatTariff } from './index.ts'

const schema = JSON.parse(readFileSync(new URL('terms.schema.json', import.meta.url), 'utf8'))
const fits = new Ajv2020({ strict: true }).compile(schema)

const vat = { id: 'vat', title: { en: 'VAT' }, category: 'energy', percent: '13' }
const levy = {
  id: 'levy',
  title: { en: 'Levy' },
  category: 'surcharge',
  steps: [{ upTo: '2000', price: '0' }, { price: '1.04' }],
}

const terms: readonly { name: string; terms: JsonObject }[] = [
  { name: 'one price', terms: { steps: [{ price: '0.538' }] } },
  {
    name: 'a monthly ladder with surcharge and tax',
    terms: {
      steps: [{ upTo: '1000', price: '0.08721' }, { price: '0.10803' }],
      surcharges: [levy],
      taxes: [vat, { ...vat, id: 'energy-tax', percent: '0.5', of: ['energy'] }],
    },
  },
  ...schema.examples.map((example: JsonObject) => ({
    name: 'the example of the schema',
    terms: example,
  })),
  {
    name: 'a ladder that never starts over',
    terms: { steps: [{ upTo: '100', price: '0' }, { price: '0.05' }], period: 'none' },
  },
]

const refused = [
  {
    name: 'a step without an end among others',
    terms: { steps: [{ price: '1' }, { price: '2' }] },
    pointer: '/steps/0/upTo',
  },
  {
    name: 'a ladder that ends',
    terms: { steps: [{ upTo: '5', price: '1' }] },
    pointer: '/steps/0/upTo',
  },
  {
    name: 'falling steps',
    terms: { steps: [{ upTo: '5', price: '1' }, { upTo: '5.0', price: '2' }, { price: '3' }] },
    pointer: '/steps/1/upTo',
  },
  {
    name: 'a surcharge that takes the id of the price itself',
    terms: { steps: [{ price: '1' }], surcharges: [{ ...levy, id: 'energy' }] },
    pointer: '/surcharges/0/id',
  },
  {
    name: 'a tax on a tax',
    terms: { steps: [{ price: '1' }], taxes: [vat, { ...vat, id: 'more', of: ['vat'] }] },
    pointer: '/taxes/1/of/0',
  },
]

tariffStrategySuite({ create: () => flatTariff, terms, refused })

describe('the schema of the terms', () => {
  test.each([...terms, ...refused])('takes $name', (item) => {
    expect(fits(item.terms), JSON.stringify(fits.errors)).toBe(true)
  })

  test.each<[string, JsonObject]>([
    ['a number as price', { steps: [{ price: 0.5 }] }],
    ['a price below zero', { steps: [{ price: '-1' }] }],
    ['more than six decimals', { steps: [{ price: '0.1234567' }] }],
    ['no steps', { steps: [] }],
    ['an unknown field', { steps: [{ price: '1' }], discount: '5' }],
    ['a tax without category', { steps: [{ price: '1' }], taxes: [{ ...vat, category: '' }] }],
  ])('refuses %s', (_, wrong) => {
    expect(fits(wrong)).toBe(false)
  })
})

test('a single price counts by the month, so that corrections stay within it', async () => {
  const from = Date.UTC(2026, 0, 15)
  const result = await flatTariff.compile({
    terms: { steps: [{ price: '1' }], period: 'none' },
    calendar: { timeZone: 'UTC', holidays: [], workedWeekendDays: [] },
    from,
    to: Date.UTC(2026, 2, 1),
  })
  const energy = result.ok ? result.tariff.components[0] : undefined
  expect(energy).toMatchObject({ periodStarts: [Date.UTC(2026, 0, 1), Date.UTC(2026, 1, 1)] })
})

test('the plugin provides what its manifest declares', async () => {
  const manifest = JSON.parse(readFileSync(new URL('plugin.json', import.meta.url), 'utf8'))
  const provided: string[] = []
  await plugin.register({
    pluginId: manifest.id,
    log: { debug() {}, info() {}, warn() {}, error() {} },
    clock: { now: () => 0 },
    signal: new AbortController().signal,
    config: {},
    provide: (point, { type }) => provided.push(`${point.id}/${type}`),
  })
  const declared = manifest.contributes.tariffStrategies.map(({ type }: { type: string }) => type)
  expect(provided).toEqual(declared.map((type: string) => `tariffStrategies/${type}`))
})
