import { language } from '../../shared/locale/i18n.ts'

/** A local date by its weekday, in the reader's language. */
export const dayName = (day: string): string =>
  new Intl.DateTimeFormat(language.value, {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`))
