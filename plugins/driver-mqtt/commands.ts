import type {
  Clock,
  Granted,
  GuardedIntents,
  WriteRequest,
  WriteResult,
} from '@busbar/core/contracts'
import type { Answers } from './ask.ts'
import type { PointPlan, RelayPlan, RelaySaying } from './decode/plan.ts'
import type { PublishOutcome } from './outgoing.ts'
import type { Transport } from './transport.ts'

export interface CommandOptions {
  readonly transport: Pick<Transport, 'isUp' | 'publish'>
  readonly answers: Answers
  readonly intents: GuardedIntents
  readonly clock: Clock
  readonly timeoutMs: number
  readonly planOf: (pointId: string) => PointPlan | undefined
  /** What the device's will said last; undefined when it was never heard. */
  readonly isOnline: (topic: string) => boolean | undefined
  readonly nextRequestId: () => number
}

export type Write = (request: WriteRequest) => Promise<WriteResult>

/** Moves relays: permission, command, answer, read-back; one command at a time per device. */
export function createCommands(options: CommandOptions): Write {
  const queues = new Map<string, Promise<unknown>>()

  return async (request) => {
    const relay = options.planOf(request.pointId)?.relay
    if (relay === undefined) return refused('This point cannot be written.')
    const permission = options.intents.check(request)
    if (!permission.ok) return refused(permission.reason)
    const forbidden = relay.forbids?.(permission.on)
    if (forbidden !== undefined) return refused(forbidden)
    const before = queues.get(relay.device) ?? Promise.resolve()
    const result = before.then(() => command(options, relay, permission))
    const settled = result.catch(() => undefined)
    queues.set(relay.device, settled)
    settled.then(() => {
      if (queues.get(relay.device) === settled) queues.delete(relay.device)
    })
    return result
  }
}

async function command(
  options: CommandOptions,
  relay: RelayPlan,
  permission: Granted,
): Promise<WriteResult> {
  if (!options.transport.isUp()) return offline('There is no connection to the broker.')
  const will = relay.online
  if (will !== undefined && options.isOnline(will.topic) === false)
    return offline('The device is offline, by its will.')
  if (relay.isThere?.() === false) return offline('The device said that it is gone.')
  // A broker counts whole seconds: one that is cut short errs to the safe side.
  const expiryS = Math.floor((permission.expiresAt - options.clock.now()) / 1_000)
  if (expiryS < 1 || !options.intents.use(permission))
    return refused('The intent expired, or was used, before it could be sent.')
  const requestId = options.nextRequestId()
  let contrary = false
  const waiting = options.answers.next({
    topics: relay.answerTopics,
    timeoutMs: options.timeoutMs,
    read: (message) => {
      const saying = relay.read(message, requestId)
      if (saying?.kind !== 'state' || saying.on === permission.on) return saying
      // A report of the old state may be under way while the relay moves: it decides nothing yet.
      contrary = true
      return undefined
    },
  })
  const sent = options.transport.publish({ ...relay.command(permission.on, requestId), expiryS })
  const failure = await firstFailure(sent, waiting.answer)
  if (failure !== undefined) {
    waiting.cancel()
    return failure
  }
  const answer = (await waiting.answer) ?? (contrary ? CONTRARY : undefined)
  const { query } = relay
  if (query === undefined) return judgeReport(permission.on, answer)
  return judge(permission.on, answer, await queryState(options, relay, query))
}

/** Of a device that reports its state of itself: its report after the command is the read-back. */
function judgeReport(wanted: boolean, answer: RelaySaying | undefined): WriteResult {
  if (answer === CONTRARY)
    return { outcome: 'unknown', detail: 'It went on reporting the old state.', readBack: !wanted }
  return judge(wanted, answer, answer?.kind === 'state' ? answer.on : undefined)
}

const CONTRARY: RelaySaying = { kind: 'refused', detail: 'The device answered with the old state.' }

async function firstFailure(
  sent: Promise<PublishOutcome>,
  answer: Promise<unknown>,
): Promise<WriteResult | undefined> {
  const outcome = await Promise.race([sent, answer.then(() => 'sent' as const)])
  switch (outcome) {
    case 'unsent':
      return offline('There is no connection to the broker.')
    case 'nobody':
      return offline('The device is not connected to the broker.')
    case 'refused':
      return refused('The broker does not let this client publish commands: check its ACL.')
    case 'unsure':
    case 'sent':
      return undefined
  }
}

/** What the device reports when asked; undefined when it does not answer. */
async function queryState(
  options: CommandOptions,
  relay: RelayPlan,
  query: NonNullable<RelayPlan['query']>,
): Promise<boolean | undefined> {
  const requestId = options.nextRequestId()
  const waiting = options.answers.next({
    topics: relay.answerTopics,
    timeoutMs: options.timeoutMs,
    read: (message) => relay.readBack(message, requestId),
  })
  const expiryS = Math.max(1, Math.ceil(options.timeoutMs / 1_000))
  options.transport.publish({ ...query(requestId), expiryS }).then((outcome) => {
    if (outcome !== 'sent') waiting.cancel()
  }, waiting.cancel)
  return waiting.answer
}

function judge(
  wanted: boolean,
  answer: RelaySaying | undefined,
  readBack: boolean | undefined,
): WriteResult {
  const seen = readBack === undefined ? {} : { readBack }
  if (answer?.kind === 'refused')
    return readBack === wanted
      ? { outcome: 'unknown', detail: `${answer.detail} Yet it reports the wish.`, ...seen }
      : { ...refused(answer.detail), ...seen }
  if (answer === undefined)
    return { outcome: 'unknown', detail: 'No answer before the deadline.', ...seen }
  if (readBack === undefined)
    return { outcome: 'unknown', detail: 'Acknowledged, but the read-back was not answered.' }
  return readBack === wanted
    ? { outcome: 'confirmed', detail: 'The device did it and reports it.', readBack }
    : { outcome: 'unknown', detail: 'Acknowledged, but it reports the old state.', readBack }
}

function refused(detail: string): WriteResult {
  return { outcome: 'refused', detail }
}

function offline(detail: string): WriteResult {
  return { outcome: 'offline', detail }
}
