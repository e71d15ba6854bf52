import type { Clock } from '../../contracts/index.ts'
import { type BusbarError, busbarError } from '../../kernel/error.ts'
import { crossError, type Redact } from '../boundary.ts'
import type { Monotonic } from '../calls.ts'
import { loadError, type PluginProcess, type ProcessWatcher } from '../isolate.ts'
import type { CallLimits, ProcessLimits } from '../limits.ts'
import type { ProcessStatus } from '../status.ts'
import { createLink, type Link, type LinkOptions, lostError } from './link.ts'
import { createNeeds } from './needs.ts'
import type { StartBody } from './protocol.ts'
import { spawnChild } from './spawn.ts'

export interface SupervisorOptions {
  readonly directory: string
  readonly workers: boolean
  readonly plugin: Omit<StartBody, 'importMs' | 'registerMs'>
  readonly calls: Pick<CallLimits, 'importMs' | 'registerMs'>
  readonly limits: ProcessLimits
  readonly clock: Clock
  readonly wallClock: Clock
  readonly monotonic: Monotonic
  readonly random: () => number
  readonly onLog: LinkOptions['onLog']
  readonly onText: LinkOptions['onText']
  readonly redact: Redact
}

/**
 * Keeps one plugin's process: it is started when it is needed, ended when nobody has needed it for a
 * while, and started again after each crash, until there were too many.
 */
export interface Supervisor extends PluginProcess {
  /** Settles when it runs. @throws what register threw, as `plugin-load-failed` and its like; as `take` does */
  wake(): Promise<void>
  /**
   * The process that runs now, which is kept until it is given back.
   * @throws `plugin-not-available`, `plugin-keeps-crashing`
   */
  take(): Promise<Taken>
  end(): Promise<void>
}

export interface Taken {
  readonly link: Link
  /** Once or more: nobody needs it for this any more. */
  giveBack(): void
}

/** `asleep`: there is none, and nobody needs one. `failed`: the plugin's code could not be loaded. */
type State = ProcessStatus['state'] | 'asleep' | 'failed'

/** Nothing is started until somebody needs it. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { limits, monotonic, random } = options
  let state: State = 'asleep'
  let current: Link | undefined
  let watcher: ProcessWatcher | undefined
  let restarts = 0
  let crashes: number[] = []
  let timer: NodeJS.Timeout | undefined
  let lastError: BusbarError | undefined
  let starting: Promise<void> | undefined
  /** A start that whoever needs it waits for; a restart is not. */
  let waking: Promise<void> | undefined
  let ending: Promise<void> | undefined
  let proven = false
  let ended = false

  const crashed = (error: BusbarError): void => {
    current = undefined
    if (ended) return
    const now = monotonic()
    crashes = [...crashes.filter((at) => now - at < limits.crashWindowMs), now]
    if (crashes.length >= limits.crashes) {
      state = 'stopped'
      lastError = busbarError('plugin-keeps-crashing', {
        detail: `It ended ${crashes.length} times within ${limits.crashWindowMs / 1_000} s, the last time: ${error.detail}`,
      })
      watcher?.stopped(lastError)
      return
    }
    state = 'waiting'
    lastError = error
    watcher?.lost(error)
    const most = Math.min(limits.restartMaxMs, limits.restartMinMs * 2 ** (crashes.length - 1))
    timer = setTimeout(
      () => {
        starting = restart()
      },
      most * (0.5 + random() / 2),
    )
  }
  const restart = async (): Promise<void> => {
    state = 'starting'
    waking = undefined
    try {
      run(await startLink(options))
      restarts += 1
      watcher?.restored()
    } catch (thrown) {
      crashed(crossError(thrown, options.redact))
    }
  }
  /** For somebody who needs it; code that has never been loaded well is not tried again and again. */
  const start = async (): Promise<void> => {
    state = 'starting'
    try {
      await ending
      run(await startLink(options))
    } catch (thrown) {
      const error = crossError(thrown, options.redact)
      if (proven) crashed(error)
      else {
        state = 'failed'
        lastError = crossError(loadError(error, options.redact), options.redact)
        if (!ended) watcher?.failed(lastError)
      }
    }
  }
  const run = (link: Link): void => {
    current = link
    state = 'running'
    proven = true
    lastError = undefined
    void link.lost.then((why) => {
      if (current === link) crashed(crashOf(why, options.redact))
    })
    if (ended) void link.end()
    else needs.rest()
  }
  /** It holds memory: where nobody needs it any more it is let go of. */
  const sleep = (): void => {
    if (state !== 'running') return
    const link = current
    current = undefined
    state = 'asleep'
    ending = link?.end()
  }
  const needs = createNeeds({ idleMs: limits.idleMs, onIdle: sleep })
  const link = async (): Promise<Link> => {
    if (state === 'asleep' && !ended) {
      waking = start()
      starting = waking
    }
    if (state === 'starting') await waking
    if (current && state === 'running') return current
    if ((state === 'stopped' || state === 'failed') && lastError) throw lastError
    throw busbarError('plugin-not-available', {
      detail: ended
        ? 'The plugin is stopped.'
        : `The process of the plugin is being started again${lastError ? `: ${lastError.detail}` : ''}.`,
    })
  }

  return Object.freeze({
    wake: async () => {
      await link()
    },
    take: async () => {
      const giveBack = needs.take()
      try {
        return { link: await link(), giveBack }
      } catch (thrown) {
        giveBack()
        throw thrown
      }
    },
    status: () =>
      state === 'asleep' || state === 'failed'
        ? null
        : {
            ...{ state, restarts },
            pid: current?.pid ?? null,
            residentBytes: current?.residentBytes() ?? null,
          },
    watch: (given) => {
      watcher = given
      if (!lastError) return
      if (state === 'stopped') given.stopped(lastError)
      else if (state === 'failed') given.failed(lastError)
      else given.lost(lastError)
    },
    end: async () => {
      ended = true
      clearTimeout(timer)
      needs.close()
      await starting
      await Promise.all([current?.end(), ending])
    },
  } satisfies Supervisor)
}

/** A process with the plugin registered in it; nothing is left where that fails. */
async function startLink(options: SupervisorOptions): Promise<Link> {
  const { directory, workers, limits, plugin, calls, clock, wallClock, redact } = options
  const child = spawnChild({ directory, heapMiB: limits.heapMiB, workers })
  const link = createLink({
    ...{ child, limits, clock, wallClock },
    ...{ onLog: options.onLog, onText: options.onText },
  })
  const body: StartBody = { ...plugin, ...calls }
  try {
    await link.ask({
      ...{ question: { kind: 'start' }, body, what: `${plugin.id}: its process` },
      limitMs: limits.startMs + calls.importMs + calls.registerMs,
    })
  } catch (thrown) {
    link.kill('it could not be started')
    await link.lost
    throw crossError(thrown, redact)
  }
  return link
}

function crashOf(why: string, redact: Redact): BusbarError {
  return crossError(lostError(why), redact)
}
