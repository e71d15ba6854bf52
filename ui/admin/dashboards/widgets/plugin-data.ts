import type { Series } from '../../../shared/chart/series.ts'
import { at } from '../../forms/pointer.ts'
import type { Contributed } from '../source.ts'
import { rowsAt } from './rows.ts'

type Texts = string | Readonly<Record<string, string>>

/** What a plugin's widget shows of an answer; the host has judged it when it read the manifest. */
export interface Shown {
  readonly items: string
  readonly value: string
  readonly at: string
  readonly unit: string
  readonly min: number
  readonly max: number
  readonly columns: readonly { readonly title: Texts; readonly value: string }[]
}

export function shownBy({ show = {} }: Pick<Contributed, 'show'>): Shown {
  const text = (name: string) => (typeof show[name] === 'string' ? show[name] : '')
  const figure = (name: string, otherwise: number) =>
    typeof show[name] === 'number' ? show[name] : otherwise
  return {
    ...{ items: text('items'), value: text('value'), at: text('at'), unit: text('unit') },
    ...{ min: figure('min', 0), max: figure('max', 100) },
    columns: Array.isArray(show.columns) ? show.columns : [],
  }
}

/** Figures over time, oldest first; a plot is for the eye, so floats will do. */
export function seriesFrom(answer: unknown, shown: Shown, name: string): readonly Series[] {
  const points = rowsAt(answer, shown.items)
    .map((row) => [Date.parse(String(at(row, shown.at))), Number(at(row, shown.value))] as const)
    .filter(([when, value]) => Number.isFinite(when) && Number.isFinite(value))
    .sort(([a], [b]) => a - b)
  return [{ name, kind: 'line', points }]
}
