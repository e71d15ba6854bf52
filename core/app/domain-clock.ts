import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { type Clock, type Instant, SECOND_MS } from '../kernel/instant.ts'

/** How the demo's time runs: from an instant on, so many times as fast as the wall clock's. */
export interface DomainTime {
  readonly startAt: Instant
  readonly rate: number
}

/** A domain clock as other processes can keep it: domain = startAt + (wall − wallAt) × rate. */
export interface ClockSetting extends DomainTime {
  readonly wallAt: Instant
}

export interface DomainClock extends Clock {
  readonly setting: ClockSetting
  /** Keeps where it stands, so that the next start goes on from there. */
  keep(): void
}

/**
 * A clock of its own for the demo. It goes on where the last run left it and never runs backward:
 * after a crash it skips what it may have told since it was last kept.
 */
export function createDomainClock(options: {
  readonly time: DomainTime
  readonly path: string
  readonly wallClock: Clock
  /** How often {@link DomainClock.keep} is called. */
  readonly keepMs: number
}): DomainClock {
  const { time, path, wallClock, keepMs } = options
  const slackMs = (keepMs + SECOND_MS) * time.rate
  const kept = readKept(path)
  const startAt = kept === null ? time.startAt : Math.max(time.startAt, kept + slackMs)
  const setting = Object.freeze({ startAt, rate: time.rate, wallAt: wallClock.now() })
  const now = () => instantBy(setting, wallClock.now())
  const keep = () => {
    writeFileSync(`${path}.new`, JSON.stringify({ at: now() }))
    renameSync(`${path}.new`, path)
  }
  keep()
  return Object.freeze({ setting, now, keep })
}

/** Domain time at an instant of the wall clock. */
function instantBy({ startAt, rate, wallAt }: ClockSetting, wall: Instant): Instant {
  return Math.round(startAt + Math.max(0, wall - wallAt) * rate)
}

function readKept(path: string): Instant | null {
  if (!existsSync(path)) return null
  const { at } = JSON.parse(readFileSync(path, 'utf8')) as { at: unknown }
  return typeof at === 'number' && Number.isFinite(at) ? at : null
}
