import { readdirSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import connectionSchema from './connection.schema.json' with { type: 'json' }
import { objectTypeName, objectTypeNumber } from './objects.ts'
import pointSchema from './point.schema.json' with { type: 'json' }
import quality from './quality.json' with { type: 'json' }
import { readSettings } from './settings.ts'

const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false })
const connection = ajv.compile(connectionSchema)
const point = ajv.compile(pointSchema)

describe('connection schema', () => {
  it.each([
    {},
    { port: 47_809, targets: ['10.0.0.1', '10.0.0.1:47809'] },
    { bbmd: { address: '10.0.20.1', lifetimeSeconds: 60 } },
    { devices: [{ instance: 1, address: '10.0.20.1:47808/2001:0a' }] },
  ])('takes %j', (value) => expect(connection(value) || connection.errors).toBe(true))

  it.each([
    { port: 70_000 },
    { targets: ['device.example'] },
    { devices: [{ instance: 4_194_303, address: '10.0.0.1' }] },
    { devices: [{ instance: 1, address: '10.0.0.1/2001:0' }] },
    { cov: 'sometimes' },
    { extra: 1 },
  ])('refuses %j', (value) => expect(connection(value)).toBe(false))

  it('names the defaults that the driver uses', () => {
    const settings: Record<string, unknown> = { ...readSettings({}) }
    for (const [name, property] of Object.entries(connectionSchema.properties))
      if ('default' in property)
        expect({ [name]: settings[name] }).toEqual({ [name]: property.default })
  })
})

describe('point schema', () => {
  const address = { device: 1, objectType: 'analog-input', objectInstance: 2 }

  it.each([address, { ...address, trendLog: 4, decimalExponent: -3 }])('takes %j', (value) =>
    expect(point(value) || point.errors).toBe(true),
  )

  it.each([
    { ...address, objectType: 'device' },
    { ...address, priority: 0 },
    { ...address, priority: 17 },
    { ...address, arrayIndex: 0 },
    { device: 1 },
  ])('refuses %j', (value) => expect(point(value)).toBe(false))

  it('names the object types that the driver knows', () => {
    for (const name of pointSchema.properties.objectType.enum)
      expect(objectTypeName(objectTypeNumber(name))).toBe(name)
  })
})

it('quality.json gives a reason for each rule, and evidence that exists for each done', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true }).map(String)
  for (const rule of quality.rules) {
    expect(rule.note).not.toBe('')
    for (const file of rule.evidence) expect(files).toContain(file)
    if (rule.state === 'done') expect(rule.evidence).not.toEqual([])
  }
})
