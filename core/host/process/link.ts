import type { Clock } from '../../contracts/index.ts'
import { busbarError } from '../../kernel/error.ts'
import type { ProcessLimits } from '../limits.ts'
import { createChannel, PIPE_CLOSED } from './channel.ts'
import { failureError } from './failure.ts'
import type { ClockSample } from './followed-clock.ts'
import { bodyOf, type Frame } from './frames.ts'
import { createInbox, type Listener, type LogHeader, readable } from './inbox.ts'
import type { TextAnswers } from './kept.ts'
import { asBody, type CoreHeader, type LogBody } from './protocol.ts'
import { residentOf, type SpawnedChild } from './spawn.ts'

type Asked = Extract<CoreHeader, { readonly kind: 'start' | 'call' | 'open' }>
/** What is asked, before it has its number and the time. */
type Question = Asked extends infer A ? (A extends Asked ? Omit<A, 'id' | 'clocks'> : never) : never

/** The core's end of one child's pipe, from its start to its end. */
export interface Link {
  readonly pid: number | undefined
  /** @throws what the child answered, `plugin-timeout`, `overloaded`, `plugin-crashed` */
  ask(request: {
    readonly question: Question
    readonly body?: unknown
    readonly what: string
    readonly limitMs: number
  }): Promise<unknown>
  /** Where what an instance hands over and asks goes. */
  listen(instance: number, listener: Listener): void
  /** Says whether somebody looks at an instance's trace. */
  trace(instance: number, isOn: boolean): void
  /** Ends an instance: nothing of it is heard from here on. */
  dispose(instance: number): void
  /** Lets the process end by itself within its time, and by force then. */
  end(): Promise<void>
  kill(reason: string): void
  /** Settles once it is gone, with why. */
  readonly lost: Promise<string>
  residentBytes(): number | null
}

export interface LinkOptions {
  readonly child: SpawnedChild
  readonly limits: ProcessLimits
  readonly clock: Clock
  readonly wallClock: Clock
  readonly onLog: (header: LogHeader, body: LogBody) => void
  /** What it asks of its own kept texts. */
  readonly onText: TextAnswers
}

/** How long a process may live whose pipe is closed. */
const PIPELESS_MS = 500

/** @see Link */
export function createLink(options: LinkOptions): Link {
  const { child, limits } = options
  const gone = Promise.withResolvers<string>()
  let reason: string | undefined
  let ending = false
  let over = false
  let resident: number | null = null
  /** Beats since it was last heard; none are counted before it has said its first word. */
  let silentBeats = Number.NEGATIVE_INFINITY

  const kill = (why: string): void => {
    reason ??= why
    child.kill()
  }
  const send = (header: CoreHeader, body?: unknown): void => channel.prepare(header, body).send()
  const calls = createCalls({
    most: limits.calls,
    cancel: (id) => send({ kind: 'cancel', id }),
    refuse: (what) => inbox.refuse(what),
  })
  const inbox = createInbox({
    ...{ limits, send, kill, onLog: options.onLog, onText: options.onText },
    waitingBytes: () => channel.waitingBytes,
    onReply: ({ kind, id }, frame) => {
      if (kind === 'answer') calls.answered(id, frame)
      else calls.failed(id, frame)
    },
    onPong: (residentBytes) => {
      silentBeats = 0
      // Where the operating system tells, its word counts: see beat().
      if (process.platform !== 'linux') resident = residentBytes
    },
  })
  const channel = createChannel({
    stream: child.pipe,
    maxFrameBytes: limits.frameBytes,
    maxSentBytes: limits.toldBytes,
    onFrame: inbox.receive,
    onJunk: inbox.refuse,
    onEnd: (why) => {
      if (why !== PIPE_CLOSED) kill(why)
      // Mostly because it ends: only one that lives on without its pipe is told from that.
      else setTimeout(() => kill(why), PIPELESS_MS).unref()
    },
  })
  const sample = (clock: Clock): ClockSample => ({ machineAt: Date.now(), now: clock.now() })
  const clocks = () => ({ domain: sample(options.clock), wall: sample(options.wallClock) })

  async function beat(): Promise<void> {
    // Beats are counted, not time: a core that was busy itself does not take that for silence.
    if (silentBeats * limits.heartbeatMs >= limits.silenceMs)
      kill(`its event loop has not answered for ${limits.silenceMs} ms`)
    silentBeats += 1
    inbox.beat()
    send({ kind: 'ping', clocks: clocks() })
    resident = (child.pid === undefined ? undefined : await residentOf(child.pid)) ?? resident
    if (resident !== null && resident > limits.residentBytes)
      kill(`it held ${Math.round(resident / 1024 / 1024)} MiB of memory`)
  }
  const beats = setInterval(() => void beat(), limits.heartbeatMs)

  void child.ended.then((how) => {
    over = true
    clearInterval(beats)
    channel.close()
    inbox.close()
    const why = `${reason === undefined ? how : `${reason}, and was killed`}${errorIn(child.output())}`
    calls.close(lostError(ending ? 'it was ended' : why))
    gone.resolve(why)
  })

  return Object.freeze({
    ...{ pid: child.pid, lost: gone.promise, kill, listen: inbox.listen },
    residentBytes: () => resident,
    ask: async ({ question, body, what, limitMs }) => {
      if (over) throw lostError(await gone.promise)
      if (calls.full() || channel.waitingBytes > limits.emitBytes)
        throw busbarError('overloaded', { detail: `${what}: its process is too busy.` })
      const { id, answer } = calls.open({ what, limitMs })
      try {
        channel.prepare({ ...question, id, clocks: clocks() }, body).send()
      } catch (thrown) {
        calls.withdraw(id)
        throw thrown
      }
      return answer
    },
    trace: (instance, isOn) => send({ kind: 'trace', instance, isOn }),
    dispose: (instance) => {
      inbox.listen(instance, undefined)
      send({ kind: 'dispose', instance })
    },
    end: async () => {
      ending = true
      if (over) return
      send({ kind: 'end' })
      const limit = setTimeout(() => kill('it did not end by itself'), limits.endMs)
      await gone.promise
      clearTimeout(limit)
    },
  } satisfies Link)
}

