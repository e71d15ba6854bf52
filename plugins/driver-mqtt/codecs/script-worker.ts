import { parentPort } from 'node:worker_threads'
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSRuntime,
} from 'quickjs-emscripten-core'

/*
 * Runs codecs' scripts: each in an engine of its own without any way out, with bounds on memory,
 * stack and work. The thread is ended from outside should a script find a loop that is not counted.
 */

export interface ScriptTask {
  readonly id: number
  readonly name: string
  readonly script: string
  readonly bytes: Uint8Array
  readonly fPort: number
  readonly receivedAt: number
}

export type ScriptReply =
  | { readonly id: number; readonly json: string }
  | { readonly id: number; readonly fault: string }

const MEMORY_BYTES = 16 * 1024 * 1024
const STACK_BYTES = 256 * 1024
/** The engine asks after every ten thousand steps or so whether it may go on. */
const MOST_QUESTIONS = 2_000
const ANSWER_LENGTH = 64 * 1024

interface Engine {
  readonly script: string
  readonly runtime: QuickJSRuntime
  readonly context: QuickJSContext
  questions: number
}

const port = parentPort
const engines = new Map<string, Engine>()
const quickjs = await newQuickJSWASMModuleFromVariant(import('@jitl/quickjs-wasmfile-release-sync'))

function engineOf(name: string, script: string): Engine {
  const known = engines.get(name)
  if (known?.script === script) return known
  if (known !== undefined) discard(name, known)
  const runtime = quickjs.newRuntime()
  runtime.setMemoryLimit(MEMORY_BYTES)
  runtime.setMaxStackSize(STACK_BYTES)
  const engine: Engine = { script, runtime, context: runtime.newContext(), questions: 0 }
  runtime.setInterruptHandler(() => {
    engine.questions += 1
    return engine.questions > MOST_QUESTIONS
  })
  engines.set(name, engine)
  evaluate(engine, script)
  return engine
}

function discard(name: string, { context, runtime }: Engine): void {
  engines.delete(name)
  context.dispose()
  runtime.dispose()
}

function evaluate({ context }: Engine, code: string): string {
  const result = context.evalCode(code)
  if (result.error !== undefined) {
    const error: unknown = context.dump(result.error)
    result.error.dispose()
    throw new Error(messageOf(error))
  }
  const value: unknown = context.dump(result.value)
  result.value.dispose()
  return String(value)
}

function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error)
  const { name, message } = error as { name?: unknown; message?: unknown }
  return message === 'interrupted'
    ? 'The script worked too long.'
    : `${String(name ?? 'Error')}: ${String(message)}`
}

/** `decodeUplink` of ChirpStack v4 and The Things Stack, else `Decode` of ChirpStack v3. */
function call({ bytes, fPort, receivedAt }: ScriptTask): string {
  const input = JSON.stringify({ bytes: [...bytes], fPort, recvTime: receivedAt })
  return `(() => {
    const input = ${input}
    input.recvTime = new Date(input.recvTime)
    const answer = typeof decodeUplink === 'function'
      ? decodeUplink(input)
      : { data: Decode(input.fPort, input.bytes, {}) }
    if (answer && answer.errors && answer.errors.length) throw new Error(answer.errors.join(' '))
    return JSON.stringify(answer && answer.data === undefined ? null : answer.data)
  })()`
}

function run(task: ScriptTask): ScriptReply {
  const { id, name, script } = task
  try {
    const engine = engineOf(name, script)
    engine.questions = 0
    const json = evaluate(engine, call(task))
    if (json.length > ANSWER_LENGTH) throw new Error('The script answers too much.')
    return { id, json }
  } catch (thrown) {
    const engine = engines.get(name)
    // What an error left behind is not built upon.
    if (engine !== undefined) discard(name, engine)
    const fault = thrown instanceof Error ? thrown.message : String(thrown)
    return { id, fault: fault.slice(0, 300) }
  }
}

port?.on('message', (task: ScriptTask) => port.postMessage(run(task)))
