import type { Json, JsonObject } from '../kernel/canonical.ts'
import type { FieldError } from '../kernel/error.ts'
import type { LocalizedText } from './plugin.ts'

/** What a template asks of each device. */
export interface TemplateParameter {
  readonly name: string
  readonly title: LocalizedText
  readonly description?: LocalizedText
  readonly kind: 'text' | 'integer'
  readonly minimum?: number
  readonly maximum?: number
  readonly example: string | number
}

/** A value that a template binds; words in braces in its address are parameters. */
export interface TemplatePoint {
  readonly role: 'register' | 'relay' | 'power' | 'current' | 'online' | 'value'
  /** Code of the register that it reads; there exactly for role register. */
  readonly register?: string
  readonly direction?: 'import' | 'export'
  readonly unit: string
  readonly title: LocalizedText
  readonly address: JsonObject
}

/** A meter or relay as its maker documents it: schemas/resources/device-template.schema.json. */
export interface DeviceTemplate {
  readonly id: string
  readonly manufacturer: string
  readonly model: string
  readonly title: LocalizedText
  readonly notes?: LocalizedText
  readonly medium: 'electricity' | 'water' | 'gas' | 'heating' | 'cooling'
  /** Type of the connections that it is reached by. */
  readonly driver: string
  /** Public documents that its addresses are taken from. */
  readonly sources: readonly string[]
  readonly parameters: readonly TemplateParameter[]
  /** Whether CT × PT is to be told. */
  readonly transformers: boolean
  /** Whether registers count pulses. */
  readonly pulses: boolean
  readonly registers: readonly {
    readonly code: string
    readonly band: string | null
    readonly digits: number
    readonly decimals: number
    readonly unit: string
    readonly direction: 'import' | 'export'
  }[]
  readonly points: readonly TemplatePoint[]
  readonly switching: {
    readonly kind: 'relay' | 'valve'
    readonly cut: string
    readonly restore: string
    readonly readBack: string
  } | null
}

/** Parameters of one device, by name. */
export type TemplateParameters = Readonly<Record<string, string | number>>

const BRACES = /\{([a-z][A-Za-z0-9]*)\}/g
const WHOLE = /^\{([a-z][A-Za-z0-9]*)\}$/

/** An address with its words in braces replaced; a value that is nothing but such a word keeps the parameter's kind. */
export function fillAddress(address: JsonObject, parameters: TemplateParameters): JsonObject {
  const fill = (value: Json): Json => {
    if (typeof value === 'string') {
      const whole = WHOLE.exec(value)?.[1]
      if (whole !== undefined) return parameters[whole] ?? value
      return value.replaceAll(BRACES, (word, name: string) => String(parameters[name] ?? word))
    }
    if (Array.isArray(value)) return value.map(fill)
    if (typeof value === 'object' && value !== null)
      return fillAddress(value as JsonObject, parameters)
    return value
  }
  return Object.fromEntries(Object.entries(address).map(([key, value]) => [key, fill(value)]))
}

/** The words in braces of an address. */
export function wordsIn(address: JsonObject): readonly string[] {
  const words = [...JSON.stringify(address).matchAll(BRACES)].flatMap(([, name]) => name ?? [])
  return [...new Set(words)]
}

/** What is wrong with the parameters that a template is applied with. */
export function parameterFaults(
  { parameters: asked }: DeviceTemplate,
  given: TemplateParameters,
): readonly FieldError[] {
  const unknown = Object.keys(given).filter((name) => !asked.some((each) => each.name === name))
  return [
    ...unknown.map((name) => ({
      pointer: `/parameters/${name}`,
      message: `is none of ${asked.map((each) => each.name).join(', ')}`,
    })),
    ...asked.flatMap((each) => {
      const message = faultOf(each, given[each.name])
      return message === null ? [] : [{ pointer: `/parameters/${each.name}`, message }]
    }),
  ]
}

function faultOf(
  { kind, minimum, maximum }: TemplateParameter,
  value: string | number | undefined,
): string | null {
  if (value === undefined) return 'is missing'
  if (kind === 'text') return typeof value === 'string' ? null : 'must be a text'
  if (typeof value !== 'number') return 'must be a whole number'
  if (minimum !== undefined && value < minimum) return `must be at least ${minimum}`
  if (maximum !== undefined && value > maximum) return `must be at most ${maximum}`
  return null
}

/** What a template contradicts itself in; its schema has judged the rest. */
export function templateFaults(template: DeviceTemplate): readonly FieldError[] {
  const { parameters, registers, points, switching } = template
  const known = new Set(parameters.map(({ name }) => name))
  const codes = new Set(registers.map(({ code }) => code))
  const relays = points.filter(({ role }) => role === 'relay').length
  const ofPoints = points.flatMap((point, index) => {
    const pointer = `/points/${index}`
    const open = wordsIn(point.address).filter((word) => !known.has(word))
    const faults = open.map((word) => `{${word}} in the address is no parameter`)
    if ((point.role === 'register') !== (point.register !== undefined))
      faults.push('names a register exactly where its role is register')
    if (point.register !== undefined && !codes.has(point.register))
      faults.push(`reads the register "${point.register}", which the template has not`)
    return faults.map((message) => ({ pointer, message }))
  })
  const unread = registers.filter(({ code }) => !points.some(({ register }) => register === code))
  return [
    ...ofPoints,
    ...unread.map(({ code }) => ({ pointer: '/registers', message: `no point reads "${code}"` })),
    ...(codes.size < registers.length
      ? [{ pointer: '/registers', message: 'two registers have one code' }]
      : []),
    ...(known.size < parameters.length
      ? [{ pointer: '/parameters', message: 'two parameters have one name' }]
      : []),
    ...(relays > 1 || (relays === 1) !== (switching !== null)
      ? [{ pointer: '/switching', message: 'is there exactly where one point is a relay' }]
      : []),
  ]
}
