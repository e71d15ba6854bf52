import { createConnection, type Socket } from 'node:net'
import type { Trace } from '@busbar/core/contracts'

export interface Link {
  readonly isUp: () => boolean
  /** False: there is no connection, and nothing was sent or kept for later. */
  send(line: string): boolean
  /** Takes nothing more off the wire, or goes on: the gateway waits meanwhile. */
  hold(held: boolean): void
  start(): void
  stop(): void
}

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 10_000
const LONGEST_LINE = 64 * 1024

/** Keeps one TCP connection, comes back by itself, and cuts what arrives into lines. */
export function createLink(options: {
  readonly host: string
  readonly port: number
  /** Lines hold no credentials here; leave out whatever does. */
  readonly trace?: Trace | undefined
  readonly onLine: (line: string) => void
  readonly onState: (up: boolean) => void
}): Link {
  let socket: Socket | undefined
  let timer: NodeJS.Timeout | undefined
  let failures = 0
  let up = false
  let stopped = false
  let held = false
  const peer = `${options.host}:${options.port}`

  function tell(direction: 'in' | 'out', line: string): void {
    const { trace } = options
    if (trace?.isOn) trace.add({ direction, peer, summary: line })
  }

  function open(): void {
    let rest = ''
    const own = createConnection({ host: options.host, port: options.port, keepAlive: true })
    socket = own
    own.setEncoding('utf8')
    own.on('connect', () => {
      failures = 0
      up = true
      if (held) own.pause()
      options.onState(true)
    })
    own.on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (line === '') continue
        tell('in', line)
        options.onLine(line)
      }
      // Whoever never ends a line does not fill the memory.
      if (rest.length > LONGEST_LINE) own.destroy()
    })
    // What went wrong is told by the state; `close` follows every error.
    own.on('error', () => undefined)
    own.on('close', () => {
      if (up) options.onState(false)
      up = false
      if (stopped) return
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS)
      failures += 1
      timer = setTimeout(open, pauseMs)
    })
  }

  return {
    isUp: () => up,
    send: (line) => {
      if (!up || socket === undefined) return false
      tell('out', line)
      socket.write(`${line}\n`)
      return true
    },
    hold(next) {
      held = next
      if (held) socket?.pause()
      else socket?.resume()
    },
    start: open,
    stop() {
      stopped = true
      up = false
      clearTimeout(timer)
      socket?.destroy()
    },
  }
}
