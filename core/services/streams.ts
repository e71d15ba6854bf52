import { Readable } from 'node:stream'

/** How long a connection may take nothing of what waits for it. */
const STALL_MS = 30_000

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
