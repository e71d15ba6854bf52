import { describe, expect, it } from 'vitest'
import type { FormSchema } from '../forms/schema.ts'
import { ofPlugins } from '../forms/testing/schemas.fixture.ts'
import { filled, takes } from './fill.ts'

const schemaOf = (plugin: string) =>
  ofPlugins().find(({ name }) => name === `${plugin}/connection.schema.json`)?.schema ?? {}
const schema = schemaOf('driver-mqtt')

describe('what a search found, put into a form', () => {
  it('adds an item for a source that has none', () => {
    const config = { url: 'mqtt://broker', decoders: [{ topic: 'a' }] }
    expect(filled(schema, config, { source: 'b' })).toEqual({
      url: 'mqtt://broker',
      decoders: [{ topic: 'a' }, { topic: 'b' }],
    })
  })

  it('adds a value to the item of its source, under a name that is free', () => {
    const once = filled(schema, {}, { source: 'a', place: '/object/energy' })
    expect(once).toEqual({
      decoders: [{ topic: 'a', values: { energy: { pointer: '/object/energy' } } }],
    })
    expect(filled(schema, once, { source: 'a', place: '/total/energy' })).toEqual({
      decoders: [
        {
          topic: 'a',
          values: {
            energy: { pointer: '/object/energy' },
            energy2: { pointer: '/total/energy' },
          },
        },
      ],
    })
  })

  it('puts the thumbprint of a refused certificate on the trust list, once', () => {
    const opcua = schemaOf('driver-opcua')
    const found = { source: 'ab'.repeat(32) }
    const trusting = filled(opcua, { url: 'opc.tcp://meters' }, found)
    expect(trusting).toEqual({
      url: 'opc.tcp://meters',
      trusted: [{ thumbprint: found.source }],
    })
    expect(filled(opcua, trusting, found)).toEqual(trusting)
  })

  it('sets a plain field, and leaves alone what nothing takes', () => {
    const plain: FormSchema = {
      properties: { host: { type: 'string', ...{ 'x-discovered': 'source' } } },
    }
    expect(filled(plain, { host: 'old', port: 1 }, { source: 'new' })).toEqual({
      host: 'new',
      port: 1,
    })
    expect(takes(plain, { source: 'new', place: '/a' })).toBe(false)
    expect(takes(schema, { source: 'new', place: '/a' })).toBe(true)
    expect(takes(schema, { node: 'n' })).toBe(false)
  })
})
