import type {
  Clock,
  GuardedIntents,
  PointScalar,
  WriteRequest,
  WriteResult,
} from '@busbar/core/contracts'
import { nodeIdOn } from './nodes.ts'
import type { Point } from './plan.ts'
import { readPoints } from './poller.ts'
import { inTime } from './reads.ts'
import type { Opened } from './session.ts'
import { statusOf } from './subscriptions.ts'
import { decodeValue } from './values.ts'
import { variantFor } from './variant.ts'

export interface CommandOptions {
  readonly session: () => Opened | undefined
  readonly pointOf: (pointId: string) => Point | undefined
  readonly intents: GuardedIntents
  readonly clock: Clock
  /** How long a write may take to be answered, and again to be read back. */
  readonly timeoutMs: number
}

export type Write = (request: WriteRequest) => Promise<WriteResult>

const READ_BACK_EVERY_MS = 100
/** Statuses that say that the device behind the server is not reached (part 4, 7.39.2). */
const AWAY = /^Bad(NoCommunication|NotConnected|DeviceFailure|ServerNotConnected|OutOfService)$/
/** Statuses after which it is not known whether the value was written. */
const UNSURE =
  /^Bad(Timeout|RequestTimeout|CommunicationError|UnexpectedError|InternalError|RequestInterrupted|ConnectionClosed|SecureChannelClosed|Shutdown|WaitingForResponse|TcpInternalError)$/

/** Writes, one at a time per node: permission, write, answer, read-back. */
export function createCommands(options: CommandOptions): Write {
  const queues = new Map<string, Promise<unknown>>()
  return async (request) => {
    const point = options.pointOf(request.pointId)
    const permit = point && permitOf(options, point, request)
    if (permit === undefined) return refused('This point cannot be written.')
    if ('reason' in permit) return refused(permit.reason)
    const { nodeId } = permit.point.address
    const before = queues.get(nodeId) ?? Promise.resolve()
    const result = before.then(() => command(options, permit))
    const settled = result.catch(() => undefined)
    queues.set(nodeId, settled)
    settled.then(() => {
      if (queues.get(nodeId) === settled) queues.delete(nodeId)
    })
    return result
  }
}

interface Permit {
  readonly point: Point
  readonly value: PointScalar
  /** Uses it up: false when it has expired or was used meanwhile. */
  readonly use: () => boolean
}

/** A relay moves by the Guard's intent alone; anything else that is bound as writable until it expires. */
function permitOf(
  { intents, clock }: CommandOptions,
  point: Point,
  request: WriteRequest,
): Permit | { readonly reason: string } | undefined {
  if (point.role === 'relay') {
    const granted = intents.check(request)
    if (!granted.ok) return { reason: granted.reason }
    return { point, value: granted.on, use: () => intents.use(granted) }
  }
  if (point.role !== 'value' || point.address.writable !== true) return undefined
  const { value, expiresAt } = request
  return { point, value, use: () => expiresAt > clock.now() }
}

async function command(options: CommandOptions, permit: Permit): Promise<WriteResult> {
  const { point, value } = permit
  const opened = options.session()
  if (opened === undefined) return offline('There is no session with the server.')
  const nodeId = nodeIdOn(opened, point)
  if (nodeId === undefined) return refused('The server has no such node.')
  const now = await inTime(readOne(opened, point), options.timeoutMs).catch(() => undefined)
  if (now === undefined) return offline('The server does not answer.')
  if (AWAY.test(now.status)) return offline(`The device is not reached (${now.status}).`)
  const variant = variantFor(opened.library, { value, point, present: now.variant })
  if (variant === undefined) return refused('The node does not take such a value.')
  if (!permit.use()) return refused('It expired, or was used, before it could be sent.')
  const { AttributeIds } = opened.library
  const sending = opened.session
    .write({ nodeId, attributeId: AttributeIds.Value, value: { value: variant } })
    .then((status) => status.name)
    // The answer may have got lost while the command did not.
    .catch((thrown: unknown) => `BadUnexpectedError: ${statusOf(thrown)}`)
  const status = await inTime(sending, options.timeoutMs)
  const wanted = value
  const readBack = await readUntil({ ...options, opened, point, wanted, status })
  return judge(wanted, status, readBack)
}

async function readOne(opened: Opened, point: Point) {
  const [arrival] = await readPoints(opened, [point])
  if (arrival === undefined)
    return { status: 'BadNodeIdUnknown', variant: undefined, value: undefined }
  const { dataValue } = arrival
  const decoded = decodeValue(opened.library, dataValue, point)
  const value = decoded.kind === 'value' && decoded.quality !== 'bad' ? decoded.value : undefined
  return { status: dataValue.statusCode.name, variant: dataValue.value, value }
}

/** What the device reports after a write: looked at until it agrees, where the write was taken, or time is over. */
async function readUntil(request: {
  readonly opened: Opened
  readonly point: Point
  readonly wanted: PointScalar
  readonly status: string | undefined
  readonly timeoutMs: number
}): Promise<PointScalar | undefined> {
  const { opened, point, wanted, status, timeoutMs } = request
  const until = performance.now() + timeoutMs
  let seen: PointScalar | undefined
  for (;;) {
    const leftMs = Math.max(1, until - performance.now())
    const now = await inTime(readOne(opened, point), leftMs).catch(() => undefined)
    seen = now?.value ?? seen
    if (seen !== undefined && same(seen, wanted)) return seen
    if (status === undefined || isBad(status) || performance.now() >= until) return seen
    await new Promise((resolve) => setTimeout(resolve, READ_BACK_EVERY_MS))
  }
}

function judge(
  wanted: PointScalar,
  status: string | undefined,
  readBack: PointScalar | undefined,
): WriteResult {
  const seen = readBack === undefined ? {} : { readBack }
  if (status === undefined)
    return { outcome: 'unknown', detail: 'No answer before the deadline.', ...seen }
  if (isBad(status)) {
    const [name = status] = status.split(':')
    if (AWAY.test(name)) return { ...offline(`The device is not reached (${name}).`), ...seen }
    if (UNSURE.test(name)) return { outcome: 'unknown', detail: `Answered ${status}.`, ...seen }
    return readBack !== undefined && same(readBack, wanted)
      ? { outcome: 'unknown', detail: `Answered ${name}, yet it reports the wish.`, ...seen }
      : { ...refused(`The server answers ${name}.`), ...seen }
  }
  if (readBack === undefined)
    return { outcome: 'unknown', detail: 'Written, but the read-back was not answered.' }
  return same(readBack, wanted)
    ? { outcome: 'confirmed', detail: 'Written, and read back.', readBack }
    : { outcome: 'unknown', detail: 'Written, but it reports another value.', readBack }
}

const isBad = (status: string) => status.startsWith('Bad')

/** Decimals agree by value: 21.50 is 21.5. */
function same(one: PointScalar, other: PointScalar): boolean {
  if (one === other) return true
  return typeof one === 'string' && typeof other === 'string' && one.trim() !== ''
    ? Number(one) === Number(other)
    : false
}

function refused(detail: string): WriteResult {
  return { outcome: 'refused', detail }
}

function offline(detail: string): WriteResult {
  return { outcome: 'offline', detail }
}
