import { readFileSync } from 'node:fs'

export type Language = 'en' | 'zh-CN'

type Texts = { readonly [name: string]: string | Texts }
const read = <T>(path: string): T =>
  JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'))

/** What the pages say in a language, for tests that look for the same thing in several. */
export interface Words {
  /** A text of the pages' own, as `admin.new`; values stand for what is in braces. */
  t(key: string, values?: Readonly<Record<string, string>>): string
  /** A text of the contract, by its English. */
  say(english: string): string
  /** A value of one of the contract's choices. */
  choice(value: string): string
}

export function wordsIn(language: Language): Words {
  const areas = new Map<string, Texts>()
  const dictionary = read<Readonly<Record<string, string>>>('schemas/ui/zh-CN.json')
  const choices =
    read<Readonly<Record<string, Readonly<Record<Language, string>>>>>('schemas/ui/words.json')
  return {
    choice(value) {
      const said = choices[value]?.[language]
      if (said === undefined) throw new Error(`"${value}" has no words in ${language}.`)
      return said
    },
    t(key, values = {}) {
      const [area = '', ...path] = key.split('.')
      const texts = areas.get(area) ?? read<Texts>(`ui/locales/${language}/${area}.json`)
      areas.set(area, texts)
      const found = path.reduce<string | Texts | undefined>(
        (at, name) => (typeof at === 'object' ? at[name] : undefined),
        texts,
      )
      if (typeof found !== 'string') throw new Error(`There is no text ${key} in ${language}.`)
      return found.replaceAll(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all)
    },
    say(english) {
      const said = language === 'en' ? english : dictionary[english]
      if (said === undefined) throw new Error(`"${english}" has no Chinese.`)
      return said
    },
  }
}
