import { busbarError, errorCode } from '../kernel/error.ts'
import { isConnectionLost, sqlState } from './sql.ts'

const WRONG_INPUT: Readonly<Record<string, string>> = {
  '23502': 'A field that must be set is missing.',
  '23503': 'It refers to something that does not exist.',
  '23514': 'The values do not go together.',
  '22003': 'A number is too large.',
  '22P05': 'A text has characters that cannot be kept.',
}

/**
 * Turns what PostgreSQL refuses into an error of the catalogue, and throws it.
 * @throws `already-exists`, `validation-failed`, `forbidden`, `database-unavailable`, or what was thrown
 */
export function refusalOf(thrown: unknown): never {
  if (errorCode(thrown) !== undefined) throw thrown
  const state = sqlState(thrown)
  const constraint = constraintOf(thrown)
  if (state === '23505') throw busbarError('already-exists', { cause: thrown })
  const wrong = WRONG_INPUT[state]
  if (wrong !== undefined) {
    const detail = constraint === '' ? wrong : `${wrong} (${constraint})`
    throw busbarError('validation-failed', { detail, cause: thrown })
  }
  if (state === '42501')
    throw busbarError('forbidden', {
      detail: 'Only the owner of the database may do this.',
      cause: thrown,
    })
  if (isConnectionLost(thrown)) throw busbarError('database-unavailable', { cause: thrown })
  throw thrown
}

/** The constraint that PostgreSQL names in a refusal; empty for none. */
export function constraintOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'constraint' in thrown
    ? String(thrown.constraint ?? '')
    : ''
}
