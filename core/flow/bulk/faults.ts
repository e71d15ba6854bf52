import { FAULTS } from '../../kernel/faults.ts'
import type { FaultCode, Said } from './ports.ts'

export type FaultLanguage = 'en' | 'zh-CN'

type Words = Readonly<Record<FaultLanguage, string>>

/** What is said of a fault: schemas/ui/faults.json. */
interface Fault extends Words {
  /** How a validator says it, with its value in parentheses. */
  readonly said?: string
  /** Where there is no value to be named. */
  readonly plain?: Words
  /** What the values are called. */
  readonly values?: Readonly<Record<string, Words>>
}

const faults: Readonly<Record<FaultCode, Fault>> = FAULTS
const validators = Object.entries(faults).flatMap(([code, { said }]) =>
  said === undefined ? [] : [{ code: code as FaultCode, said: new RegExp(said, 's') }],
)

export const fault = (code: FaultCode, parameters: Said['parameters'] = {}): Said => ({
  code,
  parameters,
})

/** What a validator says in its English words, by its code; `other` with the words where it has none. */
export function faultSaid(message: string): Said {
  for (const { code, said } of validators) {
    const found = said.exec(message)
    if (found === null) continue
    const value = found.slice(1).find((part) => part !== undefined)
    return fault(code, value === undefined ? {} : { value })
  }
  return fault('other', { value: message })
}

/** A fault as a sentence. */
export function sentenceOf({ code, parameters }: Said, language: FaultLanguage): string {
  const { plain, values, ...words } = faults[code]
  const { place, value } = parameters
  const chosen = plain !== undefined && value === undefined ? plain : words
  const named = value === undefined ? {} : { value: values?.[value]?.[language] ?? value }
  const filled: Said['parameters'] = { ...parameters, ...named }
  const sentence = chosen[language].replaceAll(
    /\{([a-z]+)\}/g,
    (brace, name: string) => filled[name] ?? brace,
  )
  return place === undefined ? sentence : `${place}: ${sentence}`
}
