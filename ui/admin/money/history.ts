import type { MeteringHistory } from '../../../core/generated/api.ts'
import type { Series } from '../../shared/chart/series.ts'

type Register = MeteringHistory['registers'][number]

/** What a register showed last. */
export interface LiveValue {
  readonly value: string
  readonly at: string
}

/** `S-1 total (peak)`. */
export const nameOfRegister = ({ serial, code, band }: Register): string =>
  band === null ? `${serial} ${code}` : `${serial} ${code} (${band})`

export function latestOf({ points }: Register): LiveValue | null {
  const last = points.at(-1)
  return last === undefined ? null : { value: last.last, at: last.at }
}

type Point = readonly [atMs: number, value: number | null]

/** One line a register, broken where readings are missing. */
export function registerSeries(history: MeteringHistory): readonly Series[] {
  return history.registers.map((register) => {
    const gaps = history.gaps.filter(({ registerId }) => registerId === register.registerId)
    const points: Point[] = register.points.map(({ at, last }) => [Date.parse(at), Number(last)])
    const breaks: Point[] = gaps.map(({ fromAt, toAt }) => [
      (Date.parse(fromAt) + Date.parse(toAt)) / 2,
      null,
    ])
    return {
      ...{ name: nameOfRegister(register), kind: 'line' as const },
      points: [...points, ...breaks].sort(([a], [b]) => a - b),
    }
  })
}
