/** Faults of an answer to a merchant's request. */
export const ANSWER_FAULTS = [
  'delay-answer',
  'drop-answer',
  'drop-request',
  'http-500',
  'garbage-answer',
  'forged-answer',
] as const

/** Faults of a callback: each strikes one attempt at delivery. */
export const CALLBACK_FAULTS = [
  'double-callback',
  'lost-callback',
  'reorder-callbacks',
  'wrong-amount',
  'forged-signature',
  'other-merchant',
] as const

const OTHER_FAULTS = ['refund-fails', 'down'] as const

type AnswerFault = (typeof ANSWER_FAULTS)[number]
type CallbackFault = (typeof CALLBACK_FAULTS)[number]
export type FaultKind = AnswerFault | CallbackFault | (typeof OTHER_FAULTS)[number]

const KINDS: readonly string[] = [...ANSWER_FAULTS, ...CALLBACK_FAULTS, ...OTHER_FAULTS]

export interface Fault {
  readonly kind: FaultKind
  /** How often it strikes; `down` lasts until it is cleared. */
  readonly times: number
  readonly delayMs: number
  /** Strikes only what concerns this order; null: anything. */
  readonly orderId: string | null
}

export type Faults = ReturnType<typeof createFaults>

/** Faults that were asked for and have not struck yet. They do not survive a restart. */
export function createFaults() {
  let waiting: Fault[] = []

  /** Takes one strike of the first fault of these kinds that concerns the order. */
  function take<Kind extends FaultKind>(
    kinds: readonly Kind[],
    orderId: string | null,
  ): (Fault & { readonly kind: Kind }) | undefined {
    const index = waiting.findIndex(
      (fault) =>
        kinds.some((kind) => kind === fault.kind) &&
        (fault.orderId === null || fault.orderId === orderId),
    )
    const fault = waiting[index]
    if (fault === undefined) return undefined
    waiting = waiting.flatMap((other, at) => {
      if (at !== index) return [other]
      return fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : []
    })
    return fault as Fault & { readonly kind: Kind }
  }

  return {
    take,
    add: (fault: Fault) => {
      waiting.push(fault)
    },
    clear: () => {
      waiting = []
    },
    isDown: () => waiting.some((fault) => fault.kind === 'down'),
    list: (): readonly Fault[] => waiting,
  }
}

/** Reads a fault from a request's body, or says what is wrong with it. */
export function parseFault(body: Readonly<Record<string, unknown>>): Fault | string {
  const { kind, times = 1, delayMs = 1_000, orderId = null } = body
  if (typeof kind !== 'string' || !KINDS.includes(kind))
    return `kind must be one of ${KINDS.join(', ')}`
  if (!isCount(times, 1_000_000)) return 'times must be a whole number from 1 to 1000000'
  if (!isCount(delayMs, 600_000)) return 'delayMs must be a whole number from 1 to 600000'
  if (orderId !== null && typeof orderId !== 'string') return 'orderId must be a text'
  return { kind: kind as FaultKind, times, delayMs, orderId }
}

function isCount(value: unknown, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max
}
