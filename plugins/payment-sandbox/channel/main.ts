import { createInterface } from 'node:readline'
import { parseChannelConfig } from './config.ts'
import { startChannel } from './server.ts'

/*
 * The test channel as a process: its configuration is the first line of standard input, its answer
 * one JSON line with the URL. It ends with its parent: when standard input ends, or the IPC channel.
 */
const lines = createInterface({ input: process.stdin })
const first = await new Promise<string>((resolve) => {
  lines.once('line', resolve)
  lines.once('close', () => resolve(''))
})
try {
  const channel = await startChannel(parseChannelConfig(first))
  const leave = () => {
    channel.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  lines.once('close', leave)
  for (const event of ['disconnect', 'SIGTERM', 'SIGINT'] as const) process.once(event, leave)
  process.stdout.write(`${JSON.stringify({ url: channel.url })}\n`)
} catch (error) {
  process.stderr.write(
    `The test channel cannot start: ${error instanceof Error ? error.message : error}\n`,
  )
  process.exit(1)
}
