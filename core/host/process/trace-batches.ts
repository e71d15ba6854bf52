import type { TimedEntry, TraceRecorder } from '../traces.ts'

/** What crosses to the core at once. */
export interface TraceBatch {
  readonly entries: readonly TimedEntry[]
  /** Entries that were left out since the batch before. */
  readonly dropped: number
}

/** A plugin's trace on its way to the core. */
export interface TraceBatches extends TraceRecorder {
  turn(isOn: boolean): void
}

/** Entries that wait while a batch is under way: whatever comes then is left out. */
const MOST = 250
/** How long entries are gathered: a busy wire is told in few frames. */
const GATHER_MS = 50

/**
 * One batch is under way at a time, and the core's word on it is waited for: a core that is busy, or a wire that is
 * busier than it, costs entries and no memory.
 */
export function createTraceBatches(options: {
  readonly isOn: boolean
  readonly send: (batch: TraceBatch) => Promise<unknown>
}): TraceBatches {
  let { isOn } = options
  let entries: TimedEntry[] = []
  let dropped = 0
  let busy = false

  const soon = (): void => {
    if (busy || (entries.length === 0 && dropped === 0)) return
    busy = true
    setTimeout(flush, GATHER_MS).unref()
  }
  function flush(): void {
    const batch = { entries, dropped }
    if (!isOn) {
      busy = false
      return
    }
    entries = []
    dropped = 0
    options
      .send(batch)
      // The connection is closed, or the core has no room: that costs these entries alone.
      .catch(() => undefined)
      .finally(() => {
        busy = false
        soon()
      })
  }

  return {
    get isOn() {
      return isOn
    },
    add(entry) {
      if (!isOn) return
      if (entries.length < MOST) entries.push(entry)
      else dropped += 1
      soon()
    },
    drop(count) {
      if (!isOn) return
      dropped += count
      soon()
    },
    turn(next) {
      isOn = next
      if (isOn) return
      entries = []
      dropped = 0
    },
    // The child's plugin asks at each entry; nobody else is here to be told.
    watch: () => () => undefined,
  }
}
