import type { Area, Texts } from '../shared/locale/i18n.ts'

/** Texts of the admin pages: `common`, `own`, refusals and every area that begins with `admin`. */
export const texts: Texts = {
  en: import.meta.glob<Area>('../locales/en/{common,own,errors,refusals,admin*}.json', {
    eager: true,
  }),
  'zh-CN': import.meta.glob<Area>('../locales/zh-CN/{common,own,errors,refusals,admin*}.json'),
}
