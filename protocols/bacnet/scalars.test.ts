import { describe, expect, it } from 'vitest'
import { parseTags } from './cursor.ts'
import { encodeValue } from './encode.ts'
import { realText, scalarOf } from './scalars.ts'

const read = (hex: string) => parseTags(Buffer.from(hex, 'hex')).map(scalarOf)

describe('values off the wire', () => {
  it('keep every digit and no more', () => {
    expect(read('443dcccccd')).toEqual([{ kind: 'number', text: '0.1' }])
    const double = Buffer.alloc(8)
    double.writeDoubleBE(2_589_773.391234)
    expect(read(`5508${double.toString('hex')}`)).toEqual([
      { kind: 'number', text: '2589773.391234' },
    ])
    expect(read('2508ffffffffffffffff')).toEqual([{ kind: 'number', text: '18446744073709551615' }])
    expect(read('31ff')).toEqual([{ kind: 'number', text: '-1' }])
  })

  it('have the month that was sent', () => {
    expect(read('a47e0b1607')).toEqual([{ kind: 'date', date: { year: 2026, month: 11, day: 22 } }])
  })

  it('are days and times as they were put there, days with their weekday', () => {
    const date = { year: 2026, month: 11, day: 22 }
    const any = { year: 255, month: 255, day: 255 }
    const time = { hour: 8, minute: 30, second: 0, hundredths: 0 }
    const values = [
      ...[{ kind: 'date', date } as const, { kind: 'date', date: any } as const],
      { kind: 'time', time } as const,
    ]
    const hex = values.map((value) => encodeValue(value).toString('hex'))
    expect(hex).toEqual(['a47e0b1607', 'a4ffffffff', 'b4081e0000'])
    expect(read(hex.join(''))).toEqual(values)
  })

  it.each([
    ['447fc00000', 'NaN'],
    ['43000000', 'octets'],
    ['650fff', 'longer than itself'],
    ['0e', 'open'],
    ['1f', 'closes'],
  ])('%s is refused with a reason', (hex, reason) => {
    expect(() => read(hex)).toThrow(reason)
  })

  it('single precision comes back from its text', () => {
    for (let step = 1; step < 2_000; step += 1) {
      const value = Math.fround((step * 1_234.567_8) / 2 ** (step % 40))
      expect(Math.fround(Number(realText(value)))).toBe(value)
    }
  })

  it('single precision has the shortest text that names it, down to the smallest', () => {
    const bits = new DataView(new ArrayBuffer(4))
    for (let step = 0; step < 20_000; step += 1) {
      bits.setUint32(0, Math.imul(step, 0x9e3779b1) >>> (step % 3 === 0 ? 9 : 0))
      const value = bits.getFloat32(0)
      if (!Number.isFinite(value)) continue
      const shortest = Array.from({ length: 9 }, (_, at) => Number(value.toPrecision(at + 1)))
      expect(Number(realText(value))).toBe(shortest.find((one) => Math.fround(one) === value))
    }
  })
})
