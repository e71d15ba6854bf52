import { parseArgs } from 'node:util'
import { startMailSink } from './sink.ts'

/*
 * The demo's mail server: prints one JSON line with its ports, and ends with its parent. Where it
 * was given an IPC channel it ends when that is disconnected, otherwise when its standard input
 * ends; both happen also when the parent is killed.
 */
const { values } = parseArgs({
  options: { 'smtp-port': { type: 'string' }, 'http-port': { type: 'string' } },
})
const sink = await startMailSink({
  smtpPort: Number(values['smtp-port'] ?? 0),
  httpPort: Number(values['http-port'] ?? 0),
})

let stopping = false
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  await sink.close()
  process.exit(0)
}

process.on('SIGTERM', stop)
process.on('SIGINT', stop)
if (process.connected) process.on('disconnect', stop)
else process.stdin.on('end', stop).on('error', stop).resume()

console.log(JSON.stringify({ smtpPort: sink.smtpPort, httpPort: sink.httpPort }))
