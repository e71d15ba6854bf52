import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asErrors, byPlace, placeOf, SECRET_MASK, telling, unmasked, upTo } from './form.ts'
import { clockOf, fromGrid, painted, type Span, stepOf, tableOf, toGrid } from './hours.ts'
import Interpreter from './interpreter.ts'
import { readJson } from './json.ts'
import { kindOf, timeUnitOf } from './kinds.ts'
import { numberOf, tidyDecimal } from './numbers.ts'
import { at, fromPointer, plainPointer, toPointer } from './pointer.ts'
import { branchOf, type FormSchema, flattened } from './schema.ts'
import { fromLocal, inWords, readDuration, toLocal, writeDuration } from './time.ts'
import { branchFor, emptied, listed, moved, seeded, switched } from './values.ts'

describe('pointers', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (segments) => {
        expect(fromPointer(toPointer(segments))).toEqual(segments)
      }),
    )
  })
  it('are read as servers write them', () => {
    expect(plainPointer('#/a/b%20c')).toBe('/a/b c')
    expect(plainPointer('a.0.b')).toBe('/a/0/b')
    expect(plainPointer('')).toBe('')
  })
})

describe('secrets that are stored', () => {
  const schema = {
    type: 'object',
    properties: { key: { type: 'string', writeOnly: true, pattern: '^-----BEGIN' } },
  }
  const faultsOf = (value: object) => {
    const check = new Interpreter().compile(schema)
    check(value)
    return unmasked(check.errors ?? [], value)
  }
  it('are no fault of a form that keeps them, whatever their pattern', () => {
    expect(faultsOf({ key: SECRET_MASK })).toEqual([])
    expect(faultsOf({ key: '-----BEGIN PRIVATE KEY-----' })).toEqual([])
  })
  it('are judged where they are typed', () => {
    expect(faultsOf({ key: 'nonsense' }).map(placeOf)).toEqual(['/key'])
  })
})

describe('kinds of fields', () => {
  const KINDS: readonly (readonly [string, FormSchema, string])[] = [
    ['text', { type: 'string' }, 'name'],
    ['text', { type: ['string', 'null'], maxLength: 200 }, 'note'],
    ['multiline', { type: 'string', maxLength: 500 }, 'reason'],
    ['multiline', { type: 'string', maxLength: 100_000, pattern: '^-----BEGIN' }, 'certificate'],
    ['secret', { type: 'string', writeOnly: true }, 'password'],
    ['secret', { type: 'string', 'x-secret': true }, 'token'],
    ['number', { type: 'integer' }, 'count'],
    ['number', { type: ['integer', 'null'] }, 'count'],
    ['span', { type: 'integer' }, 'connectTimeoutMs'],
    ['span', { type: 'integer' }, 'keepaliveS'],
    ['span', { type: 'integer', 'x-unit': 'min' }, 'grace'],
    ['number', { type: 'integer', 'x-unit': 'kWh' }, 'keepaliveS'],
    ['decimal', { type: 'string', 'x-component': 'MoneyMicros' }, 'amount'],
    ['decimal', { type: ['string', 'null'], 'x-micros': true }, 'limit'],
    ['decimal', { type: 'string', pattern: '^\\d{1,9}(\\.\\d{1,6})?$' }, 'price'],
    ['text', { type: 'string', pattern: '^[1-9]\\d{0,17}$' }, 'id'],
    ['boolean', { type: 'boolean' }, 'enabled'],
    ['choice', { enum: ['a', 'b', null] }, 'kind'],
    ['choice', { oneOf: [{ const: 1, title: 'One' }] }, 'kind'],
    ['constant', { const: 'tasmota' }, 'format'],
    ['reference', { type: 'string', 'x-ref': 'sites' }, 'siteId'],
    ['references', { type: 'array', items: { type: 'string' }, 'x-ref': 'spaces' }, 'spaceIds'],
    ['references', { type: 'array', items: { type: 'string', 'x-ref': 'spaces' } }, 'spaceIds'],
    ['instant', { type: ['string', 'null'], format: 'date-time' }, 'toAt'],
    ['day', { type: 'string', format: 'date' }, 'on'],
    ['duration', { type: 'string', format: 'duration' }, 'every'],
    ['colour', { type: 'string', format: 'color' }, 'colour'],
    ['file', { type: 'string', contentEncoding: 'base64' }, 'certificate'],
    ['file', { type: 'string', format: 'data-url' }, 'logo'],
    ['chips', { type: 'array', items: { type: 'string', format: 'date' } }, 'holidays'],
    ['choices', { type: 'array', uniqueItems: true, items: { enum: ['a', 'b'] } }, 'warnings'],
    [
      'choices',
      { type: 'array', uniqueItems: true, items: { type: 'integer', minimum: 1, maximum: 7 } },
      'days',
    ],
    ['list', { type: 'array', items: { type: 'object', properties: { a: {} } } }, 'steps'],
    ['group', { type: ['object', 'null'], properties: { a: { type: 'string' } } }, 'hours'],
    [
      'interval',
      { type: 'object', properties: { from: { format: 'date' }, to: { format: 'date' } } },
      'span',
    ],
    ['map', { type: 'object', additionalProperties: { type: 'string' } }, 'title'],
    ['open', { type: 'object', additionalProperties: true }, 'config'],
    ['open', {}, 'anything'],
    ['open', { type: ['string', 'integer'] }, 'mixed'],
    ['variants', { oneOf: [{ type: 'object' }, { type: 'string' }] }, 'either'],
    ['text', { oneOf: [{ type: 'string' }, { type: 'null' }] }, 'maybe'],
  ]
  it.each(KINDS)('%s: %j', (kind, schema, name) => {
    expect(kindOf(schema, name)).toBe(kind)
  })
  it('tells the unit of a time by name or by x-unit', () => {
    expect(timeUnitOf({ type: 'integer' }, 'meterMaxSilenceMinutes')).toBe('min')
    expect(timeUnitOf({ type: 'integer', 'x-unit': 's' }, 'anything')).toBe('s')
    expect(timeUnitOf({ type: 'integer' }, 'status')).toBeNull()
    expect(timeUnitOf({ type: 'string' }, 'delayMs')).toBeNull()
  })
})

