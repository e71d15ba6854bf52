import type { Area, Texts } from '../shared/locale/i18n.ts'

/** Texts of the tenant portal: `common` and `portal`. */
export const texts: Texts = {
  en: import.meta.glob<Area>('../locales/en/{common,portal}.json', { eager: true }),
  'zh-CN': import.meta.glob<Area>('../locales/zh-CN/{common,portal}.json'),
}
