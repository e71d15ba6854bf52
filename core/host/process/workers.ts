import module, { syncBuiltinESMExports } from 'node:module'
import threads, { type WorkerOptions } from 'node:worker_threads'

const START = new URL('./worker-start.ts', import.meta.url).href
/** What a thread has of its process' own flags: all that fences it in, and no leave for threads of its own. */
const FENCES = process.execArgv.filter((flag) =>
  /^--(?:permission$|allow-fs-read=|no-experimental-sqlite$|disable-warning=)/.test(flag),
)

/**
 * Fences in the worker threads of this process, before any code of a plugin runs. Node gives a thread
 * its process' permissions, unless it is started with flags or an environment of its own: then it has
 * none of them, and could read, write and start what it likes. So each thread is given the same, and
 * is disarmed before its own code runs, whatever a plugin asks for.
 */
export function fenceWorkers(): void {
  const { Worker } = threads
  const fenced = new Proxy(Worker, {
    construct: (target, [file, given]: [unknown, WorkerOptions | undefined], asked) => {
      if (given?.eval === true) throw refused('A worker’s code comes from a file of the plugin.')
      const options = { ...given, eval: false, env: {}, execArgv: [...FENCES, '--import', START] }
      return Reflect.construct(target, [file, options], asked)
    },
  })
  // There is no other way to the class itself. Libraries may wrap it: what they wrap is this.
  Object.defineProperty(Worker.prototype, 'constructor', { value: fenced })
  Object.defineProperty(threads, 'Worker', { value: fenced, writable: true })
  // Its hooks would run in a thread of Node's own, which nobody disarms.
  Object.defineProperty(module, 'register', {
    writable: true,
    value: () => {
      throw refused('module.register is not for plugins.')
    },
  })
  syncBuiltinESMExports()
}

function refused(why: string): Error {
  return Object.assign(new Error(why), { code: 'ERR_ACCESS_DENIED' })
}
