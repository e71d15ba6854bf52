import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import connectionSchema from './connection.schema.json' with { type: 'json' }
import { VERSION } from './gateway.ts'
import { createInstances } from './instances.ts'
import packageJson from './package.json' with { type: 'json' }
import { readSettings } from './settings.ts'
import { testConnection } from './test-connection.ts'

test('the version that the device tells is that of the package', () => {
  expect(VERSION).toBe(packageJson.version)
})

describe('settings', () => {
  const ajv = new Ajv2020({ strict: true, formats: { ipv4: /^\d+\.\d+\.\d+\.\d+$/ } })
  const validate = ajv.compile(connectionSchema)

  test('of the schema are those that are read, and let nobody in by themselves', () => {
    const defaults = Object.entries(connectionSchema.properties).flatMap(([name, property]) =>
      'default' in property ? [[name, property.default]] : [],
    )
    expect(readSettings({ deviceInstance: 1 })).toEqual({
      deviceInstance: 1,
      ...Object.fromEntries(defaults),
    })
    expect(readSettings({ deviceInstance: 1 })).toMatchObject({
      ...{ bindAddress: '127.0.0.1', writers: [] },
    })
  })

  test('without an instance, with one that is a wildcard, or with the reserved priority are refused', () => {
    expect(validate({ deviceInstance: 7, writers: ['192.0.2.1'] })).toBe(true)
    expect(validate({})).toBe(false)
    expect(validate({ deviceInstance: 4_194_303 })).toBe(false)
    expect(validate({ deviceInstance: 7, standingPriority: 6 })).toBe(false)
    expect(() =>
      readSettings({ deviceInstance: 1, readers: ['192.0.2.2'], writers: ['192.0.2.1'] }),
    ).toThrow('192.0.2.1 may write')
  })

  test('are tried by opening the port', async () => {
    const tried = (connection: object) =>
      testConnection({
        connection: { deviceInstance: 1, port: 0, ...connection },
        timeoutMs: 1_000,
      })
    expect(await tried({})).toMatchObject({ ok: true })
    expect(await tried({ bindAddress: '192.0.2.77' })).toMatchObject({ ok: false })
    expect((await tried({ bindAddress: '192.0.2.77' })).detail).toContain('no address of this')
  })
})

describe('instances', () => {
  const ids = Array.from({ length: 20_000 }, (_, at) => `meter:${at}/power.${at}`)

  test('are unique, in range, and the same whatever comes beside', () => {
    const all = createInstances().assign(0, ids)
    expect(new Set(all.values()).size).toBe(ids.length)
    expect(Math.max(...all.values())).toBeLessThan(4_194_303)
    // Of two that draw the same number the older one keeps it.
    const older = createInstances().assign(0, ids.slice(0, 5_000).reverse())
    for (const [pointId, instance] of older) expect(all.get(pointId)).toBe(instance)
  })

  test('are not given to others while it runs', () => {
    const instances = createInstances()
    const before = instances.assign(0, ids)
    const some = instances.assign(0, ids.slice(10_000))
    for (const [pointId, instance] of some) expect(before.get(pointId)).toBe(instance)
  })
})
