import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, it } from 'vitest'
import { METERS, SUCCESSOR } from '../building/meters.ts'
import { PROTOCOLS, protocolOf } from '../building/wiring.ts'
import { pointsOf } from './addresses.ts'
import { connectionSpecs } from './connections.ts'
import { inUnits } from './metering.ts'

function schemaOf(plugin: string, file: string): object {
  const path = new URL(`../../../plugins/${plugin}/${file}`, import.meta.url)
  return JSON.parse(readFileSync(path, 'utf8'))
}

it('every point has an address as the driver wants it', () => {
  const ajv = new Ajv2020({ strict: false })
  const schemas = new Map(
    PROTOCOLS.map((name) => [name, ajv.compile(schemaOf(`driver-${name}`, 'point.schema.json'))]),
  )
  for (const meter of [...METERS, SUCCESSOR])
    for (const { address } of pointsOf(meter)) {
      const validate = schemas.get(protocolOf(meter.device.kind))
      expect(validate?.(address) ? [] : [address, validate?.errors]).toEqual([])
    }
})

it('every meter is read, electricity is switched where it has a relay', () => {
  for (const meter of METERS) {
    const roles = pointsOf(meter).map(({ role }) => role)
    expect(roles.filter((role) => role === 'register')).toHaveLength(1)
    // Whether a BACnet device is there its driver knows.
    expect(roles.includes('online')).toBe(protocolOf(meter.device.kind) !== 'bacnet')
    expect(roles.includes('relay')).toBe(meter.device.relay !== 'none')
    if (roles.includes('relay')) expect(roles).toContain('current')
  }
})

const SPECS = connectionSpecs({
  brokerPort: 1883,
  brokerPassword: 'a-password-of-some-length',
  opcua: {
    url: 'opc.tcp://127.0.0.1:4840',
    thumbprint: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    clientCertificate: '-----BEGIN CERTIFICATE-----\n',
    clientKey: '-----BEGIN PRIVATE KEY-----\n',
    username: 'busbar',
    password: 'a-password-of-some-length',
  },
  bacnetPort: 47_808,
  channelUrl: 'http://127.0.0.1:8480',
  merchantId: 'harbour-house',
  merchantSecret: 'a-secret-of-some-length',
  smtpPort: 25,
})

it.each(SPECS)('the connection $key is configured as its plugin wants it', (spec) => {
  const schema = schemaOf(spec.pluginId, 'connection.schema.json')
  const ajv = new Ajv2020({ strict: false, formats: { password: true, ipv4: true } })
  expect(ajv.validate(schema, spec.config) ? [] : ajv.errors).toEqual([])
})

it.each([
  [0, '0.000'],
  ['7', '0.007'],
  ['99996300', '99996.300'],
])('%s on the display is %s units', (shown, units) => {
  expect(inUnits(shown)).toBe(units)
})
