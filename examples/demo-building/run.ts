import { createInterface } from 'node:readline'
import { type DemoConfig, startDemo } from './demo.ts'

/*
 * The demo building as a process: it is configured by one message of its IPC channel, or by the first line of its standard
 * input, tells what happens on standard output, and ends with its parent or on SIGTERM.
 */

const FORCED_MS = 8_000

/** The configuration, and a promise for the moment at which the parent is gone. */
async function fromParent(): Promise<{ config: unknown; gone: Promise<void> }> {
  if (process.connected) {
    const gone = new Promise<void>((resolve) => process.once('disconnect', resolve))
    const config = await new Promise<unknown>((resolve, reject) => {
      process.once('message', resolve)
      gone.then(() => reject(new Error('The parent left before it said what to do.')), reject)
    })
    return { config, gone }
  }
  const lines = createInterface({ input: process.stdin })
  const gone = new Promise<void>((resolve) => lines.once('close', resolve))
  const first = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve)
    gone.then(() => reject(new Error('The configuration is missing on standard input.')), reject)
  })
  return { config: JSON.parse(first), gone }
}

/** Says something over the IPC channel, where there is one. */
function tellParent(said: object, done: (error: Error | null) => void = () => undefined): void {
  if (process.connected && process.send !== undefined)
    process.send(said, undefined, undefined, done)
  else done(null)
}

function parseConfig(given: unknown): DemoConfig {
  const config = given as Partial<DemoConfig>
  const { apiUrl, ownerToken = null, invitation = null, dataDir, clock } = config
  if (typeof apiUrl !== 'string' || typeof dataDir !== 'string')
    throw new Error('The configuration must name apiUrl and dataDir.')
  if (ownerToken !== null && typeof ownerToken !== 'string')
    throw new Error('ownerToken must be a text or null.')
  if (invitation !== null && typeof invitation !== 'string')
    throw new Error('invitation must be a text or null.')
  const isClock =
    clock !== undefined &&
    [clock.startAt, clock.rate, clock.wallAt].every(Number.isFinite) &&
    clock.rate > 0
  if (!isClock) throw new Error('clock must have the numbers startAt, rate and wallAt.')
  return { apiUrl: apiUrl.replace(/\/$/, ''), ownerToken, invitation, dataDir, clock }
}

// Whoever reads along may leave first.
process.stdout.on('error', () => undefined)
const signalled = new Promise<void>((resolve) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve())
})

try {
  const { config, gone } = await fromParent()
  const ended = Promise.race([gone, signalled]).then(() => null)
  const output = {
    write: (line: string) => process.stdout.write(`${line}\n`),
    colours: process.stdout.isTTY === true,
  }
  const starting = startDemo(parseConfig(config), output, (step) => tellParent({ step }))
  // What is being started can be stopped once it is started; it does not take long either way.
  const early = await Promise.race([ended, starting.then(() => 'started')])
  const force = () => setTimeout(() => process.exit(1), FORCED_MS).unref()
  if (early === null) force()
  const demo = await starting
  tellParent({ logins: demo.logins })
  const failure = await Promise.race([ended, demo.failed])
  force()
  await demo.stop()
  if (failure !== null) throw new Error(failure)
  process.exit(0)
} catch (error) {
  const failure = error instanceof Error ? error.message : String(error)
  process.stderr.write(`The demo building stops. ${failure}\n`)
  await new Promise((resolve) => tellParent({ failure }, resolve))
  process.exit(1)
}
