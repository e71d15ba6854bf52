import type {
  DriverOptions,
  Instant,
  MeterDriver,
  PointBinding,
  Snapshot,
  SupplyIntent,
  Trace,
  WriteRequest,
} from '../contracts/index.ts'
import { createLeapingClock, type LeapingClock } from './clock.ts'
import { createDriverSink, type DriverSink } from './driver-sink.ts'
import { createTestGuard, type TestGuard } from './guard.ts'
import type { MeterDriverPeer, MeterDriverSuiteOptions, PeerDevice } from './meter-driver-peer.ts'
import { createRecordingLog, type RecordingLog } from './recording-log.ts'
import { createRecordingTrace, type RecordingTrace } from './recording-trace.ts'
import { copied, throughWire } from './through-wire.ts'

const PATIENCE_MS = 20_000
const INTENT_LIFE_MS = 60_000
/** Healths and lines of its log that a failure ends with. */
const TOLD = 5

/** One thing that a driver must prove; `run` rejects where it does not. */
export interface MeterDriverCase {
  readonly name: string
  /** The capability without which it does not apply. */
  readonly needs?: keyof MeterDriverSuiteOptions['capabilities']
  run(bench: DriverBench): Promise<void>
}

/** A driver under test with its peer and a core to talk to. */
export interface DriverBench {
  readonly driver: MeterDriver
  readonly peer: MeterDriverPeer
  readonly sink: DriverSink
  readonly clock: LeapingClock
  readonly guard: TestGuard
  /** Off, until a case turns it on. */
  readonly trace: RecordingTrace
  readonly options: MeterDriverSuiteOptions
  readonly patienceMs: number
  /** Waits until the condition holds; fails with the description. */
  until(what: string, condition: () => boolean | Promise<boolean>): Promise<void>
  /** Another driver on the same peer; stopped at the end. */
  another(request: { readonly points: readonly PointBinding[] }): MeterDriver
}

/** Points of the first devices: registers and powers, relays too where the driver writes. */
export function pointsOf(peer: MeterDriverPeer, count: number): readonly PointBinding[] {
  return Array.from({ length: count }, (_, index) => peer.device(index)).flatMap(bindingsOf)
}

function bindingsOf({ register, power, relay }: PeerDevice): readonly PointBinding[] {
  return relay === undefined ? [register, power] : [register, power, relay]
}

/** Runs a case on a fresh peer and driver, and takes both away whatever happens. */
export async function runCase(
  { run }: MeterDriverCase,
  options: MeterDriverSuiteOptions,
): Promise<void> {
  const peer = await options.peer()
  const sink = createDriverSink()
  const clock = createLeapingClock({ ticking: true })
  const guard = createTestGuard()
  const abort = new AbortController()
  const log = createRecordingLog()
  const trace = createRecordingTrace()
  const drivers: MeterDriver[] = []
  const another: DriverBench['another'] = ({ points }) => {
    const plain = copied({
      connectionId: 'suite',
      connection: peer.connection,
      points,
      guardPublicKeyPem: guard.publicKeyPem,
    }) satisfies Partial<DriverOptions>
    const driver = options.create({
      ...plain,
      events: throughWire(sink.events),
      log,
      clock,
      signal: abort.signal,
      trace: throughWire<Trace>(trace),
    })
    drivers.push(driver)
    return throughWire(driver)
  }
  const patienceMs = options.patienceMs ?? PATIENCE_MS
  const until: DriverBench['until'] = (what, condition) => waitUntil(what, condition, patienceMs)
  try {
    const driver = another({ points: pointsOf(peer, 3) })
    await run({ driver, peer, sink, clock, guard, trace, options, patienceMs, until, another })
  } catch (thrown) {
    throw explained(thrown, { log, sink })
  } finally {
    sink.behave({ kind: 'keep' })
    await Promise.all(drivers.map((driver) => driver.stop()))
    abort.abort()
    await peer.close()
  }
}

/** A failure with what the driver has told until then. */
function explained(
  thrown: unknown,
  { log, sink }: { readonly log: RecordingLog; readonly sink: DriverSink },
): unknown {
  if (!(thrown instanceof Error)) return thrown
  const healths = sink.healths().map((health) => JSON.stringify(health))
  const told = [
    `kept ${sink.kept().length}, outstanding ${sink.outstanding().now}, rejected ${sink.rejections()}`,
    ...healths.slice(-TOLD),
    ...log.lines().slice(-TOLD),
  ]
  thrown.message += `\nThe driver told last:\n${told.join('\n')}`
  return thrown
}

async function waitUntil(
  what: string,
  condition: () => boolean | Promise<boolean>,
  patienceMs: number,
): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Waited ${patienceMs} ms in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Starts the peer, and the driver on it. */
export async function connected({ peer, driver, until }: DriverBench): Promise<void> {
  await peer.start()
  await driver.connect()
  await until('health up', async () => (await driver.health()).status === 'up')
}

/** Values of one point that were kept, in the order of commit. */
export function valuesOf(sink: DriverSink, binding: PointBinding): readonly (string | boolean)[] {
  return snapshotsWith(sink, binding).flatMap(({ values }) =>
    values.filter(({ pointId }) => pointId === binding.pointId).map(({ value }) => value),
  )
}

/** Snapshots kept that hold a value of the point. */
export function snapshotsWith(sink: DriverSink, binding: PointBinding): readonly Snapshot[] {
  return sink
    .kept()
    .filter(({ values }) => values.some(({ pointId }) => pointId === binding.pointId))
}

/** A start instant for readings: whole seconds, an hour ago, so that no format loses any of it. */
export function readingTime(index: number): Instant {
  return Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000 + index * 1_000
}

let intents = 0

/** A command with its permission; parts can be changed to make it wrong. */
export function commandFor(
  bench: Pick<DriverBench, 'clock' | 'guard'>,
  relay: PointBinding,
  action: SupplyIntent['action'],
  change: Partial<SupplyIntent> = {},
): WriteRequest {
  intents += 1
  const now = bench.clock.now()
  const intent: SupplyIntent = {
    intentId: `intent-${intents}`,
    pointId: relay.pointId,
    action,
    contractId: '7',
    installationId: '11',
    balanceVersion: '3',
    issuedAt: now,
    expiresAt: now + INTENT_LIFE_MS,
    ...change,
  }
  return {
    pointId: relay.pointId,
    value: action === 'restore',
    expiresAt: intent.expiresAt,
    signedIntent: bench.guard.sign(intent),
  }
}
