import type { Api, Caller } from './api.ts'
import { createApi, isApiError, signIn } from './api.ts'
import { HOUSE, TENANTS } from './building/tenants.ts'
import type { Keep } from './keep.ts'

export interface Person {
  readonly email: string
  readonly name: string
  readonly role: string
  /** For tenants: which. */
  readonly tenant: string | null
}

export const OWNER = staff('owner', 'Zhao Min 赵敏')
export const CASHIER = staff('cashier', 'Sun Li 孙丽')
export const TECHNICIAN = staff('technician', 'Chen Wei 陈伟')
export const MANAGER = staff('manager', 'Wang Fang 王芳')

export const STAFF: readonly Person[] = [
  OWNER,
  MANAGER,
  CASHIER,
  staff('accountant', 'Liu Yang 刘洋'),
  TECHNICIAN,
  staff('auditor', 'Helen Zhou 周海伦'),
  staff('integrator', 'Building systems 楼宇系统'),
]

/** One portal login for each tenant. */
export const TENANT_LOGINS: readonly Person[] = TENANTS.map(({ code, name }) => ({
  email: `${code.toLowerCase()}@tenants.harbour-house.example`,
  name,
  role: 'tenant',
  tenant: code,
}))

/** Tenants whose logins are shown to the viewer. */
export const SHOWN_TENANTS = ['T-201', 'T-G03']

export function emailOf(tenant: string): string {
  if (tenant === HOUSE.code) return 'office@harbour-house.example'
  return TENANT_LOGINS.find((person) => person.tenant === tenant)?.email ?? ''
}

function staff(role: string, name: string): Person {
  return { email: `${role}@harbour-house.example`, name, role, tenant: null }
}

const MAX_WAIT_S = 320

/**
 * A person's API, by a key that is made once: signing in is limited by address, and the viewer wants to sign in too.
 * Waits where the limit is reached.
 */
export async function apiOf(
  url: string,
  { email }: { readonly email: string },
  keep: Keep,
): Promise<Api> {
  const known = keep.get().keys[email]
  if (known !== undefined) return createApi({ url, key: known })
  const session = createApi(await sessionOf(url, { email }, keep))
  const { key } = await session.createKey('demo building')
  keep.set({ keys: { ...keep.get().keys, [email]: key } })
  return createApi({ url, key })
}

export async function sessionOf(
  url: string,
  { email }: { readonly email: string },
  keep: Keep,
): Promise<Caller> {
  for (;;) {
    try {
      return await signIn(url, { email, password: keep.secret(email) })
    } catch (error) {
      const waitS = isApiError(error) && error.status === 429 ? (error.retryAfterS ?? 10) : null
      if (waitS === null || waitS > MAX_WAIT_S) throw error
      await new Promise((resolve) => setTimeout(resolve, waitS * 1_000).unref())
    }
  }
}
