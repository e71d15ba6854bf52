import { DATA_TYPES, metricQuality, metricValue } from '@busbar/sparkplug/values'
import { decodePayload as readByUs } from '@busbar/sparkplug/wire'
import fc from 'fast-check'
import {
  decodePayload,
  encodePayload,
  type UMetric,
} from 'sparkplug-payload/lib/sparkplugbpayload.js'
import { describe, expect, test } from 'vitest'
import type { Said } from '../sparkplug/metrics.ts'
import { data, deviceBirth } from '../sparkplug/speech.ts'

const { boolean, string, double } = DATA_TYPES
/** Fifteen digits, as a double keeps them. */
const figure = fc
  .integer({ min: -(10 ** 15) + 1, max: 10 ** 15 - 1 })
  .map((n) => `${n / 1_000_000}`)
const scalar: fc.Arbitrary<{ datatype: number; value: string | boolean | null }> = fc.oneof(
  fc.record({ datatype: fc.constant(boolean), value: fc.boolean() }),
  fc.record({ datatype: fc.constant(string), value: fc.string({ unit: 'grapheme' }) }),
  fc.record({ datatype: fc.constant(double), value: figure }),
  fc.record({ datatype: fc.constantFrom(boolean, string, double), value: fc.constant(null) }),
)
const metric = fc.record({
  scalar,
  alias: fc.integer({ min: 1, max: 2 ** 40 }),
  quality: fc.constantFrom('good', 'uncertain', 'bad'),
  at: fc.option(fc.integer({ min: 1, max: Date.UTC(2100, 0) })),
  unit: fc.constantFrom('', 'kWh', 'm³'),
})
const NOW = Date.UTC(2026, 0)
const CODES = { good: 192, uncertain: 500, bad: 0 }

describe('the wire, against the payloads of Eclipse Tahu', () => {
  test('X4: what we say is read as it was meant, and by ourselves as well', () => {
    fc.assert(
      fc.property(
        fc.array(metric, { minLength: 1 }),
        fc.nat(255),
        fc.boolean(),
        (all, seq, born) => {
          const sayings = all.map(
            ({ scalar: { datatype, value }, alias, quality, at, unit }, index) => ({
              ...{ alias, said: { value, quality, at } as Said },
              metric: {
                ...{ key: `k${index}`, name: `n${index}`, datatype },
                texts: unit === '' ? {} : { engUnit: unit },
              },
            }),
          )
          const head = { party: { group: 'g', node: 'n', device: 'd' }, now: NOW, seq }
          const message = born ? deviceBirth(head, sayings) : data(head, sayings)
          expect(message.topic).toBe(`spBv1.0/g/${born ? 'DBIRTH' : 'DDATA'}/n/d`)
          const bytes = Buffer.from(message.payload)
          const theirs = decodePayload(bytes)
          expect([Number(theirs.seq), Number(theirs.timestamp)]).toEqual([seq, NOW])
          const ours = readByUs(bytes).metrics
          for (const [
            index,
            {
              scalar: { datatype, value },
              alias,
              quality,
              at,
              unit,
            },
          ] of all.entries()) {
            const read = theirs.metrics?.[index]
            expect(Number(read?.alias)).toBe(alias)
            expect(Number(read?.timestamp)).toBe(at ?? NOW)
            expect(read?.properties?.Quality).toEqual({ type: 'Int32', value: CODES[quality] })
            if (born) expect(read?.properties?.engUnit?.value ?? '').toBe(unit)
            const isFigure = datatype === double && value !== null
            expect(read?.value).toBe(isFigure ? Number(value) : value)
            const mine = ours[index]
            if (mine === undefined) throw new Error('We lost a metric.')
            const known = metricValue(mine, undefined)
            expect(isFigure ? Number(known) : (known ?? null)).toBe(
              isFigure ? Number(value) : value,
            )
            expect(metricQuality(mine)).toBe(quality)
          }
        },
      ),
    )
  })

  test('X4: what they say is read as it was meant', () => {
    const theirs = fc.oneof(
      fc.record({ type: fc.constant('Boolean' as const), value: fc.boolean() }),
      fc.record({ type: fc.constant('String' as const), value: fc.string({ unit: 'grapheme' }) }),
      fc.record({ type: fc.constant('Int32' as const), value: fc.integer() }),
      fc.record({ type: fc.constant('Double' as const), value: fc.integer().map((n) => n / 8) }),
    )
    fc.assert(
      fc.property(fc.array(theirs, { minLength: 1 }), (all) => {
        const metrics: UMetric[] = all.map((one, index) => ({ ...one, name: `n${index}` }))
        const read = readByUs(Buffer.from(encodePayload({ timestamp: NOW, metrics }))).metrics
        expect(read.map((one) => metricValue(one, undefined))).toEqual(
          all.map(({ value }) => (typeof value === 'number' ? String(value) : value)),
        )
      }),
    )
  })
})
