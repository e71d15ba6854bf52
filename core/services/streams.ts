import { Readable } from 'node:stream'
import type { Reply } from './define.ts'

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

async function* greeted(events: AsyncGenerator<string, void, undefined>) {
  yield HELLO
  yield* events
}
