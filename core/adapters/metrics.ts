import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export interface Metrics {
  /** Everything in Prometheus' text format. */
  text(): Promise<string>
  /** Counts a finished request. */
  observe(request: {
    readonly operationId: string
    readonly status: number
    readonly durationMs: number
  }): void
}

/**
 * Figures of this process: requests by operation, listeners of live events, and Node's own (event loop, memory).
 * @param options.others text of registries kept elsewhere, such as the broker's
 */
export function createMetrics(options: {
  readonly others: readonly (() => string)[]
  readonly listeners: () => number
}): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const seconds = new Histogram({
    name: 'busbar_http_request_seconds',
    help: 'Time from a request of an operation to the end of its answer.',
    labelNames: ['operation'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  })
  const requests = new Counter({
    name: 'busbar_http_requests_total',
    help: 'Requests answered, by operation and status.',
    labelNames: ['operation', 'status'],
    registers,
  })
  new Gauge({
    name: 'busbar_event_listeners',
    help: 'Streams of live events that are open.',
    registers,
    collect() {
      this.set(options.listeners())
    },
  })
  return {
    async text() {
      return [await registry.metrics(), ...options.others.map((other) => other())].join('\n')
    },
    observe({ operationId, status, durationMs }) {
      requests.inc({ operation: operationId, status: String(status) })
      seconds.observe({ operation: operationId }, durationMs / 1_000)
    },
  }
}
