import { catalogue } from './error-catalogue.ts'
import type { ErrorEntry } from './error-entry.ts'

export type ErrorCode = keyof typeof catalogue

export const errorCatalogue: Readonly<Record<ErrorCode, ErrorEntry>> = catalogue

/** One place in the input that is wrong: a JSON pointer and what is wrong there. */
export interface FieldError {
  readonly pointer: string
  readonly message: string
}

/** Things of one kind that depend on another: how many, and the ids of the first. */
export interface Dependents {
  readonly resource: string
  readonly count: number
  readonly ids: readonly string[]
}

export interface ErrorOptions {
  readonly detail?: string
  readonly errors?: readonly FieldError[]
  readonly dependents?: readonly Dependents[]
  readonly cause?: unknown
}

/** The one error Busbar throws. Match it by `code`, never by class: it may have crossed a process. */
export class BusbarError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly retryable: boolean
  readonly detail: string
  readonly errors: readonly FieldError[]
  readonly dependents: readonly Dependents[]

  constructor(code: ErrorCode, { detail, errors, dependents, cause }: ErrorOptions = {}) {
    const entry = errorCatalogue[code]
    super(detail ? `${entry.title}: ${detail}` : entry.title, cause === undefined ? {} : { cause })
    this.name = 'BusbarError'
    this.code = code
    this.status = entry.status
    this.retryable = entry.retryable
    this.detail = detail ?? entry.remedy
    this.errors = errors ?? []
    this.dependents = dependents ?? []
  }
}

export function busbarError(code: ErrorCode, options: ErrorOptions = {}): BusbarError {
  return new BusbarError(code, options)
}

/** The catalogue code of anything thrown, or undefined. */
export function errorCode(thrown: unknown): ErrorCode | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return undefined
  const { code } = thrown
  return typeof code === 'string' && Object.hasOwn(errorCatalogue, code)
    ? (code as ErrorCode)
    : undefined
}

/** The message of anything thrown. */
export function errorMessage(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
