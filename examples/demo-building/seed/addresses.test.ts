import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, it } from 'vitest'
import { METERS, SUCCESSOR } from '../building/meters.ts'
import { pointsOf } from './addresses.ts'
import { connectionSpecs } from './connections.ts'
import { inUnits } from './metering.ts'

function schemaOf(plugin: string, file: string): object {
  const path = new URL(`../../../plugins/${plugin}/${file}`, import.meta.url)
  return JSON.parse(readFileSync(path, 'utf8'))
}

it('every point has an address as the driver wants it', () => {
  const validate = new Ajv2020({ strict: false }).compile(
    schemaOf('driver-mqtt', 'point.schema.json'),
  )
  for (const meter of [...METERS, SUCCESSOR])
    for (const { address } of pointsOf(meter))
      expect(validate(address) ? [] : [address, validate.errors]).toEqual([])
})

it('every meter is read, electricity is switched where it has a relay', () => {
  for (const meter of METERS) {
    const roles = pointsOf(meter).map(({ role }) => role)
    expect(roles.filter((role) => role === 'register')).toHaveLength(1)
    expect(roles).toContain('online')
    expect(roles.includes('relay')).toBe(meter.device.relay !== 'none')
    if (roles.includes('relay')) expect(roles).toContain('current')
  }
})

const SPECS = connectionSpecs({
  brokerPort: 1883,
  brokerPassword: 'a-password-of-some-length',
  channelUrl: 'http://127.0.0.1:8480',
  merchantId: 'harbour-house',
  merchantSecret: 'a-secret-of-some-length',
  smtpPort: 25,
})

it.each(SPECS)('the connection $key is configured as its plugin wants it', (spec) => {
  const schema = schemaOf(spec.pluginId, 'connection.schema.json')
  const ajv = new Ajv2020({ strict: false, formats: { password: true } })
  expect(ajv.validate(schema, spec.config) ? [] : ajv.errors).toEqual([])
})

it.each([
  [0, '0.000'],
  ['7', '0.007'],
  ['99996300', '99996.300'],
])('%s on the display is %s units', (shown, units) => {
  expect(inUnits(shown)).toBe(units)
})
