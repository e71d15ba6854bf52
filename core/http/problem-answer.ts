import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { JsonObject } from '../kernel/canonical.ts'
import { busbarError, errorCode } from '../kernel/error.ts'
import type { Route } from './contract.ts'
import { problemOf } from './problem.ts'

export interface ProblemLog {
  error(message: string, data?: JsonObject): void
}

/** What the library leaves on a request that it handled. */
export interface FailedRequest extends IncomingMessage {
  originalUrl?: string
  $ctx?: { readonly requestID?: string | null }
  $alias?: unknown
}

interface Failure {
  readonly request: FailedRequest
  readonly response: ServerResponse
  readonly thrown: unknown
}

interface Failing {
  readonly log: ProblemLog
  readonly routes: readonly Route[]
}

/** Answers anything thrown as problem+json; what nobody foresaw is logged, and told of by its request id alone. */
export function sendProblem({ log, routes }: Failing, failure: Failure): void {
  const { request, response, thrown } = failure
  const requestId = request.$ctx?.requestID ?? randomUUID()
  const refusal = request.$alias === undefined ? unrouted(routes, failure) : thrown
  const problem = problemOf(refusal, requestId)
  if (errorCode(refusal) === undefined && problem.status >= 500) {
    const reason = refusal instanceof Error ? (refusal.stack ?? refusal.message) : String(refusal)
    log.error('A request failed', { requestId, url: request.originalUrl ?? '', reason })
  }
  if (response.headersSent) {
    response.destroy()
    return
  }
  if (problem.retryable && !response.hasHeader('Retry-After')) response.setHeader('Retry-After', 1)
  response.statusCode = problem.status
  response.setHeader('Content-Type', 'application/problem+json; charset=utf-8')
  response.end(JSON.stringify(problem))
}

/** No alias: either no such address, or another method of it. */
function unrouted(routes: readonly Route[], { request, response, thrown }: Failure): unknown {
  const path = (request.originalUrl ?? request.url ?? '').split('?')[0] ?? ''
  const methods = routes
    .filter((route) => new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, '[^/]+')}/?$`).test(path))
    .map(({ method }) => method)
  if (methods.includes(request.method ?? '')) return thrown
  if (methods.length === 0) return busbarError('route-unknown')
  response.setHeader('Allow', methods.join(', '))
  return busbarError('method-not-allowed')
}
