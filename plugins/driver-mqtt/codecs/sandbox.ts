import { Worker } from 'node:worker_threads'
import { parseJson } from '../decode/json.ts'
import type { Decoded, ScriptCodec, Uplink } from './model.ts'
import type { ScriptReply, ScriptTask } from './script-worker.ts'

/** Runs codecs' scripts apart from the core. */
export interface Sandbox {
  run(codec: ScriptCodec & { readonly name: string }, uplink: Uplink): Promise<Decoded>
  stop(): Promise<void>
}

/** Past the worker's own bounds: by then the script is in a loop that nobody counts. */
const PATIENCE_MS = 3_000
/** Loading the engine takes a while on a busy machine. */
const START_MS = 20_000
/** A script that had to be ended so often in a row is not run any more. */
const MOST_ENDS = 3

interface Waiting {
  resolve(reply: ScriptReply): void
}

/** One thread for all scripts of a connection, started when the first one is needed. */
export function createSandbox(): Sandbox {
  const ends = new Map<string, number>()
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let warm = false
  let lastId = 0

  function started(): Worker {
    if (worker !== undefined) return worker
    const own = import.meta.url.replace(/[?#].*$/, '')
    const file = own.endsWith('.ts') ? './script-worker.ts' : './script-worker.js'
    const starting = new Worker(new URL(file, own), {
      // It hears and answers, and has nothing else of this process.
      ...{ env: {}, stdin: false, resourceLimits: { maxOldGenerationSizeMb: 64 } },
    })
    starting.unref()
    starting.on('message', (reply: ScriptReply) => {
      warm = true
      settle(reply)
    })
    const over = (why: string) => {
      if (worker === starting) worker = undefined
      warm = false
      for (const id of [...waiting.keys()]) settle({ id, fault: why })
    }
    starting.on('error', (error) => over(`The sandbox broke: ${error.message}`))
    starting.on('exit', () => over('The sandbox ended.'))
    worker = starting
    return starting
  }

  function settle(reply: ScriptReply): void {
    waiting.get(reply.id)?.resolve(reply)
    waiting.delete(reply.id)
  }

  async function ask(task: Omit<ScriptTask, 'id'>): Promise<ScriptReply | 'late'> {
    lastId += 1
    const id = lastId
    const reply = Promise.withResolvers<ScriptReply | 'late'>()
    waiting.set(id, { resolve: reply.resolve })
    const timer = setTimeout(() => reply.resolve('late'), warm ? PATIENCE_MS : START_MS)
    started().postMessage({ ...task, id })
    try {
      return await reply.promise
    } finally {
      clearTimeout(timer)
      waiting.delete(id)
    }
  }

  async function end(): Promise<void> {
    const ending = worker
    worker = undefined
    warm = false
    await ending?.terminate()
  }

  return {
    async run({ name, script }, { bytes, fPort, receivedAt }) {
      if ((ends.get(name) ?? 0) >= MOST_ENDS)
        return fault(`The script of "${name}" had to be ended ${MOST_ENDS} times: mend it.`)
      const reply = await ask({ name, script, bytes, fPort, receivedAt })
      if (reply === 'late') {
        ends.set(name, (ends.get(name) ?? 0) + 1)
        await end()
        return fault(`The script of "${name}" did not end by itself.`)
      }
      ends.delete(name)
      return 'fault' in reply ? fault(reply.fault) : { document: parsed(reply.json), faults: [] }
    },
    stop: end,
  }
}

function fault(reason: string): Decoded {
  return { document: {}, faults: [reason] }
}

function parsed(json: string): unknown {
  try {
    return parseJson(json)
  } catch {
    return undefined
  }
}
