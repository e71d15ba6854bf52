import type { ServerLog } from '../persistence/embedded.ts'

/** A log for short commands: what is worth a warning goes to standard error, the rest nowhere. */
export function terminalLog(complain: (text: string) => void): ServerLog {
  const line = (message: string, data?: object) =>
    complain(data === undefined ? message : `${message} ${JSON.stringify(data)}`)
  return { info: () => undefined, warn: line, error: line }
}
