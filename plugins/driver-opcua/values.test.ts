import fc from 'fast-check'
import type { DataValue } from 'node-opcua-client'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Library, loadLibrary } from './library.ts'
import { decodeValue } from './values.ts'

let library: Library
beforeAll(async () => {
  library = await loadLibrary()
}, 60_000)

const register = { role: 'register', unit: 'kWh', decimalExponent: 0 } as const
const state = { role: 'relay', unit: '', decimalExponent: 0 } as const
const decode = (
  dataType: string,
  value: unknown,
  reader = register as typeof register | typeof state,
) =>
  decodeValue(
    library,
    {
      value: { dataType: library.DataType[dataType as 'Double'], arrayType: 0, value },
      statusCode: library.StatusCodes.Good,
      sourceTimestamp: new Date(Date.UTC(2026, 0, 1)),
    } as unknown as DataValue,
    reader,
  )

describe('values', () => {
  it.each([
    ['Boolean', true, true],
    ['Byte', 0, false],
    ['Int32', 1, true],
    ['String', 'ON', true],
  ])('a state of type %s, %j, is %s', (dataType, value, wanted) =>
    expect(decode(dataType, value, state)).toMatchObject({ kind: 'value', value: wanted }),
  )

  it.each([
    ['Boolean', true],
    ['ByteString', Buffer.from('7')],
    ['DateTime', new Date()],
    ['ExtensionObject', { total: 7 }],
    ['LocalizedText', { text: null }],
    ['Variant', {}],
  ])('%s is no register', (dataType, value) =>
    expect(decode(dataType, value)).toMatchObject({ kind: 'malformed', fault: 'wrongType' }),
  )

  it('nothing is none, and no fault', () => {
    expect(decode('Null', null)).toEqual({ kind: 'bad', status: 'no value' })
  })

  it('X4: whatever comes, decoding answers with plain data', () => {
    const kinds = ['value', 'bad', 'malformed']
    const anything = fc.oneof(fc.anything(), fc.double(), fc.string(), fc.bigInt())
    const type = fc.integer({ min: 0, max: 25 })
    fc.assert(
      fc.property(anything, type, fc.boolean(), (value, dataType, isState) => {
        const name = library.DataType[dataType] ?? 'Double'
        const decoded = decode(name, value, isState ? state : register)
        expect(kinds).toContain(decoded.kind)
        expect(structuredClone(decoded)).toEqual(decoded)
        if (decoded.kind === 'value' && !isState)
          expect(String(decoded.value)).toMatch(/^-?\d+(\.\d+)?$/)
      }),
      { numRuns: 2_000 },
    )
  })
})
