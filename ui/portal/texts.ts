import type { Texts } from '../shared/locale/i18n.ts'

/** Texts of the tenant portal: `common` and `portal`. */
export const texts: Texts = {
  en: import.meta.glob('../locales/en/{common,portal}.json', { eager: true }),
  'zh-CN': import.meta.glob('../locales/zh-CN/{common,portal}.json'),
}