interface Call {
  resolve(result: unknown): void
  reject(error: Error): void
  readonly timer: NodeJS.Timeout
}

/** What a child was asked and has not answered. */
function createCalls(options: {
  readonly most: number
  readonly cancel: (id: number) => void
  readonly refuse: (what: string) => void
}) {
  const { most, cancel, refuse } = options
  const open = new Map<number, Call>()
  /** Calls that were given up lately: their answers may be on their way. */
  const givenUp = new Set<number>()
  let lastId = 0

  const take = (id: number): Call | undefined => {
    const call = open.get(id)
    open.delete(id)
    clearTimeout(call?.timer)
    return call
  }
  const replied = (id: number): Call | undefined => {
    const call = take(id)
    if (!call && !givenUp.delete(id)) refuse('an answer to nothing')
    return call
  }
  const giveUp = (id: number): void => {
    givenUp.add(id)
    const [oldest] = givenUp
    if (oldest !== undefined && givenUp.size > most) givenUp.delete(oldest)
    cancel(id)
  }
  return Object.freeze({
    full: () => open.size >= most,
    open: ({ what, limitMs }: { readonly what: string; readonly limitMs: number }) => {
      lastId += 1
      const id = lastId
      const { promise: answer, resolve, reject } = Promise.withResolvers<unknown>()
      const timer = setTimeout(() => {
        take(id)
        giveUp(id)
        reject(busbarError('plugin-timeout', { detail: `${what}: no answer in ${limitMs} ms.` }))
      }, limitMs)
      open.set(id, { resolve, reject, timer })
      return { id, answer }
    },
    withdraw: (id: number): void => void take(id),
    answered: (id: number, frame: Frame): void => {
      const call = replied(id)
      try {
        call?.resolve(bodyOf(frame))
      } catch {
        refuse('an answer that cannot be read')
        call?.reject(busbarError('plugin-call-failed', { detail: 'Its answer cannot be read.' }))
      }
    },
    failed: (id: number, frame: Frame): void => {
      const failure = asBody.failure(readable(frame))
      if (!failure) refuse('a failure that is none')
      const told = failure ?? { code: '', detail: 'It failed and did not say why.', errors: [] }
      replied(id)?.reject(failureError(told))
    },
    close: (error: Error): void => {
      for (const id of [...open.keys()]) take(id)?.reject(error)
    },
  })
}

/** What was under way in a process when it ended. */
export function lostError(why: string): Error {
  return busbarError('plugin-crashed', { detail: `Its process is gone: ${why}.`.slice(0, 900) })
}

/** The last line that it wrote which looks like an error. */
function errorIn(output: string): string {
  const line = output
    .split('\n')
    .findLast((text) => /(?:^|\s)(?:\w*Error|FATAL ERROR)\b/.test(text))
  return line === undefined ? '' : `; it wrote: ${line.trim().slice(0, 300)}`
}
