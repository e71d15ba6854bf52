/** Time in the building, as Busbar keeps it in the demo: domain = startAt + (wall − wallAt) × rate. */
export interface DomainClockSpec {
  /** UTC epoch milliseconds of the building's time. */
  readonly startAt: number
  /** Domain milliseconds a wall millisecond. */
  readonly rate: number
  /** UTC epoch milliseconds of the wall clock. */
  readonly wallAt: number
}

export interface DomainClock {
  /** UTC epoch milliseconds of the building's time. */
  now(): number
  /** How long to wait by the wall clock until it is `at`; 0 when it has been. */
  wallDelayMs(at: number): number
}

export function createDomainClock(
  { startAt, rate, wallAt }: DomainClockSpec,
  wallNow: () => number = Date.now,
): DomainClock {
  const now = () => Math.round(startAt + Math.max(0, wallNow() - wallAt) * rate)
  return { now, wallDelayMs: (at) => Math.max(0, Math.ceil((at - now()) / rate)) }
}
