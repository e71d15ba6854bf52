import type { BuildingView } from '../../contracts/index.ts'
import { busbarError } from '../../kernel/error.ts'
import type { ProcessLimits } from '../limits.ts'
import { failureOf } from './failure.ts'
import { bodyOf, type Frame } from './frames.ts'
import type { TextAnswers } from './kept.ts'
import type { ChildHeader, CoreHeader } from './protocol.ts'

type QuestionHeader = Extract<ChildHeader, { readonly kind: 'ask' | 'text' }>

/** What a child asks of the core: of the building by a gateway, of its own kept texts by any plugin. */
export interface Questions {
  answer(header: QuestionHeader, frame: Frame): Promise<void>
}

/** Bounded by number and weight; a child that keeps to its gate never meets these bounds. */
export function createQuestions(options: {
  readonly limits: ProcessLimits
  readonly send: (header: CoreHeader, body?: unknown) => void
  readonly refuse: (what: string) => void
  /** Bytes that the child has not read yet. */
  readonly waitingBytes: () => number
  readonly viewOf: (instance: number) => BuildingView | undefined
  readonly onText: TextAnswers
}): Questions {
  const { limits, send, refuse, waitingBytes, viewOf, onText } = options
  let open = 0
  let openBytes = 0

  async function answerTo(header: QuestionHeader, body: unknown): Promise<unknown> {
    if (header.kind === 'text') return onText({ method: header.method, body })
    const view = viewOf(header.instance)
    // What is asked is judged on the other side of it, as it is for a shared plugin.
    if (view) return (view[header.method] as (body: unknown) => Promise<unknown>)(body)
    refuse('a question of a connection that is closed')
    throw busbarError('plugin-not-available', { detail: 'The connection is closed; stop asking.' })
  }

  return Object.freeze({
    answer: async (header, frame) => {
      const { id } = header
      const { bytes } = frame
      const tooMuch = open >= limits.asks || (open > 0 && openBytes + bytes > limits.askBytes)
      open += 1
      openBytes += bytes
      try {
        if (tooMuch) {
          refuse('more questions at once than were granted')
          throw busbarError('overloaded')
        }
        const answer = await answerTo(header, bodyOf(frame))
        // One that asks and does not read what it is told would fill the core with it.
        if (waitingBytes() > limits.emitBytes)
          throw busbarError('overloaded', { detail: 'It does not read what it is told.' })
        send({ kind: 'told', id }, answer)
      } catch (thrown) {
        send({ kind: 'rejected', id }, failureOf(thrown))
      } finally {
        open -= 1
        openBytes -= bytes
      }
    },
  } satisfies Questions)
}
