import type { Problem } from '../../../core/generated/api.ts'
import { i18n, say } from '../locale/i18n.ts'
import { ApiError, isProblem } from './api-error.ts'
import { placeInWords } from './places.ts'

export { ApiError, isProblem }

/** Of answers that are none of Busbar's: something between here and the core has answered in its place. */
const UNREADABLE = 'unreadable-answer'

/** What an answer that is no success says went wrong. */
export async function problemOf(response: Response): Promise<ApiError> {
  try {
    const problem: Problem = await response.json()
    if (typeof problem.code === 'string') return new ApiError(problem)
  } catch {
    // No JSON.
  }
  const { status, statusText } = response
  const title = statusText === '' ? `Status ${status}` : `${status} ${statusText}`
  return new ApiError({ type: 'about:blank', title, status, code: UNREADABLE, retryable: true })
}

/** What is said of one code of the catalogue. */
interface CodeTexts {
  readonly title: string
  readonly remedy: string
}

/** Read as it stands, for texts of the catalogue hold signs that mean something in messages, such as `@`. */
function textsOf(code: string, locale: string): CodeTexts | undefined {
  const { errors } = i18n.global.getLocaleMessage(locale) as {
    readonly errors?: Readonly<Record<string, CodeTexts>>
  }
  return errors !== undefined && Object.hasOwn(errors, code) ? errors[code] : undefined
}

/** The last part of `urn:busbar:request:…`, by which logs know the request. */
const traceOf = ({ instance = '' }: Problem): string => instance.split(':').at(-1) ?? ''

/** What a fault of ours is known by in the logs. */
const TRACED = ['internal', 'not-serialisable']

/** Says itself nothing beyond its places. */
const MISFIT = 'validation-failed'

const ended = (text: string): string => (/[.。!?！？]$/.test(text) ? text : `${text}.`)

/** What the server says of this very occurrence, where that is more than its catalogue does. */
const ownDetail = ({ code, detail = '' }: Problem): string =>
  detail === textsOf(code, 'en')?.remedy ? '' : detail

/** Whether what the server says is not in the reader's language, and its code tells it there. */
const isTranslated = ({ code }: Problem): boolean =>
  i18n.global.locale.value !== 'en' && textsOf(code, i18n.global.locale.value) !== undefined

/** Of what depends on a thing, how many there are of each kind: `metering points: 3`. */
const countsOf = ({ dependents = [] }: Problem): string =>
  dependents
    .map(({ resource, count }) => {
      const words = resource.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)
      return `${say(words)}: ${count}`
    })
    .join(', ')

/**
 * A refusal in the reader's language: by its stable code what it is and what to do, with what is known of this very
 * occurrence, as far as that is data, and the places that are wrong.
 */
function refusal(problem: Problem, withPlaces: boolean): string {
  const { t } = i18n.global
  const { code, errors = [] } = problem
  if (code === MISFIT && !withPlaces && errors.length > 0)
    return t('refusals.fields', errors.length)
  const places = withPlaces ? errors.map(placeInWords) : []
  const trace = TRACED.includes(code) ? t('refusals.trace', { id: traceOf(problem) }) : ''
  return [...sentencesOf(problem), ...new Set(places), trace]
    .filter((line) => line !== '')
    .join('\n')
}

function sentencesOf(problem: Problem): readonly string[] {
  const { t, locale } = i18n.global
  const { code, title } = problem
  const own = ownDetail(problem)
  if (code === UNREADABLE) return [t('refusals.unreadable', { title })]
  const known = textsOf(code, locale.value)
  if (known === undefined) return [ended(title), own]
  if (locale.value === 'en') return [`${ended(title)} ${own === '' ? known.remedy : own}`]
  // The server's English stands apart; what it tells of as data stands here.
  return [
    `${known.title}${known.title.endsWith('。') ? '' : '。'}${known.remedy}`,
    countsOf(problem),
  ]
}

/** What the server alone says of a refusal, in its English, beneath a sentence in another language; else nothing. */
export const technicalOf = (thrown: unknown): string =>
  thrown instanceof ApiError && isTranslated(thrown.problem) ? ownDetail(thrown.problem) : ''

/** fetch throws a TypeError when the server cannot be reached. */
export const isOffline = (thrown: unknown): boolean => thrown instanceof TypeError

/**
 * Any failure in words for the reader.
 * @param withPlaces whether what is wrong at single fields is said too; false where a form shows it at the fields
 */
export function messageOf(thrown: unknown, { withPlaces = true } = {}): string {
  if (thrown instanceof ApiError) return refusal(thrown.problem, withPlaces)
  if (isOffline(thrown)) return i18n.global.t('common.offline')
  return thrown instanceof Error ? thrown.message : String(thrown)
}
