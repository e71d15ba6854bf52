/*
 * Busbar's HTTP API as an integrator uses it: every path that the demo calls is in this file, and nothing else of Busbar.
 */

/** What the API answered instead of a result (RFC 9457). */
export interface ApiError extends Error {
  readonly status: number
  readonly code: string
  /** Seconds, where it says when to try again. */
  readonly retryAfterS: number | null
}

export type Body = Readonly<Record<string, unknown>>

/** A resource, of which the demo mostly needs the id. */
export interface Resource extends Body {
  readonly id: string
}

export interface AccountView extends Resource {
  readonly contractId: string
  readonly code: string
  readonly lowBalance: string
  readonly purses: readonly { readonly kind: string; readonly balance: string }[]
}

export interface TopUpView extends Resource {
  readonly state: string
  /** Where the payer goes; null where nothing is left to do. */
  readonly payUrl: string | null
}

export interface Caller {
  readonly url: string
  /** A session's cookie or an API key; neither for what is public. */
  readonly cookie?: string
  readonly key?: string
}

/** Registry resources by their collection. */
const COLLECTIONS = {
  policyProfiles: '/api/v1/policy-profiles',
  sites: '/api/v1/sites',
  spaces: '/api/v1/spaces',
  tenants: '/api/v1/tenants',
  contracts: '/api/v1/contracts',
  accounts: '/api/v1/accounts',
  meters: '/api/v1/meters',
  registers: '/api/v1/registers',
  meteringPoints: '/api/v1/metering-points',
  installations: '/api/v1/installations',
  tariffPlans: '/api/v1/tariff-plans',
  tariffVersions: '/api/v1/tariff-versions',
  serviceAgreements: '/api/v1/service-agreements',
  connections: '/api/v1/connections',
  points: '/api/v1/points',
  supplyPoints: '/api/v1/supply-points',
  users: '/api/v1/users',
  roleAssignments: '/api/v1/role-assignments',
  noticeRoutes: '/api/v1/notice-routes',
} as const

export type Collection = keyof typeof COLLECTIONS

interface Call {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: Body
  readonly idempotencyKey?: string
}

const TIMEOUT_MS = 30_000

export type Api = ReturnType<typeof createApi>

/** @throws ApiError */
export function createApi(caller: Caller) {
  async function call<T>(request: Call): Promise<T> {
    const response = await send(caller, request)
    return (response.status === 204 ? null : await response.json()) as T
  }
  const get = <T>(path: string) => call<T>({ method: 'GET', path })
  const post = <T>(path: string, body: Body, idempotencyKey?: string) =>
    call<T>({ method: 'POST', path, body, ...(idempotencyKey && { idempotencyKey }) })

  return {
    caller,
    /** All of a collection, page by page. */
    async list<T extends Resource = Resource>(
      collection: Collection,
      filter: Readonly<Record<string, string>> = {},
    ): Promise<readonly T[]> {
      const items: T[] = []
      let cursor: string | null = null
      do {
        const query = new URLSearchParams({ ...filter, limit: '500' })
        if (cursor !== null) query.set('cursor', cursor)
        const page: { items: readonly T[]; nextCursor: string | null } = await get(
          `${COLLECTIONS[collection]}?${query}`,
        )
        items.push(...page.items)
        cursor = page.nextCursor
      } while (cursor !== null)
      return items
    },
    create: <T extends Resource = Resource>(collection: Collection, body: Body) =>
      post<T>(COLLECTIONS[collection], body),
    configureConnection: (id: string, config: Body) =>
      post<Resource>(`${COLLECTIONS.connections}/${id}/configure`, { config }),
    swapMeter: (installationId: string, body: Body) =>
      post<Resource>(`${COLLECTIONS.installations}/${installationId}/swap`, body),
    createKey: (name: string) => post<{ readonly key: string }>('/api/v1/api-keys', { name }),
    /** An order to top an account up; the cash desk's is paid as soon as it is made. */
    topUp: async (
      request: { readonly accountId: string; readonly idempotencyKey: string } & TopUpBody,
    ): Promise<TopUpView> => {
      const { idempotencyKey, ...body } = request
      const order = await post<TopUpAnswer>('/api/v1/top-ups', { ...body }, idempotencyKey)
      const { payerAction } = order
      return { ...order, payUrl: payerAction?.kind === 'redirect' ? payerAction.url : null }
    },
  }
}

interface TopUpBody {
  readonly connectionId: string
  /** Decimal, in the account's currency. */
  readonly amount: string
}

interface TopUpAnswer extends Resource {
  readonly state: string
  readonly payerAction: { readonly kind: string; readonly url: string } | null
}

/** Makes the first owner of an empty instance with its one-time token. */
export async function setUpOwner(
  url: string,
  body: { readonly token: string } & Person,
): Promise<void> {
  await send({ url }, { method: 'POST', path: '/api/v1/setup/owner', body: { ...body } })
}

/** Makes a user of whoever was invited, by the token of the invitation's link. */
export async function acceptInvitation(
  url: string,
  body: { readonly token: string } & Omit<Person, 'email'>,
): Promise<void> {
  await send({ url }, { method: 'POST', path: '/api/v1/invitations/accept', body: { ...body } })
}

interface Person {
  readonly email: string
  readonly name: string
  readonly password: string
}

/** Signs in; the caller that comes back carries the session's cookie. */
export async function signIn(
  url: string,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<Caller> {
  const body = { email, password }
  const response = await send({ url }, { method: 'POST', path: '/api/v1/auth/sign-in', body })
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
  return { url, cookie }
}

export function eventsUrl(
  url: string,
  { site, topics }: { readonly site: string; readonly topics: readonly string[] },
): string {
  return `${url}/api/v1/events?${new URLSearchParams({ site, topics: topics.join(',') })}`
}

export function credentials({ cookie, key }: Caller): Record<string, string> {
  return { ...(cookie && { cookie }), ...(key && { 'x-api-key': key }) }
}

async function send(
  caller: Caller,
  { method, path, body, idempotencyKey }: Call,
): Promise<Response> {
  const response = await fetch(`${caller.url}${path}`, {
    method,
    headers: {
      ...credentials(caller),
      ...(body && { 'content-type': 'application/json' }),
      ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  if (response.ok) return response
  throw await apiError(response, `${method} ${path}`)
}

async function apiError(response: Response, request: string): Promise<ApiError> {
  const text = await response.text()
  const { status } = response
  const problem = parseObject(text)
  const places = Array.isArray(problem.errors) ? ` ${JSON.stringify(problem.errors)}` : ''
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Object.assign(
    new Error(`${request}: ${status} ${problem.detail ?? problem.title ?? text}${places}`),
    {
      status,
      code: typeof problem.code === 'string' ? problem.code : 'unknown',
      retryAfterS: Number.isFinite(retryAfter) ? retryAfter : null,
    },
  )
}

function parseObject(text: string): Body {
  try {
    const value: unknown = JSON.parse(text)
    return value !== null && typeof value === 'object' ? (value as Body) : {}
  } catch {
    return {}
  }
}

export function isApiError(error: unknown): error is ApiError {
  return error instanceof Error && 'status' in error && 'code' in error
}
