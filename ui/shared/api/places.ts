import faults from '../../../schemas/ui/faults.json'
import { i18n } from '../locale/i18n.ts'

/** A place in the input and what the server finds wrong there. */
interface Place {
  readonly pointer: string
  readonly message: string
}

type Words = Readonly<Record<'en' | 'zh-CN', string>>
interface Fault extends Words {
  readonly said?: string
  readonly plain?: Words
  readonly values?: Readonly<Record<string, Words>>
}

const known: Readonly<Record<string, Fault>> = faults
const readers = (): keyof Words => (i18n.global.locale.value === 'zh-CN' ? 'zh-CN' : 'en')
/**
 * How the server's validators say what is wrong, in English, which alone crosses the wire; what stands in parentheses
 * is the words' value.
 */
const validators = Object.entries(known).flatMap(([code, { said }]) =>
  said === undefined ? [] : [{ code, said: new RegExp(said, 's') }],
)

/** A fault that the server tells by its code, in the reader's language; its English where the code is of later. */
export function faultOf(fault: {
  readonly code: string
  readonly parameters: Readonly<Record<string, string>>
  readonly message: string
}): string {
  const { code, parameters, message } = fault
  const own = Object.hasOwn(known, code) ? known[code] : undefined
  if (own === undefined) return message
  const { place, value } = parameters
  const words = own.plain !== undefined && value === undefined ? own.plain : own
  const named = value === undefined ? {} : { value: own.values?.[value]?.[readers()] ?? value }
  const filled: Readonly<Record<string, string>> = { ...parameters, ...named }
  // What is put in is data of the server: nothing of it is read as a message.
  const sentence = words[readers()].replaceAll(
    /\{([a-z]+)\}/g,
    (brace, name: string) => filled[name] ?? brace,
  )
  return place === undefined ? sentence : `${place}: ${sentence}`
}

/** What the server says of a value, in the reader's language; as it is said where it is no validator's word. */
export function faultInWords(message: string): string {
  for (const { code, said } of validators) {
    const found = said.exec(message)
    if (found === null) continue
    const value = found.slice(1).find((part) => part !== undefined)
    return faultOf({ code, parameters: value === undefined ? {} : { value }, message })
  }
  return message
}

/** A line for a place that no field shows. */
export const placeInWords = ({ pointer, message }: Place): string => {
  const name = pointer.replace(/^\//, '').replaceAll('/', ' › ')
  const fault = faultInWords(message)
  return name === '' ? fault : `${name}: ${fault}`
}