describe('schemas', () => {
  it('are followed within themselves, and what stands beside a reference is put over it', () => {
    const schema = {
      properties: { a: { $ref: '#/$defs/text', title: 'A' }, b: { $ref: '#/$defs/self' } },
      $defs: {
        text: { type: 'string', title: 'Text', maxLength: 3 },
        self: { properties: { c: { $ref: '#/$defs/self', title: 'C' } } },
      },
    }
    expect(flattened(schema)).toEqual({
      properties: {
        a: { type: 'string', title: 'A', maxLength: 3 },
        b: { properties: { c: { title: 'C' } } },
      },
    })
  })
  it('show a branch with what stands beside the choice', () => {
    const schema: FormSchema = {
      type: 'object',
      required: ['format'],
      properties: { format: { title: 'Format' }, other: {}, device: { title: 'Device' } },
      oneOf: [
        {
          additionalProperties: false,
          required: ['device'],
          properties: { format: { const: 'a' }, device: { type: 'string' } },
        },
      ],
    }
    expect(branchOf(schema, schema.oneOf?.[0] ?? {})).toMatchObject({
      required: ['format', 'device'],
      properties: {
        format: { title: 'Format', const: 'a' },
        device: { title: 'Device', type: 'string' },
      },
    })
    expect(Object.keys(branchOf(schema, schema.oneOf?.[0] ?? {}).properties ?? {})).not.toContain(
      'other',
    )
  })
})

const VARIANTS: FormSchema = {
  oneOf: [
    {
      type: 'object',
      required: ['kind'],
      properties: { kind: { const: 'a' }, name: { type: 'string' }, size: { type: 'integer' } },
    },
    {
      type: 'object',
      required: ['kind'],
      properties: { kind: { const: 'b' }, name: { type: 'string' }, size: { type: 'string' } },
    },
  ],
}

