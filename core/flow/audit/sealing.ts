import { errorMessage } from '../../kernel/error.ts'
import type { AuditSealer } from './ports.ts'

/** Events are sealed within a second of their commit. */
const INTERVAL_MS = 400

export interface Sealing {
  /** Seals no more after the run under way. */
  stop(): Promise<void>
}

/** Seals the audit log from now on, run after run; a run that fails is made up for by the next. */
export function startSealing({
  sealer,
  log,
}: {
  readonly sealer: AuditSealer
  readonly log: { warn(message: string, data: { readonly reason: string }): void }
}): Sealing {
  let stopped = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const run = async () => {
    try {
      while (!stopped && (await sealer.seal()).sealed > 0);
    } catch (thrown) {
      log.warn('The audit log was not sealed', { reason: errorMessage(thrown) })
    }
    if (!stopped) timer = setTimeout(next, INTERVAL_MS)
  }
  let running = Promise.resolve()
  const next = () => {
    running = run()
  }
  next()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
