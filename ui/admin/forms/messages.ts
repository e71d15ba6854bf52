import { faultInWords } from '../../shared/api/places.ts'
import { decimal } from '../../shared/locale/format.ts'
import { i18n } from '../../shared/locale/i18n.ts'
import type { ErrorObject } from './ajv.ts'
import { isClock, isDecimal } from './kinds.ts'
import type { FormSchema } from './schema.ts'

const text = (key: string, values: Readonly<Record<string, unknown>> = {}): string =>
  i18n.global.t(`admin-forms.error.${key}`, values)

const limitOf = ({ params }: ErrorObject): string =>
  typeof params.limit === 'number' ? decimal(String(params.limit)) : String(params.limit)

const isSchema = (value: unknown): value is FormSchema =>
  typeof value === 'object' && value !== null

/** What is wrong with a value, in plain words of the reader's language: what to enter, not what the rule is called. */
export function messageOf(error: ErrorObject): string {
  const { keyword, params, parentSchema } = error
  const schema = isSchema(parentSchema) ? parentSchema : {}
  switch (keyword) {
    case 'required':
      return text('required')
    case 'dependentRequired':
      return text('dependentRequired', { field: String(params.property) })
    case 'minLength':
      return params.limit === 1 ? text('required') : text('minLength', { limit: limitOf(error) })
    case 'minItems':
    case 'minProperties':
      return params.limit === 1 ? text('atLeastOne') : text(keyword, { limit: limitOf(error) })
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return text(keyword, { limit: limitOf(error) })
    case 'multipleOf':
      return text('multipleOf', { limit: String(params.multipleOf) })
    case 'pattern':
      return ofPattern(schema)
    case 'format':
      return ofFormat(String(params.format))
    case 'type':
      return ofType(params.type)
    case 'enum':
    case 'const':
      return text('enum')
    case 'additionalProperties':
    case 'unevaluatedProperties':
    case 'false schema':
      return text('notAllowed')
    case 'uniqueItems':
      return text('uniqueItems')
    case 'propertyNames':
      return text('propertyNames', { name: String(params.propertyName) })
    case 'oneOf':
    case 'anyOf':
      return text('choose')
    case 'server':
      return faultInWords(error.message)
    default:
      return text('other')
  }
}

const DECIMALS = /\{1,(\d+)\}\)\?\)?\$/

function ofPattern(schema: FormSchema): string {
  if (isClock(schema)) return text('clock')
  if (isDecimal(schema)) {
    const places = DECIMALS.exec(schema.pattern ?? '')?.[1] ?? '6'
    const isSigned = schema.pattern?.startsWith('^-?') === true
    return text(isSigned ? 'decimal' : 'positiveDecimal', { places })
  }
  const [example] = schema.examples ?? []
  return typeof example === 'string' ? text('patternLike', { example }) : text('pattern')
}

const FORMATS = ['email', 'uri', 'date', 'date-time', 'duration', 'hostname', 'uuid']

const ofFormat = (format: string): string =>
  FORMATS.includes(format) ? text(`format.${format}`) : text('pattern')

function ofType(type: unknown): string {
  const types = [type].flat().filter((each) => each !== 'null')
  const [only] = types
  return types.length === 1 && ['integer', 'number', 'string'].includes(String(only))
    ? text(`type.${String(only)}`)
    : text('required')
}
