import type { Texts } from '../shared/locale/i18n.ts'

/** Texts of the admin pages: `common` and every area that begins with `admin`. */
export const texts: Texts = {
  en: import.meta.glob('../locales/en/{common,admin*}.json', { eager: true }),
  'zh-CN': import.meta.glob('../locales/zh-CN/{common,admin*}.json'),
}
