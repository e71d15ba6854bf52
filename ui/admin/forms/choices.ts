import { i18n, say } from '../../shared/locale/i18n.ts'
import { wordOf } from '../../shared/locale/words.ts'
import { isSmallNumber } from './kinds.ts'
import type { FormSchema } from './schema.ts'

interface Option {
  readonly value: unknown
  readonly title: string
}

const MONDAY = Date.UTC(2024, 0, 1)

/** The name of a day of the week, 1 is Monday. */
export const dayName = (day: number, locale: string, weekday: 'short' | 'long' = 'short'): string =>
  new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' }).format(
    MONDAY + (day - 1) * 86_400_000,
  )

/** Values that a schema takes, with what to call them. */
export function choicesOf(
  schema: FormSchema,
  { name = '', locale = 'en' }: { readonly name?: string; readonly locale?: string } = {},
): Option[] {
  const branches = schema.oneOf ?? schema.anyOf
  if (branches !== undefined) {
    return branches.map((each) => ({
      value: each.const,
      title: say(each.title) || wordOf(each.const),
    }))
  }
  if (schema.enum === undefined && isSmallNumber(schema)) {
    const { minimum = 0, maximum = 0 } = schema
    const isWeek = name === 'days' && minimum === 1 && maximum === 7
    return Array.from({ length: maximum - minimum + 1 }, (_, index) => minimum + index).map(
      (value) => ({
        value,
        title: isWeek ? dayName(value, locale) : String(value),
      }),
    )
  }
  return (schema.enum ?? []).map((value) => ({
    value,
    title: value === null ? i18n.global.t('admin-forms.none') : wordOf(value),
  }))
}