describe('values', () => {
  it('are null where that is allowed when they are emptied, and nothing otherwise', () => {
    expect(emptied({ type: ['string', 'null'] })).toBeNull()
    expect(emptied({ oneOf: [{ type: 'string' }, { type: 'null' }] })).toBeNull()
    expect(emptied({ type: 'string' })).toBeUndefined()
  })
  it('start with what must be there, and keep what is', () => {
    const schema: FormSchema = {
      type: 'object',
      required: ['list', 'flag', 'inner', 'name', 'level'],
      properties: {
        list: { type: 'array' },
        flag: { type: 'boolean' },
        inner: { type: 'object', required: ['only'], properties: { only: { const: 1 } } },
        name: { type: 'string' },
        level: { type: 'integer', default: 3 },
        free: { type: 'array' },
      },
    }
    expect(seeded(schema, undefined)).toEqual({
      list: [],
      flag: false,
      inner: { only: 1 },
      level: 3,
    })
    const whole = { list: [1], flag: true, inner: { only: 1 }, name: 'x', level: 0 }
    expect(seeded(schema, whole)).toBe(whole)
    expect(seeded({ type: ['object', 'null'], properties: {} }, null)).toBeNull()
  })
  it('keep what fits when the branch is changed', () => {
    expect(branchFor(VARIANTS, { kind: 'b', name: 'x' })).toBe(1)
    expect(branchFor(VARIANTS, {})).toBeNull()
    expect(switched(VARIANTS, 1, { kind: 'a', name: 'x', size: 3, stranger: 1 })).toEqual({
      kind: 'b',
      name: 'x',
    })
  })
  it('of a list that must not be empty are none when they are', () => {
    const schema: FormSchema = { type: 'array', minItems: 1 }
    expect(listed(schema, [], { isRequired: false })).toBeUndefined()
    expect(listed(schema, [], { isRequired: true })).toEqual([])
    expect(listed({ type: 'array' }, [], { isRequired: false })).toEqual([])
    expect(listed(schema, [1], { isRequired: false })).toEqual([1])
  })
  it('move in lists', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b'])
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
  })
})

describe('errors', () => {
  const check = new Interpreter().compile(VARIANTS)
  const found = (value: unknown, branches = new Map<string, number>()) => {
    check(value)
    return telling({ errors: check.errors ?? [], value, branches })
  }
  it('of a choice are those of the branch in use', () => {
    expect(
      found({ kind: 'b', size: 3 }).map((each) => `${each.instancePath} ${each.keyword}`),
    ).toEqual(['/size type'])
    expect(found({ kind: 'b', size: 3 }, new Map([['', 0]])).map(placeOf)).toEqual(['/kind'])
  })
  it('say that none is chosen where nothing speaks for any', () => {
    expect(found({}).map(({ keyword }) => keyword)).toEqual(['oneOf'])
  })
  it('stand at the field that is missing, or at the nearest that is shown', () => {
    const ajv = new Interpreter()
    ajv.validate({ required: ['a/b'] }, {})
    expect((ajv.errors ?? []).map(placeOf)).toEqual(['/a~1b'])
    const places = byPlace(
      asErrors([
        { pointer: '/a/b/c', message: 'no' },
        { pointer: '/x', message: 'no' },
      ]),
    )
    expect([...upTo(places, new Map([['/a', 1]])).keys()]).toEqual(['/a', ''])
  })
})

describe('numbers', () => {
  it('are read as people write them', () => {
    expect(numberOf('1,234.5')).toBe(1234.5)
    expect(numberOf(' -3 ')).toBe(-3)
    expect(numberOf('12a')).toBeNull()
    expect(numberOf('1,2')).toBeNull()
  })
  it('are tidied without a float', () => {
    expect(tidyDecimal('1,234,567.10')).toBe('1234567.10')
    expect(tidyDecimal('.5')).toBe('0.5')
    expect(tidyDecimal('007')).toBe('7')
    expect(tidyDecimal('99999999999999999.000001')).toBe('99999999999999999.000001')
    expect(tidyDecimal('twelve')).toBe('twelve')
  })
})

