/** What a plugin's files may ask of the core: a schema past these is refused, not compiled. */
export const schemaLimits = Object.freeze({
  manifestBytes: 64 * 1024,
  schemaBytes: 128 * 1024,
  /** Nesting of the JSON text. */
  depth: 24,
  /** Values in the JSON text, of any kind. */
  nodes: 5_000,
  /** Keys of one object. */
  properties: 200,
  items: 1_000,
  stringLength: 4_000,
  patternLength: 256,
  /** Subschemas after every `$ref` is written out: the worst number of steps per value. */
  expandedSubschemas: 2_000,
})

/** What a configuration, a point's address or a tariff's terms may weigh before it is validated. */
export const inputLimits = Object.freeze({
  depth: 16,
  nodes: 10_000,
  properties: 1_000,
  items: 1_000,
  stringLength: 64 * 1024,
  /** Characters of all strings and keys together. */
  totalLength: 256 * 1024,
})

/** Time and concurrency granted to plugin code. All in milliseconds unless named otherwise. */
export interface CallLimits {
  readonly importMs: number
  readonly registerMs: number
  /** Calls of one contribution that run at once. */
  readonly concurrency: number
  /** Calls of one contribution that wait for their turn. */
  readonly queue: number
  /** Crashes within the window that trip the breaker. */
  readonly crashes: number
  readonly crashWindowMs: number
  /** How long a tripped breaker refuses calls before it lets one try. */
  readonly cooldownMs: number
  /** Multiplies every method's time limit; tests make it small. */
  readonly methodFactor: number
}

export const defaultCallLimits: CallLimits = Object.freeze({
  importMs: 30_000,
  registerMs: 10_000,
  concurrency: 32,
  queue: 256,
  crashes: 5,
  crashWindowMs: 60_000,
  cooldownMs: 30_000,
  methodFactor: 1,
})
