import { type Schema, typesOf } from '../contract/schema.ts'

/** How a value is shown and filtered. */
export type Kind =
  | 'reference'
  | 'money'
  | 'instant'
  | 'boolean'
  | 'number'
  | 'choice'
  | 'text'
  | 'data'

export function kindOf(schema: Schema): Kind {
  if (schema['x-ref'] !== undefined) return 'reference'
  if (schema['x-component'] === 'MoneyMicros' || schema['x-money']) return 'money'
  if (schema.format === 'date-time') return 'instant'
  if (schema.enum !== undefined) return 'choice'
  const types = typesOf(schema)
  if (types.includes('boolean')) return 'boolean'
  if (types.includes('object') || types.includes('array')) return 'data'
  if (types.includes('integer') || types.includes('number')) return 'number'
  if (schema['x-component'] === 'QuantityMicros' || schema['x-micros']) return 'number'
  return types.includes('string') ? 'text' : 'data'
}

const GOOD = [
  'on',
  'open',
  'ok',
  'ready',
  'credited',
  'paid',
  'delivered',
  'read',
  'running',
  'supplied',
  'sent',
]
const BAD = ['off', 'failed', 'down', 'cut', 'critical', 'refused', 'rejected', 'disconnected']
const DOUBTFUL = ['unknown', 'degraded', 'pending', 'waiting', 'warning', 'quarantined', 'closing']

/** Colour of a state's chip: meaning is in the word, the colour only helps the eye. */
export function toneOf(state: string): string | undefined {
  if (GOOD.includes(state)) return 'success'
  if (BAD.includes(state)) return 'error'
  return DOUBTFUL.includes(state) ? 'warning' : undefined
}

const MOST = 3

/** A list or object in a few words, for a cell. */
export function summaryOf(value: unknown): string {
  if (Array.isArray(value)) {
    const shown = value.slice(0, MOST).map(summaryOf).join(', ')
    return value.length > MOST ? `${shown}, … (${value.length})` : shown
  }
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.values(value)
    .filter((part) => typeof part !== 'object')
    .slice(0, MOST)
    .join(' ')
}
