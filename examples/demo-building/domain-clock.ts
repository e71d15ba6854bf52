/** Time in the building: it was `startAt` when the wall clock showed `epochMs`, and passes `rate` times as fast. */
export interface DomainClockSpec {
  /** UTC epoch milliseconds of the building's time. */
  readonly startAt: number
  /** Domain milliseconds a wall millisecond. */
  readonly rate: number
  /** UTC epoch milliseconds of the wall clock. */
  readonly epochMs: number
}

export interface DomainClock {
  /** UTC epoch milliseconds of the building's time. */
  now(): number
  /** How long to wait by the wall clock until it is `at`; 0 when it has been. */
  wallDelayMs(at: number): number
}

export function createDomainClock(
  { startAt, rate, epochMs }: DomainClockSpec,
  wallNow: () => number = Date.now,
): DomainClock {
  const now = () => Math.floor(startAt + (wallNow() - epochMs) * rate)
  return {
    now,
    wallDelayMs: (at) => Math.max(0, Math.ceil((at - now()) / rate)),
  }
}
