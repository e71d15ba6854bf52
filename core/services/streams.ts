import { Readable } from 'node:stream'
import type { RoleStore } from '../flow/identity/ports.ts'
import type { Call, Reply } from './define.ts'
import { actorOf } from './sessions.ts'

/** How long a connection may take nothing of what waits for it. */
const STALL_MS = 30_000

/** Where a browser starts again by itself, in milliseconds. */
const HELLO = 'retry: 2000\n: listening\n\n'

/**
 * Texts as a stream that is read as fast as its reader takes them: nothing is kept waiting here. It is destroyed where
 * the reader takes nothing for half a minute.
 */
export function streamOf(texts: AsyncIterable<string>): Readable {
  const stream = Readable.from(texts, { objectMode: false })
  let flowing = true
  stream.on('data', () => {
    flowing = true
  })
  stream.pause()
  const guard = setInterval(() => {
    if (!flowing && stream.readableLength > 0) stream.destroy()
    flowing = false
  }, STALL_MS)
  stream.once('close', () => clearInterval(guard))
  return stream
}

/** An answer of server-sent events, each written already; the listener is greeted at once. */
export function eventStream(events: AsyncGenerator<string, void, undefined>): Reply {
  return {
    body: streamOf(greeted(events)),
    contentType: 'text/event-stream; charset=utf-8',
    headers: { 'X-Accel-Buffering': 'no' },
  }
}

/** A server-sent event, from which a listener that comes back goes on; null: a sign of life. */
export function eventOf(name: string, data: object | null, id?: number): string {
  if (data === null) return ': still here\n\n'
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}

/** Judges later whether who calls holds the roles of now: a listener that lost or gained one starts again. */
export async function listeningAs(roles: RoleStore, call: Call): Promise<() => Promise<boolean>> {
  const { userId } = actorOf(call)
  const current = async () => JSON.stringify((await roles.assignmentsOf({ userId })).items)
  const held = await current()
  return async () => (await current()) === held
}

async function* greeted(events: AsyncGenerator<string, void, undefined>) {
  yield HELLO
  yield* events
}
