import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createJsonFile } from './json-file.ts'

/** What the demo remembers from start to start, in a file that its owner alone can read. */
interface Kept {
  /** The building's time when it first started. */
  readonly bornAt: number
  /** Passwords by e-mail, device or purpose. */
  readonly secrets: Readonly<Record<string, string>>
  /** API keys by e-mail. */
  readonly keys: Readonly<Record<string, string>>
  /** Ports by service, so that what was configured stays true. */
  readonly ports: Readonly<Record<string, number>>
  /** What each connection was configured with last, as a hash, by its key. */
  readonly configured: Readonly<Record<string, string>>
  /** First payments in fen by tenant: stored before they are made, so that repeating one repeats it exactly. */
  readonly firstPaymentsFen: Readonly<Record<string, number>>
  /** What both meters showed when the technician changed them. */
  readonly swap: { readonly at: number; readonly closing: string; readonly opening: string } | null
}

export interface Keep {
  get(): Kept
  set(change: Partial<Kept>): void
  /** A password that is made when it is first asked for. */
  secret(name: string): string
  /** A value that is worked out when it is first asked for. */
  firstPaymentFen(tenant: string, workOut: () => number): number
}

export function openKeep(dataDir: string, bornAt: number): Keep {
  const file = createJsonFile<Kept>(join(dataDir, 'demo.json'))
  let kept: Kept = file.read() ?? {
    bornAt,
    secrets: {},
    keys: {},
    ports: {},
    configured: {},
    firstPaymentsFen: {},
    swap: null,
  }
  const set = (change: Partial<Kept>) => {
    kept = { ...kept, ...change }
    file.write(kept)
  }
  set({})
  return {
    get: () => kept,
    set,
    secret(name) {
      const known = kept.secrets[name]
      if (known !== undefined) return known
      const fresh = randomBytes(12).toString('base64url')
      set({ secrets: { ...kept.secrets, [name]: fresh } })
      return fresh
    },
    firstPaymentFen(tenant, workOut) {
      const known = kept.firstPaymentsFen[tenant]
      if (known !== undefined) return known
      const fresh = workOut()
      set({ firstPaymentsFen: { ...kept.firstPaymentsFen, [tenant]: fresh } })
      return fresh
    },
  }
}
