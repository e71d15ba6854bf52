import { createI18n } from 'vue-i18n'
import { ref, watch } from 'vue'
import en from '../../locales/en.json'

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

export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  messages: { en } as Record<string, typeof en>,
})

/** What the contract says, in the reader's language: by the English text. */
const sayings = ref<Readonly<Record<string, string>>>({})

async function use(chosen: Language): Promise<void> {
  if (chosen === 'zh-CN') {
    const [messages, texts] = await Promise.all([
      import('../../locales/zh-CN.json'),
      import('../../../schemas/ui/zh-CN.json'),
    ])
    i18n.global.setLocaleMessage('zh-CN', messages.default)
    sayings.value = texts.default
  } else {
    sayings.value = {}
  }
  i18n.global.locale.value = chosen
  document.documentElement.lang = chosen
}

/** Loads the reader's language; pages wait for it. */
export async function prepareLanguage(): Promise<void> {
  await use(language.value)
  watch(language, (chosen) => {
    localStorage.setItem(KEPT_AS, chosen)
    void use(chosen)
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
