import type { Trace, TraceEntry } from '../contracts/index.ts'

/** A trace that a test turns on and reads. It keeps what it is given while it is off, too: nothing should be. */
export interface RecordingTrace extends Trace {
  turnOn(): void
  entries(): readonly TraceEntry[]
}

export function createRecordingTrace(): RecordingTrace {
  const entries: TraceEntry[] = []
  let isOn = false
  return {
    get isOn() {
      return isOn
    },
    add: (entry) => void entries.push(entry),
    turnOn: () => {
      isOn = true
    },
    entries: () => [...entries],
  }
}

/** Whether something came and something was sent. */
export function bothWays(entries: readonly TraceEntry[]): boolean {
  return (['in', 'out'] as const).every((way) => entries.some(({ direction }) => direction === way))
}
