import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import connectionSchema from './connection.schema.json' with { type: 'json' }
import pointSchema from './point.schema.json' with { type: 'json' }
import quality from './quality.json' with { type: 'json' }
import { readSettings } from './settings.ts'

const ajv = new Ajv2020({ strict: false, allErrors: true })
const connection = ajv.compile(connectionSchema)
const point = ajv.compile(pointSchema)

describe('connection schema', () => {
  const decoder = { topic: 'a/+/b', values: { x: { pointer: '/x' } } }
  it.each([
    { url: 'mqtt://broker.example' },
    { url: 'wss://broker.example/mqtt', protocolVersion: 4, username: 'u', password: 'p' },
    { url: 'mqtts://10.0.0.1:8883', timeZone: 'Asia/Shanghai', decoders: [decoder] },
    {
      url: 'mqtts://b',
      decoders: [
        {
          ...decoder,
          query: { topic: '{1}/get', payload: '' },
          command: { topic: '{1}/set', on: '1', off: '0' },
        },
      ],
    },
  ])('takes %j', (value) => expect(connection(value) || connection.errors).toBe(true))

  it.each([
    {},
    { url: 'http://broker.example' },
    { url: 'mqtt://user:password@broker.example' },
    { url: 'mqtt://b', extra: 1 },
    { url: 'mqtt://b', decoders: [{ topic: 'a/#/b' }] },
    { url: 'mqtt://b', decoders: [{ topic: 'a', command: { topic: 'b', on: '1', off: '0' } }] },
    { url: 'mqtt://b', decoders: [{ topic: 'a', values: { x: { pointer: 'x' } } }] },
    { url: 'mqtt://b', certificate: '-----BEGIN CERTIFICATE-----' },
  ])('refuses %j', (value) => expect(connection(value)).toBe(false))

  it('marks every secret', () => {
    const secrets = Object.entries(connectionSchema.properties)
      .filter(([, property]) => 'writeOnly' in property)
      .map(([name]) => name)
    expect(secrets).toEqual(['password', 'privateKey'])
  })

  it('names the defaults that the driver uses', () => {
    const settings: Record<string, unknown> = { ...readSettings({ url: 'mqtt://b' }, '1') }
    for (const [name, property] of Object.entries(connectionSchema.properties))
      if ('default' in property)
        expect({ [name]: settings[name] }).toEqual({ [name]: property.default })
  })
})

describe('point schema', () => {
  it.each([
    { format: 'tasmota', device: 'pow1' },
    { format: 'tasmota', device: 'pow1', relay: 2 },
    { format: 'shelly-gen2', device: 'site/shelly1', component: 'emdata:0', pointer: '/total_act' },
    { format: 'json', topic: 'zigbee2mqtt/fridge', pointer: '/energy' },
  ])('takes %j', (value) => expect(point(value) || point.errors).toBe(true))

  it.each([
    { format: 'sparkplug', device: 'x' },
    { format: 'tasmota', device: 'a/b' },
    { format: 'tasmota', device: '+' },
    { format: 'json', topic: 'a/#' },
    { format: 'json', topic: 'a', pointer: 'energy' },
    { format: 'json', topic: 'a', decimalExponent: 0.5 },
  ])('refuses %j', (value) => expect(point(value)).toBe(false))
})

describe('quality.json', () => {
  it('gives a reason for each rule that does not apply, and evidence that exists for each done', () => {
    const files = readdirSync(import.meta.dirname, { recursive: true }).map(String)
    for (const rule of quality.rules) {
      expect(rule.note).not.toBe('')
      for (const file of rule.evidence) expect(files).toContain(file)
      if (rule.state === 'done') expect(rule.evidence).not.toEqual([])
    }
  })

  it('has a rule for everything that a level asks', () => {
    const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')
    expect(readme).toContain('# ')
    expect(new Set(quality.rules.map(({ level }) => level))).toEqual(
      new Set(['bronze', 'silver', 'gold']),
    )
  })
})
