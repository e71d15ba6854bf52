import { type BusbarError, type ErrorCode, errorMessage } from '../kernel/error.ts'
import { crossError, type Redact } from './boundary.ts'
import type { Breaker, Bulkhead } from './calls.ts'
import { withinLimit } from './calls.ts'
import type { MethodSpec } from './points.ts'

/** Outcomes that mean a defect of the plugin, rather than its answer. */
const CRASHES: ReadonlySet<ErrorCode> = new Set([
  'plugin-call-failed',
  'plugin-timeout',
  'plugin-contribution-invalid',
  'not-serialisable',
  'internal',
])

/** What a request's own `timeoutMs` is given on top, for the way there and back. */
const GRACE_MS = 2_000

interface Invocation {
  readonly method: string
  readonly spec: MethodSpec
  readonly request: unknown
  readonly run: () => Promise<unknown>
}

/** Every call of plugin code goes through here: breaker, bulkhead, time limit, error mapping. */
export type Invoker = (invocation: Invocation) => Promise<unknown>

export function createInvoker(options: {
  /** Names the contribution or connection in errors. */
  readonly label: string
  readonly bulkhead: Bulkhead
  readonly breaker: Breaker
  readonly methodFactor: number
  readonly redact: Redact
  readonly onError: (error: BusbarError) => void
}): Invoker {
  const { label, bulkhead, breaker, methodFactor, redact } = options
  return async ({ method, spec, request, run }) => {
    const what = `${label}.${method}`
    breaker.admit(what)
    return bulkhead.run({
      what,
      run: async () => {
        try {
          const limitMs = limitOf(spec, request) * methodFactor
          const result = await withinLimit({ what, limitMs, run })
          breaker.succeeded()
          return result
        } catch (thrown) {
          const error = crossError(thrown, redact)
          if (CRASHES.has(error.code)) {
            breaker.crashed(errorMessage(error))
            options.onError(error)
          } else if (error.code !== 'plugin-crashed' && error.code !== 'plugin-keeps-crashing')
            // The end of a process says nothing of this part of the plugin: its supervisor counts it.
            breaker.succeeded()
          throw error
        }
      },
    })
  }
}

/** How long a call may take, in milliseconds. */
export function limitOf(spec: MethodSpec, request: unknown): number {
  if (!spec.ownTimeout || typeof request !== 'object' || request === null) return spec.limitMs
  const own: unknown = Reflect.get(request, 'timeoutMs')
  return typeof own === 'number' && own >= 0 ? Math.min(own + GRACE_MS, spec.limitMs) : spec.limitMs
}
