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

/** @returns whether the same person has signed in again, so that what was refused may be sent once more */
type AskAgain = (refused: { readonly isCommand: boolean }) => Promise<boolean>
let askAgain: AskAgain = async () => false

/** Asked when an answer says that nobody is signed in any more. */
export function whenSignedOut(ask: AskAgain): void {
  askAgain = ask
}

/** Where nobody being signed in is an answer, or what was wanted. */
const OF_NOBODY = ['/api/v1/auth/session', '/api/v1/auth/sign-out']

/** Sends a request; once more, the very same, where a session ended meanwhile and the same person began another. */
async function sendOn(request: Request): Promise<Response> {
  const again = request.clone()
  const response = await fetch(request)
  if (response.status !== 401 || OF_NOBODY.includes(new URL(request.url).pathname)) return response
  const { problem } = await problemOf(response.clone())
  if (problem.code !== 'unauthenticated') return response
  return (await askAgain({ isCommand: request.method !== 'GET' })) ? fetch(again) : response
}

/** Every answer that is no success becomes an ApiError; nothing has to look at statuses. */
const problems: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await problemOf(response)
  },
}

/** The API by its generated types. */
export const api = createClient<paths>({
  ...{ baseUrl: location.origin, credentials: 'same-origin', fetch: sendOn },
})
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
  const request = new Request(addressOf(path, query), {
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
  const response = await sendOn(request)
  if (!response.ok) throw await problemOf(response)
  const empty = response.status === 204 || response.headers.get('content-length') === '0'
  const data = (empty ? null : await response.json()) as T
  return { data, etag: response.headers.get('etag') }
}

/**
 * What a request answers as a file, such as a list's table.
 * @throws ApiError
 */
export async function fileOf(
  path: string,
  query: NonNullable<RequestOptions['query']>,
): Promise<Blob> {
  const address = addressOf(path, query)
  const response = await sendOn(new Request(address, { credentials: 'same-origin' }))
  if (!response.ok) throw await problemOf(response)
  return response.blob()
}

/**
 * Sends a file as it is.
 * @throws ApiError
 */
export async function sendFile(
  path: string,
  file: Blob,
  { query = {}, idempotencyKey }: Pick<RequestOptions, 'query' | 'idempotencyKey'> = {},
): Promise<Response> {
  const response = await sendOn(
    new Request(addressOf(path, query), {
      method: 'POST',
      credentials: 'same-origin',
      headers: {
        'content-type': 'application/octet-stream',
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      body: file,
    }),
  )
  if (!response.ok) throw await problemOf(response)
  return response
}

function addressOf(path: string, query: NonNullable<RequestOptions['query']>): URL {
  const address = new URL(path, location.origin)
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') address.searchParams.set(name, String(value))
  }
  return address
}
