import type { Clock, Trace, TraceEntry } from '../contracts/index.ts'
import type { Boundary, Redact } from './boundary.ts'
import { createRedact, SECRET_MASK } from './redact.ts'
import type { TimedEntry, TraceRecorder } from './traces.ts'

/** Characters of each text that are kept; what is longer ends in an ellipsis. */
const LONGEST = Object.freeze({ peer: 200, summary: 400, detail: 2_048 })
const ELLIPSIS = '…'
/** Shorter pieces of a secret are noise. */
const SHORTEST = 4

/**
 * A plugin's way to the trace of its connection: judged, bounded, without secrets, and nothing once the
 * connection is closed. What is no entry is left out and counted, for a trace disturbs nobody.
 */
export function crossingTrace(
  recorder: TraceRecorder,
  crossing: {
    readonly boundary: Boundary
    readonly redact: Redact
    readonly clock: Clock
    readonly isOpen: () => boolean
  },
): Trace {
  const { boundary, redact, clock, isOpen } = crossing
  const isOn = () => isOpen() && recorder.isOn
  return Object.freeze({
    get isOn() {
      return isOn()
    },
    add: (given) => {
      if (isOn()) record(recorder, { at: clock.now(), given, boundary, redact })
    },
  } satisfies Trace)
}

/** What a plugin's process hands over at once: see process/trace-batches.ts. */
export function recordBatch(recorder: TraceRecorder, body: unknown, redact: Redact): void {
  const { entries, dropped } = fieldsOf(body)
  if (Number.isSafeInteger(dropped) && Number(dropped) > 0) recorder.drop(Number(dropped))
  for (const given of Array.isArray(entries) ? entries : []) {
    const { at } = fieldsOf(given)
    if (typeof at === 'number' && Number.isSafeInteger(at))
      record(recorder, { at, given, boundary: (value) => value, redact })
    else recorder.drop(1)
  }
}

function record(
  recorder: TraceRecorder,
  entry: {
    readonly at: number
    readonly given: unknown
    readonly boundary: Boundary
    readonly redact: Redact
  },
): void {
  const { at, given, boundary, redact } = entry
  let judged: TimedEntry | undefined
  try {
    judged = judge(at, boundary(given), redact)
  } catch {
    // Getters and proxies of a plugin's may throw whatever they like.
  }
  if (judged) recorder.add(judged)
  else recorder.drop(1)
}

function judge(at: number, given: unknown, redact: Redact): TimedEntry | undefined {
  const { direction, peer, summary, detail } = fieldsOf(given)
  if ((direction !== 'in' && direction !== 'out') || typeof peer !== 'string') return undefined
  if (typeof summary !== 'string') return undefined
  if (detail !== undefined && typeof detail !== 'string') return undefined
  return {
    ...{ at, direction, peer: fit(peer, 'peer', redact), summary: fit(summary, 'summary', redact) },
    ...(detail !== undefined && { detail: fit(detail, 'detail', redact) }),
  }
}

/** Secrets are struck out before it is cut, so that none is cut in two. */
function fit(text: string, name: keyof typeof LONGEST & keyof TraceEntry, redact: Redact): string {
  const most = LONGEST[name]
  const clean = redact(text.length > 8 * most ? text.slice(0, 8 * most) : text)
  return clean.length <= most ? clean : `${clean.slice(0, most - 1)}${ELLIPSIS}`
}

/**
 * As {@link createRedact}, and besides in the forms that an excerpt of a wire may have: as hexadecimal
 * digits, within JSON, and cut off at the text's end.
 */
export function createTraceRedact(secrets: readonly string[]): Redact {
  const forms = secrets
    .filter((secret) => secret.length >= SHORTEST)
    .flatMap((secret) => [
      secret,
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('hex'),
    ])
  const redact = createRedact([...new Set(forms)])
  return (text) => forms.reduce(withoutBeginning, redact(text))
}

/** The text without the beginning of a secret at its very end, where somebody cut it. */
function withoutBeginning(text: string, secret: string): string {
  const isCut = text.endsWith(ELLIPSIS)
  const end = isCut ? text.slice(0, -ELLIPSIS.length) : text
  for (let length = Math.min(secret.length - 1, end.length); length >= SHORTEST; length -= 1)
    if (end.endsWith(secret.slice(0, length)))
      return `${end.slice(0, -length)}${SECRET_MASK}${isCut ? ELLIPSIS : ''}`
  return text
}

function fieldsOf(value: unknown): { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [name: string]: unknown })
    : {}
}
