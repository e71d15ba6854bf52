import 'vuetify/styles'
import { useI18n } from 'vue-i18n'
import { createVuetify } from 'vuetify'
import { aliases, mdi } from 'vuetify/iconsets/mdi-svg'
import { createVueI18nAdapter } from 'vuetify/locale/adapters/vue-i18n'
import { i18n } from './locale/i18n.ts'

const KEPT_AS = 'busbar.theme'

/** Colours with at least 4.5 : 1 between text and ground, light and dark. */
const light = {
  primary: '#0b6b5d',
  secondary: '#39506b',
  surface: '#ffffff',
  background: '#f4f6f8',
  error: '#b3261e',
  warning: '#8a5300',
  success: '#1b6e2e',
  info: '#0b5c8f',
}
const dark = {
  primary: '#5cd5c0',
  secondary: '#a9c1dd',
  surface: '#161d24',
  background: '#0e1318',
  error: '#ffb4ab',
  warning: '#ffbb66',
  success: '#84d992',
  info: '#8accff',
}

const isDark = (): boolean => {
  const kept = localStorage.getItem(KEPT_AS)
  return kept === null ? matchMedia('(prefers-color-scheme: dark)').matches : kept === 'dark'
}

/** Keeps what the reader chose over what the system prefers. */
export const keepTheme = (name: string): void => localStorage.setItem(KEPT_AS, name)

export const createUi = () =>
  createVuetify({
    icons: { defaultSet: 'mdi', aliases, sets: { mdi } },
    locale: { adapter: createVueI18nAdapter({ i18n: i18n as never, useI18n }) },
    theme: {
      defaultTheme: isDark() ? 'dark' : 'light',
      themes: { light: { dark: false, colors: light }, dark: { dark: true, colors: dark } },
    },
    defaults: {
      VTextField: { variant: 'outlined', density: 'comfortable' },
      VSelect: { variant: 'outlined', density: 'comfortable' },
      VAutocomplete: { variant: 'outlined', density: 'comfortable' },
      VTextarea: { variant: 'outlined', density: 'comfortable', autoGrow: true, rows: 2 },
      VCard: { rounded: 'lg', flat: true, border: true },
      VBtn: { variant: 'tonal', rounded: 'lg', class: 'text-none' },
      VTab: { class: 'text-none' },
    },
  })
