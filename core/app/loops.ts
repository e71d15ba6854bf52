import type { Log } from '../contracts/plugin.ts'
import { errorMessage } from '../kernel/error.ts'

export interface Loop {
  /** Ends after the run under way. */
  stop(): Promise<void>
}

/** Runs work again and again, never twice at once; a run that fails is told, and the next one follows. */
export function startLoop(options: {
  readonly name: string
  readonly pauseMs: number
  readonly work: () => Promise<unknown>
  readonly log: Log
}): Loop {
  const { name, pauseMs, work, log } = options
  let stopped = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let running = Promise.resolve()
  const run = async (): Promise<void> => {
    try {
      await work()
    } catch (thrown) {
      log.warn(`${name} failed and is tried again`, { reason: errorMessage(thrown) })
    }
    if (!stopped)
      timer = setTimeout(() => {
        running = run()
      }, pauseMs)
  }
  running = run()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
