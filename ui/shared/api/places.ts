import { i18n } from '../locale/i18n.ts'

/** A place in the input and what the server finds wrong there. */
interface Place {
  readonly pointer: string
  readonly message: string
}

/**
 * What validators say, by the keyword of JSON Schema that is broken; what stands in parentheses is the text's value.
 * Schemas are judged by ajv on the server, by its English words alone what it says crosses the wire.
 */
const SAID: Readonly<Record<string, RegExp>> = {
  required: /^(?:is missing|must have required property '(.+)')$/,
  notAllowed:
    /^(?:is not known here|must NOT have (?:additional|unevaluated) properties|boolean schema is false)$/,
  enum: /^(?:must be one of (.+)|must be equal to one of the allowed values)$/,
  const: /^must be equal to constant$/,
  minLength: /^must NOT have fewer than (\d+) characters$/,
  maxLength: /^must NOT have more than (\d+) characters$/,
  minItems: /^must NOT have fewer than (\d+) (?:items|properties)$/,
  maxItems: /^must NOT have more than (\d+) (?:items|properties)$/,
  uniqueItems: /^must NOT have duplicate items .*$/,
  minimum: /^must be >= (\S+)$/,
  maximum: /^must be <= (\S+)$/,
  exclusiveMinimum: /^(?:must be > (\S+)|must be above zero)$/,
  exclusiveMaximum: /^must be < (\S+)$/,
  multipleOf: /^must be multiple of (\S+)$/,
  pattern: /^must match pattern "(.+)"$/s,
  format: /^must match format "(.+)"$/,
  type: /^must be (string|number|integer|boolean|object|array|null)(?:,.*)?$/,
  choose: /^must match (?:exactly one schema in oneOf|a schema in anyOf)$/,
  contains: /^must contain at least .*$/,
  dependentRequired: /^must have propert(?:y|ies) (.+) when property .+ is present$/,
  propertyNames: /^property name must be valid$/,
  not: /^must NOT be valid$/,
  branch: /^must match "(?:then|else)" schema$/,
  twice: /^stands more than once$/,
  characters: /^has characters that cannot be kept$/,
  deep: /^is nested deeper than (\d+) levels$/,
  future: /^lies in the future$/,
  order: /^must be (?:before toAt|after from)$/,
  nameTaken: /^is the name of another connection$/,
  noDriver: /^is no connection of a meter driver$/,
  bounds: /^must be a number within bounds$/,
  noBody: /^This operation takes no body\.$/,
  removed: /^(\S+) in \S+ has been removed\.$/,
  unknown: /^There is no (\S+) in \S+ of this site\.$/,
  unfit: /^is wrong$/,
}

/** What the server says of a value, in the reader's language; as it is said where it is no validator's word. */
export function faultInWords(message: string): string {
  for (const [rule, said] of Object.entries(SAID)) {
    const found = said.exec(message)
    if (found === null) continue
    const value = found.slice(1).find((part) => part !== undefined)
    const key = value === undefined ? `${rule}Plain` : rule
    const named = i18n.global.te(`refusals.place.${key}`) ? key : rule
    // Placeholders are data of the server: nothing of them is read as a message.
    return i18n.global.t(`refusals.place.${named}`, { value: wordFor(rule, value ?? '') })
  }
  return message
}

/** Names of kinds and formats in the reader's language, where there are any. */
function wordFor(rule: string, value: string): string {
  const key = `refusals.${rule}.${value}`
  return (rule === 'type' || rule === 'format') && i18n.global.te(key) ? i18n.global.t(key) : value
}

/** A line for a place that no field shows. */
export const placeInWords = ({ pointer, message }: Place): string => {
  const name = pointer.replace(/^\//, '').replaceAll('/', ' › ')
  const fault = faultInWords(message)
  return name === '' ? fault : `${name}: ${fault}`
}
