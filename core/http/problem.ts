import {
  type BusbarError,
  busbarError,
  type Dependents,
  type ErrorCode,
  errorCatalogue,
  errorCode,
  type FieldError,
} from '../kernel/error.ts'

/** RFC 9457 with our stable codes; schemas/resources/problem.schema.json. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly instance: string
  readonly code: ErrorCode
  readonly retryable: boolean
  readonly errors?: readonly FieldError[]
  readonly dependents?: readonly Dependents[]
}

/** What the parser of bodies and the broker throw, by their `type`. */
const FOREIGN: Readonly<Record<string, ErrorCode>> = {
  'entity.parse.failed': 'body-malformed',
  'entity.too.large': 'body-too-large',
  'request.aborted': 'body-malformed',
  'request.size.invalid': 'body-malformed',
  'encoding.unsupported': 'media-type-unsupported',
  'charset.unsupported': 'media-type-unsupported',
  UNABLE_DECODE_PARAM: 'route-unknown',
  REQUEST_TIMEOUT: 'request-timed-out',
  REQUEST_SKIPPED: 'request-timed-out',
  QUEUE_FULL: 'overloaded',
  REQUEST_REJECTED: 'overloaded',
  SERVICE_NOT_FOUND: 'overloaded',
  SERVICE_NOT_AVAILABLE: 'overloaded',
  SERVICE_UNAVAILABLE: 'overloaded',
}

/** The problem that anything thrown is answered with; what is not of the catalogue tells nothing of itself. */
export function problemOf(thrown: unknown, requestId: string): Problem {
  const code = codeOf(thrown)
  const entry = errorCatalogue[code]
  // Matched by its shape: it may have crossed a process.
  const known = errorCode(thrown) === undefined ? busbarError(code) : (thrown as BusbarError)
  const errors = Array.isArray(known.errors) ? known.errors : []
  const dependents = Array.isArray(known.dependents) ? known.dependents : []
  return {
    type: `/api/docs/errors#${code}`,
    title: entry.title,
    status: entry.status,
    detail: entry.status >= 500 ? entry.remedy : (known.detail ?? entry.remedy),
    instance: `urn:busbar:request:${requestId}`,
    code,
    retryable: entry.retryable,
    ...(errors.length > 0 ? { errors: errors.slice(0, 100) } : {}),
    ...(dependents.length > 0 ? { dependents } : {}),
  }
}

function codeOf(thrown: unknown): ErrorCode {
  const own = errorCode(thrown)
  if (own !== undefined) return own
  const status = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : 0
  if (status === 503) return 'overloaded'
  const type = typeof thrown === 'object' && thrown !== null && 'type' in thrown ? thrown.type : ''
  return FOREIGN[String(type)] ?? (thrown instanceof URIError ? 'body-malformed' : 'internal')
}
