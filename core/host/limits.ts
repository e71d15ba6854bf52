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

/** What a plugin's own process is granted. All in milliseconds unless named otherwise. */
export interface ProcessLimits {
  /** From the start of the process to its first word, besides what import and register may take. */
  readonly startMs: number
  readonly heartbeatMs: number
  /** A process that answers no heartbeat for so long hangs. */
  readonly silenceMs: number
  /** How long it may take to end by itself. */
  readonly endMs: number
  /** V8's heap, in MiB. */
  readonly heapMiB: number
  /** All of its memory that is resident, buffers too. */
  readonly residentBytes: number
  /** One frame that it sends. */
  readonly frameBytes: number
  /** One frame that it is sent: a building's whole tree crosses at once. */
  readonly toldBytes: number
  /** Calls that it has been asked and not answered. */
  readonly calls: number
  /** Batches that it has handed over and that are not kept yet. */
  readonly emits: number
  readonly emitBytes: number
  /** Questions of the building, and of what it keeps, that are not answered yet. */
  readonly asks: number
  readonly askBytes: number
  /** Log lines and healths within a second. */
  readonly notes: number
  /** Frames that make no sense, from its start to its end. */
  readonly junk: number
  readonly crashes: number
  readonly crashWindowMs: number
  /** The pause before it is started again: doubled by each crash in the window, and jittered. */
  readonly restartMinMs: number
  readonly restartMaxMs: number
  /** How long it is kept when no connection and no call needs it any more. */
  readonly idleMs: number
}

const MIB = 1024 * 1024

export const defaultProcessLimits: ProcessLimits = Object.freeze({
  startMs: 20_000,
  heartbeatMs: 1_000,
  silenceMs: 10_000,
  endMs: 3_000,
  heapMiB: 256,
  residentBytes: 512 * MIB,
  frameBytes: 8 * MIB,
  toldBytes: 32 * MIB,
  calls: 1_024,
  emits: 32,
  emitBytes: 32 * MIB,
  asks: 128,
  askBytes: 8 * MIB,
  notes: 500,
  junk: 20,
  crashes: 5,
  crashWindowMs: 600_000,
  restartMinMs: 500,
  restartMaxMs: 30_000,
  idleMs: 60_000,
})
