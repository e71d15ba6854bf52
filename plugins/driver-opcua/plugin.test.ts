import { readdirSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import connectionSchema from './connection.schema.json' with { type: 'json' }
import pointSchema from './point.schema.json' with { type: 'json' }
import quality from './quality.json' with { type: 'json' }
import { deviceOf, readSettings } from './settings.ts'

const ajv = new Ajv2020({ strict: false, allErrors: true })
const connection = ajv.compile(connectionSchema)
const point = ajv.compile(pointSchema)
const url = 'opc.tcp://meters.example:4840'
const thumbprint = 'ab'.repeat(32)

describe('connection schema', () => {
  it.each([
    { url },
    { url, securityMode: 'None' },
    { url, trusted: [{ thumbprint }, { thumbprint: 'AB:'.repeat(31).concat('AB'), note: 'hall' }] },
    { url, username: 'u', password: 'p', redundantUrls: ['opc.tcp://10.0.0.5:4840/UA'] },
  ])('takes %j', (value) => expect(connection(value) || connection.errors).toBe(true))

  it.each([
    {},
    { url: 'http://meters.example' },
    { url: 'opc.tcp://user:password@meters.example' },
    { url, securityPolicy: 'Basic128Rsa15' },
    { url, securityPolicy: 'Basic256' },
    { url, trusted: [{ thumbprint: 'ab'.repeat(20) }] },
    { url, username: 'u' },
    { url, userCertificate: '-----BEGIN CERTIFICATE-----' },
    { url, extra: 1 },
  ])('refuses %j', (value) => expect(connection(value)).toBe(false))

  it('marks every secret', () => {
    const secrets = Object.entries(connectionSchema.properties)
      .filter(([, property]) => 'writeOnly' in property)
      .map(([name]) => name)
    expect(secrets).toEqual(['password', 'userPrivateKey', 'privateKey'])
  })

  it('names the defaults that the driver uses', () => {
    const settings: Record<string, unknown> = { ...readSettings({ url }) }
    for (const [name, property] of Object.entries(connectionSchema.properties))
      if ('default' in property)
        expect({ [name]: settings[name] }).toEqual({ [name]: property.default })
  })
})

describe('point schema', () => {
  it.each([
    { nodeId: 'ns=2;s=Meter1.Energy' },
    { nodeId: 'nsu=urn:vendor:meters;i=42', deadband: 'percent', deadbandValue: 1.5 },
    { nodeId: 'i=2258', device: 'server', decimalExponent: -3, samplingMs: 500 },
  ])('takes %j', (value) => expect(point(value) || point.errors).toBe(true))

  it.each([{}, { nodeId: 'Meter1' }, { nodeId: 'ns=x;s=a' }, { nodeId: 'i=1', deadband: 'some' }])(
    'refuses %j',
    (value) => expect(point(value)).toBe(false),
  )

  it.each([
    [{ nodeId: 'ns=2;s=Hall.Meter1.Energy' }, 'ns=2;s=Hall.Meter1'],
    [{ nodeId: 'ns=2;s=Hall/Meter1/Energy' }, 'ns=2;s=Hall/Meter1'],
    [{ nodeId: 'ns=2;s=Energy' }, 'ns=2;s=Energy'],
    [{ nodeId: 'ns=2;i=7' }, 'ns=2;i=7'],
    [{ nodeId: 'ns=2;i=7', device: 'hall' }, 'hall'],
  ])('the device of %j is %s', (address, device) => expect(deviceOf(address)).toBe(device))
})

describe('quality.json', () => {
  it('gives a reason for each rule, and evidence that exists for each done', () => {
    const files = readdirSync(import.meta.dirname, { recursive: true }).map(String)
    for (const rule of quality.rules) {
      expect(rule.note).not.toBe('')
      for (const file of rule.evidence) expect(files).toContain(file)
      if (rule.state === 'done') expect(rule.evidence).not.toEqual([])
    }
  })
})
