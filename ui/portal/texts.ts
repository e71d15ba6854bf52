import type { Area, Texts } from '../shared/locale/i18n.ts'

/** Texts of the tenant portal: `common`, `own`, refusals and `portal`. */
export const texts: Texts = {
  en: import.meta.glob<Area>('../locales/en/{common,own,errors,refusals,portal}.json', {
    eager: true,
  }),
  'zh-CN': import.meta.glob<Area>('../locales/zh-CN/{common,own,errors,refusals,portal}.json'),
}
