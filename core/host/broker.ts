import { type BrokerOptions, Loggers, MetricReporters, ServiceBroker } from 'moleculer'
import type { JsonObject, Log } from '../contracts/index.ts'
import { errorMessage } from '../kernel/error.ts'

export interface CreateBroker {
  /** Unique among the nodes that run together. */
  readonly nodeId: string
  readonly log: Log
  /** What a call may take whose action says nothing of its own. */
  readonly requestTimeoutMs?: number
  /** How long stopping waits for the calls under way. */
  readonly drainMs?: number
  /** Judges actions' parameters; without one nothing is judged by the broker. */
  readonly validator?: BrokerOptions['validator']
  readonly middlewares?: BrokerOptions['middlewares']
}

export interface CreatedBroker {
  readonly broker: ServiceBroker
  /** The broker's metrics in Prometheus' text format (version 0.0.4). */
  metricsText(): string
}

/** Calls may call on, this deep: a cycle ends here rather than in memory. */
const MAX_CALL_LEVEL = 16
const DEFAULT_REQUEST_TIMEOUT_MS = 10_000
/** Below the 30 s that a stop may take in all. */
const DEFAULT_DRAIN_MS = 20_000

/**
 * The broker of this process: in memory, every call with a time limit, a level and a tracked
 * context, and nothing ever retried by the broker (a repeated command acts twice).
 */
export function createBroker(options: CreateBroker): CreatedBroker {
  const broker = new ServiceBroker({
    nodeID: options.nodeId,
    namespace: 'busbar',
    logger: new LogAdapter(options.log),
    transporter: null,
    cacher: null,
    requestTimeout: options.requestTimeoutMs ?? DEFAULT_REQUEST_TIMEOUT_MS,
    maxCallLevel: MAX_CALL_LEVEL,
    retryPolicy: { enabled: false },
    tracking: { enabled: true, shutdownTimeout: options.drainMs ?? DEFAULT_DRAIN_MS },
    // Signals are the composition root's: the broker would exit without a drain.
    skipProcessEventRegistration: true,
    hotReload: false,
    // `$node` tells of the whole process: nothing here needs it, so it is not there to be reached.
    internalServices: false,
    validator: options.validator ?? false,
    middlewares: options.middlewares ?? [],
    metrics: { enabled: true, collectProcessMetrics: false, reporter: [] },
  })
  const prometheus = new TextReporter({ includes: 'moleculer.**' })
  prometheus.init(broker.metrics)
  return Object.freeze({ broker, metricsText: () => prometheus.generatePrometheusResponse() })
}

/** Moleculer's Prometheus format without its own web server: the core's gateway serves it. */
class TextReporter extends MetricReporters.Prometheus {
  override init(registry: ServiceBroker['metrics']): void {
    MetricReporters.Base.prototype.init.call(this, registry)
  }
}

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace'

const LEVELS = {
  fatal: 'error',
  error: 'error',
  warn: 'warn',
  // Moleculer tells of every service it starts: of use in a search for an error alone.
  info: 'debug',
  debug: 'debug',
  trace: 'debug',
} as const satisfies Record<Level, keyof Log>

/** Moleculer's log lines through the core's log. */
class LogAdapter extends Loggers.Base<{ level: 'info' }> {
  readonly #log: Log

  constructor(log: Log) {
    super({ level: 'info' })
    this.#log = log
  }

  override getLogHandler(bindings: { readonly mod?: string; readonly svc?: string } | null) {
    const from: JsonObject = { module: bindings?.svc ?? bindings?.mod ?? 'broker' }
    return (level: Level, args: readonly unknown[]): void => {
      if (level === 'trace' || level === 'debug') return
      const to = args.some(isFarewell) ? 'debug' : LEVELS[level]
      this.#log[to](args.map(lineOf).join(' '), from)
    }
  }
}

/** Whoever reads a stream, such as that of events, leaves when they like: the gateway calls it an error. */
function isFarewell(part: unknown): boolean {
  const error = errorIn(part)
  return error !== null && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
}

function errorIn(part: unknown): Error | null {
  if (part instanceof Error) return part
  const held = typeof part === 'object' && part !== null && 'err' in part ? part.err : null
  return held instanceof Error ? held : null
}

function lineOf(part: unknown): string {
  if (typeof part === 'string') return part
  const error = errorIn(part)
  if (error !== null) return errorMessage(error)
  return typeof part === 'object' && part !== null ? Object.keys(part).join(', ') : String(part)
}
