import { timingSafeEqual } from 'node:crypto'

/** A login of the broker and the topics it may use; `+` stands for one level, a final `#` for the rest. */
export interface Login {
  readonly user: string
  readonly password: string
  readonly publish: readonly string[]
  readonly subscribe: readonly string[]
}

/** Whether everything that `filter` matches is matched by `allowed`: so a subscription cannot reach further. */
export function covers(allowed: string, filter: string): boolean {
  const allowedLevels = allowed.split('/')
  const levels = filter.split('/')
  for (const [index, want] of allowedLevels.entries()) {
    if (want === '#') return true
    const level = levels[index]
    if (level === undefined || level === '#') return false
    if (want !== '+' && (want !== level || level === '+')) return false
  }
  return allowedLevels.length === levels.length
}

export interface Access {
  authenticate(user: string | undefined, password: Buffer | undefined): boolean
  mayPublish(user: string, topic: string): boolean
  maySubscribe(user: string, filter: string): boolean
}

/** Nothing is allowed that is not listed. */
export function createAccess(logins: readonly Login[]): Access {
  const byUser = new Map(logins.map((login) => [login.user, login]))
  return {
    authenticate(user, password) {
      const login = byUser.get(user ?? '')
      if (login === undefined || password === undefined) return false
      const expected = Buffer.from(login.password)
      return expected.length === password.length && timingSafeEqual(expected, password)
    },
    mayPublish: (user, topic) =>
      !/[+#]/.test(topic) &&
      (byUser.get(user)?.publish.some((allowed) => covers(allowed, topic)) ?? false),
    maySubscribe: (user, filter) =>
      byUser.get(user)?.subscribe.some((allowed) => covers(allowed, filter)) ?? false,
  }
}

/** Topic that Shelly devices answer Busbar's requests at: `<prefix>/rpc`. */
export const REPLY_PREFIX = 'busbar'

/** Its own topics are a device's, and no others. */
export function deviceLogin(device: string, password: string): Login {
  return {
    user: device,
    password,
    publish: [
      ...['tele', 'stat'].map((prefix) => `${prefix}/${device}/+`),
      ...['events/rpc', 'online', 'status/+'].map((suffix) => `${device}/${suffix}`),
      `${REPLY_PREFIX}/rpc`,
      `cooling/${device}/+`,
    ],
    subscribe: [`cmnd/${device}/+`, `${device}/rpc`],
  }
}

/** Busbar hears everything and gives commands. */
export function integratorLogin(user: string, password: string): Login {
  return { user, password, publish: ['cmnd/+/+', '+/rpc'], subscribe: ['#'] }
}
