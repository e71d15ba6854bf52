import { kindOf } from './kinds.ts'
import type { FormSchema } from './schema.ts'

const WIDE = [
  'multiline',
  'hours',
  'list',
  'group',
  'map',
  'interval',
  'variants',
  'open',
  'duration',
]

/** Whether a field takes the whole width. */
export const isWide = (schema: FormSchema, name: string): boolean =>
  WIDE.includes(kindOf(schema, name))
