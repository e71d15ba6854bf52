import { busbarError, errorCode } from '../../kernel/error.ts'
import { crossError } from '../boundary.ts'
import type { FailureBody } from './protocol.ts'

/** Whatever was thrown, as it crosses the pipe. */
export function failureOf(thrown: unknown): FailureBody {
  const { code, detail, errors } = crossError(thrown, (text) => text)
  return { code, detail: detail.slice(0, 1_000), errors }
}

/** What a failure told, as an error again; a code that is not in the catalogue is the plugin's failure. */
export function failureError({ code, detail, errors }: FailureBody): Error {
  const known = errorCode({ code }) ?? 'plugin-call-failed'
  // That a process ended is for its supervisor to say.
  const own = known === 'plugin-crashed' || known === 'plugin-keeps-crashing'
  return busbarError(own ? 'plugin-call-failed' : known, { detail, errors })
}
