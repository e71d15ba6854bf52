import type { Mutant } from './mutant.ts'

const ACCEPTANCE = 'test/flow/acceptance.property.test.ts'
const CONTINUITY = 'test/flow/continuity.property.test.ts'
const ACCEPT = 'core/domain/metering/accept.ts'
const STREAM = 'core/domain/metering/stream.ts'

export const meteringMutants: readonly Mutant[] = [
  {
    name: 'judged-by-arrival',
    breaks: 'INV5',
    file: 'core/flow/metering/advance.ts',
    search: 'if (!isNext(registers, reading)) {',
    replace: 'if (false) {',
    test: ACCEPTANCE,
  },
  {
    name: 'first-of-a-conflict-wins',
    breaks: 'INV5',
    file: 'core/domain/metering/replay.ts',
    search: 'if (usable.size > 1)',
    replace: 'if (usable.size > 9)',
    test: ACCEPTANCE,
  },
  {
    name: 'refused-value-becomes-baseline',
    breaks: 'INV5',
    file: STREAM,
    search: 'state: { baseline: before.baseline, seenAt },',
    replace:
      'state: { baseline: before.baseline && { ...before.baseline, at: reading.at }, seenAt },',
    test: ACCEPTANCE,
  },
  {
    name: 'past-month-forgotten',
    breaks: 'INV5',
    file: 'core/domain/rating/rate.ts',
    search: 'if (latest) run.counts[pastKey(key, latest.periodStart)] = latest',
    replace: '',
    test: ACCEPTANCE,
  },
  {
    name: 'rounded-down',
    breaks: 'INV5',
    file: 'core/domain/rating/rate.ts',
    search: 'const nextAmountMicros = divideHalfAway(picos, MICROS_PER_UNIT)',
    replace: 'const nextAmountMicros = picos / MICROS_PER_UNIT',
    test: ACCEPTANCE,
  },
  {
    name: 'closing-value-ignored',
    breaks: 'INV6',
    file: STREAM,
    search: 'if (register.to === null || register.closingMicros === null) return unchanged',
    replace: 'if (register.from > 0) return unchanged',
    test: CONTINUITY,
  },
  {
    name: 'multiplier-ignored',
    breaks: 'INV6',
    file: ACCEPT,
    search: 'if (register.multiplierMicros === MICROS_PER_UNIT) return',
    replace: 'if (register.multiplierMicros > 0n) return',
    test: CONTINUITY,
  },
  {
    name: 'rollover-a-step-short',
    breaks: 'INV6',
    file: ACCEPT,
    search: 'falls ? valueMicros + rangeMicros(register) : valueMicros',
    replace: 'falls ? valueMicros + rangeMicros(register) - 1n : valueMicros',
    test: CONTINUITY,
  },
  {
    name: 'new-payer-pays-all',
    breaks: 'INV6',
    file: 'core/domain/metering/divide.ts',
    search: 'quantityMicros: share(whole.quantityMicros, to) - share(whole.quantityMicros, from),',
    replace: 'quantityMicros: whole.quantityMicros,',
    test: CONTINUITY,
  },
  {
    name: 'leap-not-noticed',
    breaks: 'I4',
    file: ACCEPT,
    search: '} else if (maxRateMicros !== null && quantityMicros > mostIn(',
    replace: '} else if (maxRateMicros === 0n && quantityMicros > mostIn(',
    test: 'test/flow/implausible.test.ts',
  },
  {
    name: 'quarantine-without-repair-item',
    breaks: 'I4',
    file: 'core/persistence/stream-aside.ts',
    search: 'if (repairs.size === 0) return',
    replace: 'if (repairs.size < 9) return',
    test: 'test/flow/implausible.test.ts',
  },
  {
    name: 'door-always-open',
    breaks: 'I5',
    file: 'core/flow/metering/ingest.ts',
    search: 'if (inside < queuedReadings && waiting.length === 0)',
    replace: 'if (inside >= 0)',
    test: 'test/flow/overload.test.ts',
  },
  {
    name: 'failure-not-told',
    breaks: 'I5',
    file: 'core/flow/metering/ingest.ts',
    search: 'if (failed) reject(failed)',
    replace: 'if (failed) resolve()',
    test: 'test/flow/overload.test.ts',
  },
  {
    name: 'future-believed',
    breaks: 'O3',
    file: ACCEPT,
    search: 'export const FUTURE_TOLERANCE_MS = 5 * MINUTE_MS',
    replace: 'export const FUTURE_TOLERANCE_MS = 1e6 * HOUR_MS',
    test: 'test/flow/implausible.test.ts',
  },
]
