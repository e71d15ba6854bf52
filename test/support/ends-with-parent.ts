/*
 * Preloaded into a process that a test starts: it ends when its standard input does, so that it never outlives the
 * test that was killed before it could clean up.
 */
process.stdin.once('close', () => process.exit(1))
process.stdin.resume()
if ('unref' in process.stdin && typeof process.stdin.unref === 'function') process.stdin.unref()
