import type { Browsing, DiscoveredPoint } from '../../../core/generated/api.ts'
import { wordOf } from '../../shared/locale/words.ts'

export type Nodes = Browsing['nodes']

/** How long one search listens. */
export const LOOKS_FOR_MS = 5_000

/** What a point would be: its meaning, and its unit where it has one. */
export const meaningOf = ({ role, unit }: DiscoveredPoint): string =>
  unit === '' ? wordOf(role) : `${wordOf(role)} · ${unit}`
