import { ref, watch } from 'vue'
import { createI18n } from 'vue-i18n'
import vuetifyEn from 'vuetify/lib/locale/en.js'

export const LANGUAGES = { en: 'English', 'zh-CN': '简体中文' } as const
export type Language = keyof typeof LANGUAGES

const KEPT_AS = 'busbar.language'

const isLanguage = (text: string | null | undefined): text is Language =>
  text !== null && text !== undefined && Object.hasOwn(LANGUAGES, text)

/** The one chosen before, or the first of the browser's that there is. */
function preferred(): Language {
  const kept = localStorage.getItem(KEPT_AS)
  if (isLanguage(kept)) return kept
  for (const wanted of navigator.languages) {
    const match = Object.keys(LANGUAGES).find(
      (language) => language.split('-')[0] === wanted.split('-')[0],
    )
    if (isLanguage(match)) return match
  }
  return 'en'
}

export const language = ref<Language>(preferred())

export const i18n = createI18n({ legacy: false, locale: 'en', fallbackLocale: 'en' })

type Messages = Record<string, unknown>

/** Texts of one page, per language: modules by file name, whose last part names the area (`common.json` → `common.…`). */
export interface Texts {
  readonly en: Readonly<Record<string, Area>>
  readonly 'zh-CN': Readonly<Record<string, () => Promise<Area>>>
}

export interface Area {
  readonly default: Messages
}

const areaOf = (path: string) => path.replace(/^.*\//, '').replace(/\.json$/, '')

/** What the contract says, in the reader's language: by the English text. */
const sayings = ref<Readonly<Record<string, string>>>({})
let translations: Readonly<Record<string, string>> = {}

async function use(chosen: Language, texts: Texts): Promise<void> {
  if (chosen === 'zh-CN' && !i18n.global.availableLocales.includes(chosen)) {
    const [{ default: zhHans }, said, ...areas] = await Promise.all([
      import('vuetify/lib/locale/zh-Hans.js'),
      import('../../../schemas/ui/zh-CN.json'),
      ...Object.entries(texts['zh-CN']).map(
        async ([path, load]) => [areaOf(path), (await load()).default] as const,
      ),
    ])
    translations = said.default
    const messages: Messages = { $vuetify: zhHans, ...Object.fromEntries(areas) }
    i18n.global.setLocaleMessage(chosen, messages)
  }
  sayings.value = chosen === 'en' ? {} : translations
  i18n.global.locale.value = chosen
  document.documentElement.lang = chosen
}

/** Loads the reader's language; pages wait for it. */
export async function prepareLanguage(texts: Texts): Promise<void> {
  const english = Object.entries(texts.en).map(([path, module]) => [areaOf(path), module.default])
  i18n.global.setLocaleMessage('en', { $vuetify: vuetifyEn, ...Object.fromEntries(english) })
  await use(language.value, texts)
  watch(language, (chosen) => {
    localStorage.setItem(KEPT_AS, chosen)
    void use(chosen, texts)
  })
}

/** A title or description of the contract in the reader's language; in English where there is none. */
export const say = (text: string | undefined): string =>
  text === undefined ? '' : (sayings.value[text] ?? text)

/** One of a text that a plugin gives in languages. */
export function sayOne(texts: string | Readonly<Record<string, string>> | undefined): string {
  if (texts === undefined) return ''
  if (typeof texts === 'string') return say(texts)
  const short = language.value.split('-')[0] ?? 'en'
  return texts[language.value] ?? texts[short] ?? texts.en ?? Object.values(texts)[0] ?? ''
}
