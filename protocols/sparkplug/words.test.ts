import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import protobuf from 'protobufjs/light.js'
import { describe, expect, test } from 'vitest'
import { encodePayload, type WireMetric } from './wire.ts'
import { payloadWords } from './words.ts'

const TOPIC = 'spBv1.0/house/NDATA/gateway'
const AT = 1_750_000_000_000
const wordsFor = (metrics: readonly WireMetric[], seq?: number) =>
  payloadWords(TOPIC, encodePayload({ timestamp: AT, metrics, ...(seq !== undefined && { seq }) }))

describe('a payload of Sparkplug B in words', () => {
  test('names sequence and time, and of each metric name, alias, type, value and time', () => {
    expect(
      wordsFor(
        [
          {
            ...{ name: 'Energy/Total', alias: '7', datatype: 8, longValue: '18446744073709551615' },
            timestamp: String(AT - 1_000),
          },
          { name: 'Large', datatype: 4, longValue: '18446744073709551615' },
          { alias: '9', floatValue: 0.1 },
          { name: 'Relay', datatype: 11, booleanValue: true, isHistorical: true },
          { name: 'Nothing', datatype: 10, isNull: true },
          { name: 'No decimal', datatype: 10, doubleValue: Number.NaN },
          { name: 'Set', datatype: 16 },
        ],
        3,
      ),
    ).toBe(
      [
        'seq 3, 2025-06-15T15:06:40.000Z, 7 metrics',
        '"Energy/Total" = 18446744073709551615 (alias 7, uint64, 2025-06-15T15:06:39.000Z)',
        '"Large" = -1 (int64)',
        'alias 9 = 0.1',
        '"Relay" = true (boolean, historical)',
        '"Nothing" = null (double)',
        '"No decimal" = NaN (double)',
        '"Set" = a value of a kind that is not shown (type 16)',
      ].join('\n'),
    )
    expect(wordsFor([])).toBe('no seq, 2025-06-15T15:06:40.000Z, 0 metrics')
  })

  test('is told of what nodes and devices say and are told, and of nothing else', () => {
    const payload = encodePayload({ timestamp: AT, metrics: [], seq: 0 })
    for (const kind of ['NBIRTH', 'DBIRTH', 'NDATA', 'DDATA', 'NDEATH', 'DDEATH', 'NCMD', 'DCMD'])
      expect(payloadWords(`spBv1.0/g/${kind}/n`, payload)).toMatch(/^seq 0/)
    for (const topic of ['spBv1.0/STATE/host', 'a/b/NDATA/c', 'spBv1.0', '', 'spBv1.0/g/XDATA/n'])
      expect(payloadWords(topic, payload)).toBeUndefined()
  })

  test('X4: is of what can be shown, and ends there, whatever is in it', () => {
    // Lines and controls of a text do not look like an entry's own.
    expect(wordsFor([{ name: 'a\n"b" = 1', stringValue: '\u0007\u001b[2J\n' }])).toBe(
      'no seq, 2025-06-15T15:06:40.000Z, 1 metric\n"a\\n\\"b\\" = 1" = "\\u0007\\u001b[2J\\n"',
    )
    const many = wordsFor(
      Array.from({ length: 2_000 }, (_, at) => ({ name: `m${at}`, intValue: at })),
      1,
    )
    expect(many).toHaveLength(2_048)
    expect(many?.endsWith('…')).toBe(true)
    expect(many).toMatch(/^seq 1, .*, 2000 metrics\n"m0" = 0\n/)
    expect(wordsFor([{ name: 'n'.repeat(50_000), stringValue: 'v' }])).toHaveLength(2_048)
    expect(payloadWords(TOPIC, Buffer.alloc(64 * 1024 + 1))).toBeUndefined()
    expect(payloadWords(TOPIC, Buffer.from([0xff, 0xff]))).toBeUndefined()
    const late = encodePayload({ timestamp: Number.MAX_SAFE_INTEGER, metrics: [] })
    expect(payloadWords(TOPIC, late)).toBe('no seq, 9007199254740991, 0 metrics')
  })

  test('X4: a compressed one that swells without end is left as it is', () => {
    const type = protobuf.Root.fromJSON({
      nested: {
        Payload: {
          edition: 'proto2',
          fields: { uuid: { id: 4, type: 'string' }, body: { id: 5, type: 'bytes' } },
        },
      },
    }).lookupType('Payload')
    const compressed = (inside: Uint8Array) =>
      type
        .encode(type.fromObject({ uuid: 'SPBV1.0_COMPRESSED', body: deflateSync(inside) }))
        .finish()
    expect(payloadWords(TOPIC, compressed(Buffer.alloc(20 * 1024 * 1024)))).toBeUndefined()
    const inside = encodePayload({ timestamp: AT, seq: 9, metrics: [{ name: 'x', intValue: 1 }] })
    expect(payloadWords(TOPIC, compressed(inside))).toContain('\n"x" = 1')
  })

  test('X4: any bytes give a text that fits an entry, or none', () => {
    const valid = encodePayload({
      ...{ timestamp: AT, seq: 5 },
      metrics: [{ name: 'Energy', alias: '1', datatype: 8, longValue: '1000', timestamp: '5' }],
    })
    const changed = fc
      .tuple(fc.nat(valid.length - 1), fc.nat(255))
      .map(([at, byte]) => Buffer.from(valid).fill(byte, at, at + 1))
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), changed), (bytes) => {
        const words = payloadWords(TOPIC, bytes)
        if (words !== undefined) expect(words.length).toBeLessThanOrEqual(2_048)
      }),
      { numRuns: 2_000 },
    )
  })

  test('a text stands whole as JSON has it, or is cut off at the very end: so the host finds a secret', () => {
    const secret = 'hunter "4711"\\é电'
    const form = JSON.stringify(secret).slice(1, -1)
    fc.assert(
      fc.property(fc.nat(2_200), fc.nat(3), (before, at) => {
        const padded = `${'x'.repeat(before)}${secret}${'y'.repeat(at)}`
        const words = wordsFor([
          { name: 'a', stringValue: padded },
          { name: 'b', stringValue: 'c' },
        ])
        const rest = (words ?? '').replaceAll(form, '')
        for (let length = form.length - 1; length >= 4; length -= 1) {
          const begins = rest.indexOf(form.slice(0, length))
          if (begins < 0) continue
          expect(rest.slice(begins)).toBe(`${form.slice(0, length)}…`)
          break
        }
      }),
    )
  })
})
