import type { BuildingView, DriverEvents } from '../../contracts/index.ts'
import { busbarError } from '../../kernel/error.ts'
import type { ProcessLimits } from '../limits.ts'
import { failureOf } from './failure.ts'
import { bodyOf, type Frame } from './frames.ts'
import type { TextAnswers } from './kept.ts'
import {
  asBody,
  asChildHeader,
  type ChildHeader,
  type CoreHeader,
  type LogBody,
} from './protocol.ts'
import { createQuestions } from './questions.ts'

type Of<Kind extends ChildHeader['kind']> = Extract<ChildHeader, { readonly kind: Kind }>
export type LogHeader = Of<'log'>

/** Where an instance is heard: readings go to the first, what it asks to the second. */
export interface Listener {
  readonly events?: DriverEvents
  readonly building?: BuildingView
  /** Takes a batch of its trace, whatever it may be. */
  readonly trace?: (batch: unknown) => void
}

/** What a child says of itself, judged: nothing that it sends is believed to be what it claims. */
export interface Inbox {
  receive(frame: Frame): void
  /** Counts what makes no sense; the child is killed for too much of it. */
  refuse(what: string): void
  /** Undefined from the instance's end on. */
  listen(instance: number, listener: Listener | undefined): void
  /** A second is over: as many log lines and healths are granted again. */
  beat(): void
  close(): void
}

export function createInbox(options: {
  readonly limits: ProcessLimits
  readonly send: (header: CoreHeader, body?: unknown) => void
  readonly kill: (reason: string) => void
  readonly onText: TextAnswers
  /** Bytes that the child has not read yet. */
  readonly waitingBytes: () => number
  readonly onReply: (header: Of<'answer'> | Of<'failure'>, frame: Frame) => void
  readonly onLog: (header: LogHeader, body: LogBody) => void
  readonly onPong: (residentBytes: number) => void
}): Inbox {
  const { limits, send, kill } = options
  const listeners = new Map<number, Listener>()
  let junk = 0
  let notes = 0
  let emits = 0
  let emitBytes = 0

  const refuse = (what: string): void => {
    junk += 1
    if (junk > limits.junk) kill(`it sent ${junk} frames that make no sense, the last: ${what}`)
  }

  const questions = createQuestions({
    ...{ limits, send, refuse, onText: options.onText, waitingBytes: options.waitingBytes },
    viewOf: (instance) => listeners.get(instance)?.building,
  })

  function receive(frame: Frame): void {
    const header = asChildHeader(frame.header)
    switch (header?.kind) {
      case undefined:
        refuse('an unknown header')
        break
      case 'answer':
      case 'failure':
        options.onReply(header, frame)
        break
      case 'emit':
        void handOver(header, frame)
        break
      case 'ask':
      case 'text':
        void questions.answer(header, frame)
        break
      case 'health':
      case 'log':
        notes += 1
        if (notes > limits.notes) kill('it flooded the core with log lines and healths')
        else if (header.kind === 'log') logLine(header, frame)
        else health(header.instance, frame)
        break
      case 'pong':
        pong(frame)
    }
  }

  /** Bounded by number and weight; a child that keeps to its gate never meets these bounds. */
  async function handOver({ id, instance, event }: Of<'emit'>, { bytes, body }: Frame) {
    const tooMuch = emits >= limits.emits || (emits > 0 && emitBytes + bytes > limits.emitBytes)
    emits += 1
    emitBytes += bytes
    try {
      if (tooMuch) {
        refuse('more at once than was granted')
        throw busbarError('overloaded')
      }
      await handTo(listeners.get(instance), event, bodyOf({ body }))
      send({ kind: 'kept', id })
    } catch (thrown) {
      send({ kind: 'rejected', id }, failureOf(thrown))
    } finally {
      emits -= 1
      emitBytes -= bytes
    }
  }

  /** What it is is judged on the other side of these, as it is for a shared plugin. */
  async function handTo(
    { events, trace }: Listener = {},
    event: Of<'emit'>['event'],
    body: unknown,
  ): Promise<void> {
    // Entries of a connection that is closed meanwhile are on their way: no harm is meant by them.
    if (event === 'trace') return trace?.(body)
    if (events) return (events[event] as (body: unknown) => Promise<void>)(body)
    refuse('readings of a connection that is closed')
    throw busbarError('plugin-not-available', {
      detail: 'The connection is closed; stop emitting.',
    })
  }

  function health(instance: number, frame: Frame): void {
    const { events, building } = listeners.get(instance) ?? {}
    const tell = (events ?? building)?.health as ((body: unknown) => void) | undefined
    try {
      tell?.(bodyOf(frame))
    } catch {
      refuse('a health that is none')
    }
  }

  function logLine(header: LogHeader, frame: Frame): void {
    const line = asBody.log(readable(frame))
    if (line) options.onLog(header, line)
    else refuse('a log line that is none')
  }

  function pong(frame: Frame): void {
    const told = asBody.pong(readable(frame))
    if (told) options.onPong(told.residentBytes)
    else refuse('a pong that is none')
  }

  return Object.freeze({
    ...{ receive, refuse },
    listen: (instance, listener) => {
      if (listener) listeners.set(instance, listener)
      else listeners.delete(instance)
    },
    beat: () => {
      notes = 0
    },
    close: () => listeners.clear(),
  } satisfies Inbox)
}

/** The data of a frame; undefined where it cannot be read. */
export function readable(frame: Frame): unknown {
  try {
    return bodyOf(frame)
  } catch {
    return undefined
  }
}
