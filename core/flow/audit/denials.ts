import type { Clock, Instant } from '../../kernel/instant.ts'
import type { AuditActor, AuditLog } from './ports.ts'

/** Somebody was turned away. */
export interface Denial {
  readonly actor: AuditActor
  readonly operation: string
  /** What it was asked of, as `service:id`. */
  readonly subject: string
  /** Code of the error that they were answered with. */
  readonly code: string
}

export interface DenialLog {
  /** Keeps it as a line of its own, or counts it where its like has had its lines. */
  record(denial: Denial): Promise<void>
  /** Writes what was counted in windows that are over; at the end, in all of them. */
  flush(options?: { readonly all?: boolean }): Promise<void>
}

export interface DenialLimits {
  /** Lines of one person or address with one code within a window. */
  readonly lines: number
  /** Lines of everybody together within a window. */
  readonly linesOfAll: number
  readonly windowMs: number
  /** People and addresses that are told apart; further ones are counted together. */
  readonly keys: number
}

const DEFAULT_LIMITS: DenialLimits = Object.freeze({
  lines: 20,
  linesOfAll: 2_000,
  windowMs: 10 * 60_000,
  keys: 10_000,
})

interface Window {
  readonly from: Instant
  readonly actor: AuditActor
  readonly code: string
  lines: number
  counted: number
  /** The last one that was counted. */
  operation: string
}

/** Credentials that are nobody's: mistyped, ended, revoked or made up. */
export function badCredentials(operation: string, ip: string | null): Denial {
  const actor = { userId: null, name: null, ip }
  return { actor, operation, subject: 'credentials', code: 'unauthenticated' }
}

const NOBODY: AuditActor = Object.freeze({ userId: null, name: null, ip: null })
/** Where those are counted that are not told apart. */
const OTHERS = ''

/**
 * Denials in the audit log, bounded: whoever is turned away again and again gets some lines and then one line a window
 * that says how often, so that nobody can fill the log.
 */
export function createDenialLog(options: {
  readonly audit: AuditLog
  readonly clock: Clock
  readonly limits?: Partial<DenialLimits>
}): DenialLog {
  const { audit, clock } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const windows = new Map<string, Window>()
  let all = { from: clock.now(), lines: 0 }

  const isOver = (from: Instant, now: Instant) => now - from >= limits.windowMs || now < from

  function windowOf({ actor, code, operation }: Denial, now: Instant): Window {
    const key = `${actor.userId ?? actor.ip ?? ''} ${code}`
    const known = windows.get(key)
    if (known !== undefined) return known
    const others = windows.size >= limits.keys
    const blank = { from: now, code, operation, lines: 0, counted: 0 }
    // Too many to tell apart: from here on none gets a line of its own.
    if (others)
      return (
        windows.get(OTHERS) ??
        kept(OTHERS, { ...blank, code: 'various', actor: NOBODY, lines: limits.lines })
      )
    return kept(key, { ...blank, actor })
  }

  function kept(key: string, window: Window): Window {
    windows.set(key, window)
    return window
  }

  /** Takes a place for a line, or says that there is none. */
  function admitted(window: Window, now: Instant): boolean {
    if (isOver(all.from, now)) all = { from: now, lines: 0 }
    if (window.lines >= limits.lines || all.lines >= limits.linesOfAll) return false
    window.lines += 1
    all.lines += 1
    return true
  }

  async function close(key: string, window: Window): Promise<void> {
    windows.delete(key)
    const { actor, operation, code, counted, from } = window
    if (counted === 0) return
    try {
      await audit.append({
        ...{ actor, operation, outcome: 'denied', siteId: null, subject: 'denials' },
        after: { code, repeated: counted, from, to: clock.now() },
      })
    } catch (thrown) {
      // Counted still: it is written with the next window.
      const now = windows.get(key)
      if (now === undefined) windows.set(key, window)
      else now.counted += counted
      throw thrown
    }
  }

  async function flush({ all: everything = false } = {}): Promise<void> {
    const now = clock.now()
    for (const [key, window] of [...windows])
      if (everything || isOver(window.from, now)) await close(key, window)
  }

  return Object.freeze({
    flush,
    async record(denial) {
      const now = clock.now()
      const { actor, operation, subject, code } = denial
      let window = windowOf(denial, now)
      if (isOver(window.from, now)) {
        await flush()
        window = windowOf(denial, now)
      }
      if (!admitted(window, now)) {
        window.counted += 1
        window.operation = operation
        return
      }
      await audit.append({
        ...{ actor, operation, outcome: 'denied', siteId: null, subject },
        after: { code },
      })
    },
  } satisfies DenialLog)
}
