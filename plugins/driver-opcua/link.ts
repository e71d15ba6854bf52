import type { Clock, Instant, Log, Trace } from '@busbar/core/contracts'
import { backoffMs, pause } from '@busbar/core/contracts'
import type { FindIdentity } from './identity.ts'
import type { Library } from './library.ts'
import { type Opened, openSession } from './session.ts'
import type { Settings } from './settings.ts'
import type { ServerCertificate } from './trust.ts'

export type LinkState =
  | { readonly state: 'up'; readonly url: string; readonly redundant: boolean }
  | { readonly state: 'down'; readonly detail: string }

export interface LinkOptions {
  readonly settings: Settings
  readonly library: () => Promise<Library>
  readonly findIdentity: FindIdentity
  readonly clock: Clock
  readonly log: Log
  readonly trace?: Trace | undefined
  readonly random: () => number
  /** Prepares a new session for use, subscriptions and all; the link is up when it resolves. */
  onSession(opened: Opened): Promise<void>
  /** The session is gone: whatever belongs to it is void. */
  onGone(): void
  onLink(state: LinkState): void
}

/** Keeps one session with a server or, where that is not reached, with one of its redundant twins. */
export interface Link {
  /** Resolves after the first attempt; goes on trying until stopped. */
  start(): Promise<void>
  stop(): Promise<void>
  /** Undefined while there is no session that is ready. */
  current(): Opened | undefined
  /** Whether it is the session in use, ready or about to be. */
  isOpen(opened: Opened): boolean
  /** Ends the session that is in use, as one that does not work any more. */
  drop(opened: Opened, reason: string): void
  /** Certificates that were refused lately, by thumbprint. */
  refused(): readonly { readonly certificate: ServerCertificate; readonly at: Instant }[]
}

const RECONNECT_MIN_MS = 500
const REMEMBERED = 20

export function createLink(options: LinkOptions): Link {
  const { settings, clock, log } = options
  const urls = [settings.url, ...settings.redundantUrls]
  const stopping = new AbortController()
  const refused = new Map<
    string,
    { readonly certificate: ServerCertificate; readonly at: Instant }
  >()
  let current: Opened | undefined
  let opening: Opened | undefined
  let drop: ((reason: string) => void) | undefined
  let running: Promise<void> | undefined
  let logged: string | undefined

  async function run(firstAttemptOver: () => void): Promise<void> {
    for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
      const wasUp = await tryAll(firstAttemptOver)
      firstAttemptOver()
      if (wasUp) attempt = 0
      const limits = { minMs: RECONNECT_MIN_MS, maxMs: settings.reconnectMaxMs }
      await pause(backoffMs(attempt, limits, options.random), stopping.signal)
    }
  }

  /** Each address once, in order; says whether one of them was ever up. */
  async function tryAll(onUp: () => void): Promise<boolean> {
    const details: string[] = []
    for (const url of urls) {
      if (stopping.signal.aborted) return false
      const library = await options.library()
      const opened = await openSession({
        ...{ library, settings, url, clock, timeoutMs: settings.connectTimeoutMs },
        ...{ findIdentity: options.findIdentity, trace: options.trace, signal: stopping.signal },
      })
      if ('session' in opened) return serve(opened, onUp)
      details.push(opened.detail)
      if (opened.refused !== undefined) remember(opened.refused)
    }
    down(details.join(' '))
    return false
  }

  /** Uses a session until it is over. */
  async function serve(opened: Opened, onUp: () => void): Promise<boolean> {
    const dropped = Promise.withResolvers<string>()
    const stopped = Promise.withResolvers<string>()
    const onStop = () => stopped.resolve('Stopped.')
    stopping.signal.addEventListener('abort', onStop)
    if (stopping.signal.aborted) onStop()
    drop = dropped.resolve
    opening = opened
    const over = Promise.race([opened.over, dropped.promise, stopped.promise])
    let isOver = false
    over.then(() => {
      isOver = true
    })
    const ready = options.onSession(opened).then(
      () => {
        if (isOver) return
        current = opened
        logged = undefined
        options.onLink({ state: 'up', url: opened.url, redundant: opened.url !== settings.url })
        onUp()
      },
      (thrown: unknown) => dropped.resolve(`Not usable: ${String(thrown).slice(0, 200)}`),
    )
    const reason = await over
    current = undefined
    opening = undefined
    options.onGone()
    down(reason)
    await Promise.all([ready, opened.close()])
    stopping.signal.removeEventListener('abort', onStop)
    return true
  }

  function down(detail: string): void {
    if (stopping.signal.aborted) return
    // An outage is one event, however often the server is tried.
    if (detail !== logged) log.info('No session with the server', { detail })
    logged = detail
    options.onLink({ state: 'down', detail })
  }

  function remember(certificate: ServerCertificate): void {
    refused.delete(certificate.thumbprint)
    refused.set(certificate.thumbprint, { certificate, at: clock.now() })
    const [oldest] = refused.keys()
    if (refused.size > REMEMBERED && oldest !== undefined) refused.delete(oldest)
  }

  return {
    start() {
      const first = Promise.withResolvers<void>()
      running ??= run(first.resolve)
      const limitMs = settings.connectTimeoutMs * urls.length + settings.connectTimeoutMs
      const timer = setTimeout(first.resolve, Math.min(limitMs, 50_000))
      return first.promise.finally(() => clearTimeout(timer))
    },
    async stop() {
      stopping.abort()
      await running
    },
    current: () => current,
    isOpen: (opened) => opened === opening,
    drop(opened, reason) {
      if (opened === opening) drop?.(reason)
    },
    refused: () => [...refused.values()],
  }
}
