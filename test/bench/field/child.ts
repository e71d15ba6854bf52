import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** A process of the bench's own, with what it said first. */
export async function forked<T>(
  file: URL,
  args: readonly string[],
  flags: readonly string[] = [],
): Promise<{ readonly child: ChildProcess; readonly said: T }> {
  const execArgv = ['--disable-warning=ExperimentalWarning', ...flags]
  const child = fork(file, [...args], { execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  return { child, said: await nextOf<T>(child) }
}

/** @throws where the process ends before it says anything */
export async function nextOf<T>(child: ChildProcess): Promise<T> {
  const over = new AbortController()
  const ended = once(child, 'exit', over).then(([code]) => {
    throw new Error(`A process of the bench ended with ${code}.`)
  })
  const said = once(child, 'message', over).then(([message]) => message as T)
  try {
    return await Promise.race([said, ended])
  } finally {
    ended.catch(() => undefined)
    said.catch(() => undefined)
    over.abort()
  }
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = once(child, 'exit')
  child.disconnect()
  await ended
}
