import { type FormSchema, shaped, typesOf } from './schema.ts'

/** What a field is entered with. */
export type Kind =
  | 'constant'
  | 'text'
  | 'multiline'
  | 'secret'
  | 'number'
  | 'decimal'
  | 'span'
  | 'duration'
  | 'boolean'
  | 'choice'
  | 'choices'
  | 'chips'
  | 'reference'
  | 'references'
  | 'instant'
  | 'day'
  | 'colour'
  | 'file'
  | 'hours'
  | 'list'
  | 'group'
  | 'map'
  | 'interval'
  | 'variants'
  | 'open'

const LONG_TEXT = 400
const HUGE_TEXT = 5000
const DECIMAL = /\\d[^$]*\(\\\.\\d\{1,(\d+)\}\)\?\)?\$$/
const CLOCK = '08:00'
const INSTANTS = ['date-time', 'date']

const fits = (pattern: string | undefined, text: string, not: string): boolean => {
  if (pattern === undefined) return false
  const check = new RegExp(pattern, 'u')
  return check.test(text) && !check.test(not)
}

/** A local time `HH:MM`. */
export const isClock = (schema: FormSchema | undefined): boolean =>
  schema !== undefined && fits(schema.pattern, CLOCK, '8:00') && !fits(schema.pattern, '99:99', '')

/** Whether it is a decimal string: digits with at most so many behind the point. */
export const isDecimal = (schema: FormSchema): boolean =>
  schema['x-micros'] === true ||
  ['MoneyMicros', 'QuantityMicros'].includes(schema['x-component'] ?? '') ||
  DECIMAL.test(schema.pattern ?? '')

const isSecret = (schema: FormSchema): boolean =>
  schema['x-secret'] === true || schema.writeOnly === true || schema.format === 'password'

export type TimeUnit = 'ms' | 's' | 'min' | 'h' | 'd'
const UNIT_NAMES: Readonly<Record<string, TimeUnit>> = {
  ...{ ms: 'ms', millisecond: 'ms', milliseconds: 'ms', s: 's', second: 's', seconds: 's' },
  ...{ min: 'min', minute: 'min', minutes: 'min', h: 'h', hour: 'h', hours: 'h' },
  ...{ d: 'd', day: 'd', days: 'd' },
}
const BY_NAME = /[a-z](Ms|S|Milliseconds|Seconds|Minutes|Min|Hours|Days)$/

/** The unit of a whole number that is a length of time: by its unit, or by its name (`delayMs`). */
export function timeUnitOf(schema: FormSchema, name: string): TimeUnit | null {
  if (!typesOf(schema).some((each) => each === 'integer' || each === 'number')) return null
  const unit = schema['x-unit']
  if (unit !== undefined) return UNIT_NAMES[unit] ?? null
  return UNIT_NAMES[BY_NAME.exec(name)?.[1]?.toLowerCase() ?? ''] ?? null
}

/** By what a field is entered. Every schema has a kind: what no other knows is entered as JSON. */
export function kindOf(given: FormSchema | boolean, name = ''): Kind {
  if (typeof given === 'boolean') return 'open'
  const schema = shaped(given)
  if (schema.const !== undefined) return 'constant'
  const branches = schema.oneOf ?? schema.anyOf
  if (branches !== undefined) {
    return branches.every((each) => each.const !== undefined) ? 'choice' : 'variants'
  }
  if (schema.enum !== undefined) return 'choice'
  const types = typesOf(schema).filter((each) => each !== 'null')
  if (types.length > 1 && !types.every((each) => each === 'integer' || each === 'number'))
    return 'open'
  switch (types[0]) {
    case 'boolean':
      return 'boolean'
    case 'integer':
    case 'number':
      return timeUnitOf(schema, name) === null ? 'number' : 'span'
    case 'string':
      return kindOfText(schema)
    case 'array':
      return kindOfList(schema)
    case 'object':
      return kindOfObject(schema)
    default:
      return schema.properties === undefined ? 'open' : kindOfObject(schema)
  }
}

const BY_FORMAT: Readonly<Record<string, Kind>> = {
  ...{
    'date-time': 'instant',
    date: 'day',
    duration: 'duration',
    color: 'colour',
    colour: 'colour',
  },
  ...{ 'data-url': 'file', byte: 'file', binary: 'file', textarea: 'multiline' },
}

function kindOfText(schema: FormSchema): Kind {
  if (schema['x-ref'] !== undefined) return 'reference'
  if (isSecret(schema)) return 'secret'
  if (schema.contentEncoding === 'base64') return 'file'
  const known = BY_FORMAT[schema.format ?? '']
  if (known !== undefined) return known
  if (isDecimal(schema)) return 'decimal'
  const { maxLength = 0, pattern } = schema
  // A certificate has a pattern and lines, which a field of one line would take away.
  const isLong = maxLength >= (pattern === undefined ? LONG_TEXT : HUGE_TEXT)
  return isLong && schema.format === undefined ? 'multiline' : 'text'
}

function kindOfList(schema: FormSchema): Kind {
  const { items } = schema
  if (items === undefined || typeof items === 'boolean') return 'open'
  if (schema['x-ref'] !== undefined || items['x-ref'] !== undefined) return 'references'
  if (isHours(items)) return 'hours'
  const kind = kindOf(items)
  if (kind === 'choice') return schema.uniqueItems === true ? 'choices' : 'list'
  if (isSmallNumber(items) && schema.uniqueItems === true) return 'choices'
  const isPlain = ['text', 'number', 'decimal', 'day'].includes(kind)
  return isPlain ? 'chips' : 'list'
}

const FEW = 31

/** A whole number of a few: days of the week, of the month. */
export const isSmallNumber = ({ type, minimum, maximum }: FormSchema): boolean =>
  type === 'integer' && minimum !== undefined && maximum !== undefined && maximum - minimum <= FEW

/** Spans of the day, maybe of some days of the week and maybe of one kind of several. */
function isHours({ properties = {} }: FormSchema): boolean {
  const { from, to, ...others } = properties
  if (!isClock(from) || !isClock(to)) return false
  const rest = Object.entries(others)
  const bands = rest.filter(([name]) => name !== 'days')
  return bands.length <= 1 && bands.every(([, each]) => each.enum !== undefined)
}

function kindOfObject({ properties = {}, additionalProperties }: FormSchema): Kind {
  const names = Object.keys(properties)
  if (names.length === 2 && INSTANTS.includes(properties.from?.format ?? ''))
    return properties.to?.format === properties.from?.format ? 'interval' : 'group'
  if (typeof additionalProperties === 'object') return 'map'
  if (names.length > 0) return 'group'
  return additionalProperties === false ? 'group' : 'open'
}
