import type { JsonObject, Log } from '../contracts/index.ts'

/** A log whose lines a test can read. */
export interface RecordingLog extends Log {
  lines(): readonly string[]
}

export function createRecordingLog(): RecordingLog {
  const lines: string[] = []
  const write = (level: string) => (message: string, data?: JsonObject) => {
    lines.push(`${level} ${message} ${JSON.stringify(data ?? {})}`)
  }
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    lines: () => [...lines],
  }
}
