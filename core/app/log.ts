import { type DestinationStream, pino } from 'pino'
import type { Config } from '../config.ts'
import type { Log } from '../contracts/plugin.ts'
import type { JsonObject } from '../kernel/canonical.ts'

/** Structured log of the process, one JSON object a line. */
export function createLog(options: {
  readonly level: Config['logLevel']
  readonly destination: DestinationStream
}): Log {
  const logger = pino({ level: options.level, base: null }, options.destination)
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, data?: JsonObject): void =>
      logger[level](data ?? {}, message)
  return Object.freeze({
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  })
}
