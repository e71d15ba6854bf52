import type { Clock, Log } from '../contracts/index.ts'
import type { BusbarError } from '../kernel/error.ts'
import { crossError } from './boundary.ts'
import type { Connections } from './connections.ts'
import type { Generation } from './generation.ts'
import { asLastError, enter, type PluginRecord } from './plugin-records.ts'
import type { Repairs } from './repairs.ts'
import type { LastError } from './status.ts'

/** What it takes to tell that a plugin fails. */
interface FailureOptions {
  readonly log: Log
  readonly wallClock: Clock
  readonly repairs: Repairs
}

/** Repair items of a plugin: that it failed, and that its process keeps ending. */
export const failedKey = ({ directory }: PluginRecord): string => `plugin:${directory}:failed`
export const processKey = ({ directory }: PluginRecord): string => `plugin:${directory}:process`

/** Whether its code has been run; in a process of its own that may come later. */
export function isLoaded({ isolate }: Generation): boolean {
  return isolate.process === undefined || isolate.process.status() !== null
}

/** What becomes of a plugin's own process is told, and its connections are made anew in the next one. */
export function watchProcess(
  options: FailureOptions & { readonly connections: Connections },
  record: PluginRecord,
  generation: Generation,
): void {
  const { connections, log, repairs } = options
  const { id: pluginId } = record
  const tell = (error: BusbarError, state: 'opening' | 'failed'): void => {
    if (record.generation !== generation) return
    record.lastError = lastErrorOf(options, error)
    log.error(`The process of plugin ${pluginId} ended.`, { pluginId, ...record.lastError })
    connections.loseAll({ pluginId, state, error })
  }
  generation.isolate.process?.watch({
    lost: (error) => tell(error, 'opening'),
    restored: () => {
      if (record.generation !== generation) return
      log.info(`The process of plugin ${pluginId} was started again.`, { pluginId })
      void connections.reopenAll({ pluginId })
    },
    stopped: (error) => {
      tell(error, 'failed')
      if (record.generation === generation)
        repairs.open({ key: processKey(record), pluginId, error })
    },
    failed: (error) => {
      if (record.generation !== generation) return
      fail(options, record, error)
      connections.loseAll({ pluginId, state: 'failed', error })
    },
  })
}

/** Takes a plugin to `failed`, with its one repair item. */
export function fail(options: FailureOptions, record: PluginRecord, thrown: unknown): void {
  enter(record, 'failed', options.wallClock.now())
  record.lastError = lastErrorOf(options, thrown)
  const { id: pluginId, lastError } = record
  options.log.error(`Plugin ${pluginId} failed.`, { pluginId, ...lastError })
  options.repairs.open({ key: failedKey(record), pluginId, error: lastError })
}

/** What was thrown, as a plugin's status tells it. */
export function lastErrorOf(
  { wallClock }: Pick<FailureOptions, 'wallClock'>,
  thrown: unknown,
): LastError {
  return asLastError(
    crossError(thrown, (text) => text),
    wallClock.now(),
  )
}