describe('times', () => {
  const ZONES = [
    'UTC',
    'Asia/Shanghai',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
  ]
  it('come back as they were, but for the hour that comes twice', () => {
    const instants = fc
      .integer({ min: Date.UTC(1990, 0), max: Date.UTC(2100, 0) })
      .map((each) => each - (each % 1000))
    fc.assert(
      fc.property(instants, fc.constantFrom(...ZONES), (atMs, zone) => {
        const local = toLocal(new Date(atMs).toISOString(), zone)
        const back = fromLocal(local, zone) ?? ''
        expect(toLocal(back, zone)).toBe(local)
        expect(Date.parse(back)).toBeLessThanOrEqual(atMs)
        expect(atMs - Date.parse(back)).toBeLessThanOrEqual(3_600_000)
      }),
      { numRuns: 300 },
    )
  })
  it('that a clock skips are put on by as much, and those that come twice are the first', () => {
    expect(fromLocal('2026-03-08T02:30', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z')
    expect(fromLocal('2026-11-01T01:30', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z')
    expect(fromLocal('2026-01-01T08:00', 'Asia/Shanghai')).toBe('2026-01-01T00:00:00.000Z')
    expect(fromLocal('soon', 'UTC')).toBeNull()
  })
  it('are told in words', () => {
    expect(inWords(1440, 'min', 'en')).toBe('1 day')
    expect(inWords(5400, 's', 'en')).toBe('1 hour, 30 minutes')
  })
  it('of a length come back as they were', () => {
    for (const text of [
      'P1Y',
      'P2M',
      'P3D',
      'PT4H',
      'PT5M',
      'PT6S',
      'P1Y0M3D',
      'PT1H0M5S',
      'P2W',
      'P1DT12H',
      'PT0S',
    ]) {
      expect(writeDuration(readDuration(text) ?? {})).toBe(text)
    }
    expect(writeDuration({ weeks: 1, days: 1 })).toBe('P8D')
    expect(writeDuration({})).toBe('')
    for (const text of ['P', 'PT', 'P1H', '1D']) expect(readDuration(text)).toBeNull()
  })
})

describe('JSON', () => {
  it('says the line that is wrong', () => {
    expect(readJson('{"a": 1}')).toEqual({ isJson: true, value: { a: 1 } })
    expect(readJson(' ')).toEqual({ isJson: true, value: undefined })
    expect(readJson('{\n"a": 1,\n}')).toEqual({ isJson: false, line: 3 })
  })
})

const CLOCK = { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$' }
const WEEKLY = { properties: { days: {}, from: CLOCK, to: CLOCK } }
const BANDS = { properties: { from: CLOCK, to: CLOCK, band: { enum: ['peak', 'flat', 'valley'] } } }

describe('hours', () => {
  const cell = fc.constantFrom(null, 0, 1, 2)
  it('drawn are the same when they are read again', () => {
    const grids = fc.array(fc.array(cell, { minLength: 24, maxLength: 24 }), {
      minLength: 1,
      maxLength: 1,
    })
    const table = tableOf(BANDS)
    fc.assert(
      fc.property(grids, (grid) => {
        expect(toGrid(table, fromGrid(table, grid), 60)).toEqual(grid)
      }),
    )
  })
  it('of a week are the same when they are read again', () => {
    const row = fc.array(fc.constantFrom(null, 0), { minLength: 48, maxLength: 48 })
    const table = tableOf(WEEKLY)
    fc.assert(
      fc.property(fc.array(row, { minLength: 7, maxLength: 7 }), (grid) => {
        expect(toGrid(table, fromGrid(table, grid), 30)).toEqual(grid)
      }),
    )
  })
  it('go on to the next day, and from Sunday to Monday', () => {
    const table = tableOf(WEEKLY)
    const spans: Span[] = [{ days: [7], from: '22:00', to: '02:00' }]
    const grid = toGrid(table, spans, 60)
    expect([grid[6]?.[22], grid[6]?.[23], grid[0]?.[0], grid[0]?.[1], grid[0]?.[2]]).toEqual([
      0,
      0,
      0,
      0,
      null,
    ])
    expect(fromGrid(table, grid)).toEqual([
      { days: [1], from: '00:00', to: '02:00' },
      { days: [7], from: '22:00', to: '24:00' },
    ])
  })
  it('that are finer than half an hour have no grid', () => {
    expect(stepOf([])).toBe(60)
    expect(stepOf([{ from: '08:30', to: '09:00' }])).toBe(30)
    expect(stepOf([{ from: '08:10', to: '09:00' }])).toBeNull()
    expect(clockOf(1440)).toBe('24:00')
  })
  it('are painted in rectangles', () => {
    const grid = [
      [null, null],
      [null, null],
    ]
    expect(painted(grid, { rows: [1, 0], columns: [1, 1], value: 2 })).toEqual([
      [null, 2],
      [null, 2],
    ])
  })
})

it('finds what a pointer leads to', () => {
  expect(at({ a: [{ 'x/y': 1 }] }, '/a/0/x~1y')).toBe(1)
  expect(at({ a: 1 }, '/toString')).toBeUndefined()
})
