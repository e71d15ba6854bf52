import { describe, expect, it } from 'vitest'
import { isOfAnotherUnit } from './units.ts'

const between = (told: string, billed: string, multiplier = 1_000_000n) =>
  isOfAnotherUnit({ told, billed, multiplierMicros: multiplier })

describe('the unit of a register', () => {
  it('is another one where nothing turns it into that of the metering point', () => {
    expect(between('kWh', 'GJ')).toBe(true)
    expect(between('Wh', 'kWh')).toBe(true)
    expect(between('l', 'm3')).toBe(true)
  })

  it('is none where both say the same, a multiplier is between, or nothing is known of it', () => {
    expect(between('kWh', 'kWh')).toBe(false)
    expect(between('m³', 'm3')).toBe(false)
    expect(between('kWh', 'GJ', 3_600n)).toBe(false)
    expect(between('', 'kWh')).toBe(false)
    expect(between('pulse', 'm3')).toBe(false)
  })
})
