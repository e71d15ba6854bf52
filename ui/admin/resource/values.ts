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

/**
 * A list or object in a few words, for a cell; of several amounts, those that are nothing are left out.
 * @param tell how one value of a schema is told
 */
export function summaryOf(
  schema: Schema,
  value: unknown,
  tell: (schema: Schema, value: unknown) => string,
): string {
  if (Array.isArray(value)) {
    const { items = {} } = schema
    const some = value.filter((each) => !isNothing(items, each))
    const shown = some.slice(0, MOST).map((each) => summaryOf(items, each, tell))
    return some.length > MOST ? `${shown.join(', ')}, … (${some.length})` : shown.join(', ')
  }
  if (typeof value !== 'object' || value === null) return tell(schema, value)
  return Object.entries(value)
    .filter(([, part]) => typeof part !== 'object')
    .slice(0, MOST)
    .map(([name, part]) => tell(schema.properties?.[name] ?? {}, part))
    .join(' ')
}

/** Whether it holds amounts, and all of them are zero. */
function isNothing({ properties = {} }: Schema, value: unknown): boolean {
  const amounts = Object.entries(Object(value)).filter(
    ([name]) => kindOf(properties[name] ?? {}) === 'money',
  )
  return amounts.length > 0 && amounts.every(([, amount]) => /^-?[0.]+$/.test(String(amount)))
}
