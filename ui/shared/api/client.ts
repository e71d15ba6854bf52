import createClient, { type Middleware } from 'openapi-fetch'
import type { paths } from '../../../core/generated/api.ts'
import { problemOf } from './problem.ts'

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** An answer to a request that names its path at run time. */
export interface Answer<T> {
  readonly data: T
  readonly etag: string | null
}

export interface RequestOptions {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: unknown
  /** ETag of what the change was made from. */
  readonly ifMatch?: string | null
  /** Key of a command that moves money or switches supply; one is made up for every POST without it. */
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal
}

let onSignedOut: () => void = () => undefined

/** Told when an answer says that nobody is signed in any more. */
export function whenSignedOut(act: () => void): void {
  onSignedOut = act
}

/** Every answer that is no success becomes an ApiError; nothing has to look at statuses. */
const problems: Middleware = {
  async onResponse({ response, schemaPath }) {
    if (response.ok) return
    if (response.status === 401 && !schemaPath.startsWith('/api/v1/auth/')) onSignedOut()
    throw await problemOf(response)
  },
}

/** The API by its generated types. */
export const api = createClient<paths>({ baseUrl: location.origin, credentials: 'same-origin' })
api.use(problems)

/** The JSON answer of a typed request; it cannot be anything else, for problems are thrown and no table is asked for. */
export async function dataOf<T>(request: Promise<{ data?: T }>): Promise<Exclude<T, string>> {
  const { data } = await request
  return data as Exclude<T, string>
}

/** A key that names one command; keep it for repeating the very same. */
export const newKey = (): string => crypto.randomUUID()

/**
 * A request whose path is known at run time only, as generated pages make them.
 * @throws ApiError
 */
export async function send<T>(
  method: Method,
  path: string,
  { query = {}, body, ifMatch, idempotencyKey, signal }: RequestOptions = {},
): Promise<Answer<T>> {
  const address = new URL(path, location.origin)
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') address.searchParams.set(name, String(value))
  }
  const response = await fetch(address, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(ifMatch ? { 'if-match': ifMatch } : {}),
      ...(method === 'POST' ? { 'idempotency-key': idempotencyKey ?? newKey() } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  })
  if (!response.ok) {
    if (response.status === 401) onSignedOut()
    throw await problemOf(response)
  }
  const empty = response.status === 204 || response.headers.get('content-length') === '0'
  const data = (empty ? null : await response.json()) as T
  return { data, etag: response.headers.get('etag') }
}
