import type { ReadStore } from '../reads/ports.ts'

/** Somebody whom a visitor of the demo may sign in as. */
export interface DemoLogin {
  readonly email: string
  readonly password: string
  readonly name: string
  readonly role: string
}

/** What is made of the demo building, in this order. */
export const DEMO_STEPS = Object.freeze([
  'surroundings',
  'site',
  'tenants',
  'meters',
  'payments',
  'supply',
] as const)
export type DemoStep = (typeof DEMO_STEPS)[number]

/** How the demo building stands in this instance. */
export interface DemoStanding<
  State extends string = 'absent' | 'offered' | 'loading' | 'running' | 'failed',
> {
  readonly state: State
  /** What is being made; null unless it is being loaded. */
  readonly step: DemoStep | null
  /** Why it has stopped; null unless it has. */
  readonly detail: string | null
  /** Whom it has made; none before it runs. */
  readonly logins: readonly DemoLogin[]
}

/** Runs what surrounds the demo building beside this process, and remembers over starts that it is here. */
export interface DemoRunner {
  /** `idle`: it has never been begun here. */
  standing(): DemoStanding<'idle' | 'loading' | 'running' | 'failed'>
  /**
   * Begins, or goes on after a failure; nothing while it is being loaded or runs.
   * @param invite answers the token of an invitation by which the demo's owner comes in
   */
  begin(request: {
    readonly invite: (person: { readonly email: string }) => Promise<string>
  }): Promise<void>
  /** Calls back after each change of what {@link standing} answers. */
  onChange(tell: () => void): void
}

export interface DemoReads {
  readonly reads: Pick<ReadStore, 'setupCounts'>
  /** Null: nothing beside this instance could run it. */
  readonly runner: DemoRunner | null
}
