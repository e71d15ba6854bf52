import { shiftDecimal } from '@busbar/core/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fillTopic, matchTopic } from '../json/plan.ts'
import { compilePointer, parseJson, resolvePointer } from './json.ts'
import { timeReader } from './time.ts'

describe('shiftDecimal', () => {
  it.each([
    ['2589773.39', -3, '2589.77339'],
    ['0.06', -3, '0.00006'],
    ['1e3', 0, '1000'],
    ['1.25E-2', 0, '0.0125'],
    [' 9', 0, '9'],
    ['-0.0', 0, '0'],
    ['-12.50', 0, '-12.5'],
    ['00012', 3, '12000'],
    ['.5', 0, '0.5'],
    ['123456789012345678901234', -6, '123456789012345678.901234'],
  ])('%s shifted by %i is %s', (text, exponent, expected) => {
    expect(shiftDecimal(text, exponent)).toBe(expected)
  })

  it.each(['', '.', '-', 'NaN', 'Infinity', '1,5', '0x10', '1e999', '1e-999', '1 2', '--1'])(
    'refuses "%s"',
    (text) => expect(shiftDecimal(text, 0)).toBeUndefined(),
  )

  it('is exact: shifting there and back gives the same figure', () => {
    const decimal = fc
      .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 9 }))
      .map(([digits, scale]) => shiftDecimal(`${digits}e-${scale}`, 0) ?? 'none')
    fc.assert(
      fc.property(decimal, fc.integer({ min: -9, max: 9 }), (text, exponent) => {
        const there = shiftDecimal(text, exponent) ?? 'none'
        expect(shiftDecimal(there, -exponent)).toBe(text)
      }),
    )
  })
})

describe('parseJson', () => {
  it('loses no digit of a number that a double cannot hold', () => {
    const parsed = parseJson('{"a":9007199254740993,"b":[123456789.1234567891],"c":1.5}')
    expect(parsed).toEqual({ a: '9007199254740993', b: ['123456789.1234567891'], c: '1.5' })
  })

  it('gives every decimal back as it was written, whichever way it is parsed', () => {
    const decimal = fc
      .tuple(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.integer({ min: 0, max: 12 }))
      .map(([digits, scale]) => shiftDecimal(`${digits}e-${scale}`, 0) ?? 'none')
    fc.assert(
      fc.property(decimal, (text) => {
        const value = resolvePointer(parseJson(`{"Total":${text}}`), ['Total'])
        expect(shiftDecimal(String(value), 0)).toBe(text)
      }),
    )
  })
})

describe('JSON pointers', () => {
  // The examples of RFC 6901, section 5.
  const document = { foo: ['bar', 'baz'], '': 0, 'a/b': 1, 'm~n': 8, ' ': 7, 'k"l': 6 }
  it.each([
    ['', document],
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/m~0n', 8],
    ['/ ', 7],
    ['/k"l', 6],
    ['/foo/-', undefined],
    ['/foo/00', undefined],
    ['/foo/2', undefined],
    ['/__proto__', undefined],
    ['/constructor/name', undefined],
  ])('"%s"', (text, expected) => {
    expect(resolvePointer(document, compilePointer(text))).toEqual(expected)
  })

  it.each(['foo', '/a~', '/a~2'])('refuses "%s"', (text) => {
    expect(() => compilePointer(text)).toThrow('JSON pointer')
  })
})

describe('device times', () => {
  const received = Date.UTC(2026, 0, 1)
  it.each([
    ['rfc3339', '2022-07-18T09:34:15.775023242+00:00', '2022-07-18T09:34:15.775Z'],
    ['rfc3339', '2022-07-18T17:34:15+08:00', '2022-07-18T09:34:15.000Z'],
    ['epoch-seconds', 1757060280.21, '2025-09-05T08:18:00.210Z'],
    ['epoch-seconds', '1757060280', '2025-09-05T08:18:00.000Z'],
    ['epoch-milliseconds', 1757060280210, '2025-09-05T08:18:00.210Z'],
    ['local', '2018-02-15T17:37:10', '2018-02-15T09:37:10.000Z'],
  ] as const)('%s %s', (format, raw, expected) => {
    const { at, sure } = timeReader(format, 'Asia/Shanghai')(raw, received)
    expect(new Date(at ?? 0).toISOString()).toBe(expected)
    expect(sure).toBe(true)
  })

  it.each([
    ['rfc3339', '2022-07-18T09:34:15'],
    ['rfc3339', 'yesterday'],
    ['epoch-seconds', '1e30'],
    ['epoch-seconds', null],
    ['local', '2022-13-45T00:00:00'],
    ['local', '2022-07-18T09:34:15Z'],
  ] as const)('refuses %s %s', (format, raw) => {
    expect(() => timeReader(format, 'Europe/Berlin')(raw, received)).toThrow()
  })

  it('takes the nearer of two in the hour that comes twice, and says that it is not sure', () => {
    const read = timeReader('local', 'Europe/Berlin')
    const first = Date.UTC(2025, 9, 26, 0, 30)
    const second = Date.UTC(2025, 9, 26, 1, 30)
    expect(read('2025-10-26T02:30:00', first + 2_000)).toEqual({ at: first, sure: false })
    expect(read('2025-10-26T02:30:00', second + 2_000)).toEqual({ at: second, sure: false })
    expect(read('2025-10-26T03:00:00', second)).toEqual({
      at: Date.UTC(2025, 9, 26, 2, 0),
      sure: true,
    })
  })

  it('knows a clock that was never set', () => {
    const read = timeReader('local', 'UTC')
    expect(read('1970-01-01T00:00:08', received)).toEqual({ at: null, sure: false })
  })
})

describe('topics', () => {
  it.each([
    ['a/+/c', 'a/b/c', ['b']],
    ['+/+', 'a/b', ['a', 'b']],
    ['a/#', 'a/b/c', ['b/c']],
    ['a/+', 'a/b/c', undefined],
    ['a/b', 'a/c', undefined],
    ['a/+/c', 'a/b', undefined],
  ])('%s on %s', (filter, topic, expected) => {
    expect(matchTopic(filter, topic)).toEqual(expected)
  })

  it('fills what the wildcards stood for into another topic', () => {
    expect(fillTopic('x/{2}/{1}/{3}', ['a', 'b'])).toBe('x/b/a/{3}')
  })
})
