import { calendarBlocks } from '../../domain/supply/calendar.ts'
import { protectionAt } from '../../domain/supply/conditions.ts'
import { policyProfile } from '../../domain/supply/profile.ts'
import type { Json, JsonObject } from '../../kernel/canonical.ts'
import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import {
  type Clock,
  formatInstant,
  type Instant,
  MINUTE_MS,
  parseInstant,
} from '../../kernel/instant.ts'
import { once } from '../command-keys/once.ts'
import type { CommandKeyStore } from '../command-keys/ports.ts'
import type { RegistryWriter, Row } from '../registry/ports.ts'
import type { Commands, SupplyCommands } from '../supply-commands/commands.ts'
import type { Outcome, Touched } from '../supply-commands/ports.ts'
import type { SupplyStanding } from './ports.ts'
import { notReady, type RecordContext, type RecordedBy, requireState, step } from './record.ts'

/** Supply comes back by itself after so long, whoever has walked away. */
const OFF_MS = 10 * MINUTE_MS
/** So long the order beneath stands that gives it back. */
const ON_MS = 30 * MINUTE_MS

export interface RelayTestContext extends RecordContext {
  readonly commands: SupplyCommands
  readonly keys: CommandKeyStore
  readonly wallClock: Clock
  /** Domain milliseconds in a wall-clock millisecond. */
  readonly domainRate: number
  /** The record as it is answered. */
  readonly tell: (row: Row) => JsonObject
}

type Asked = RecordedBy & { readonly id: Id; readonly key: string }

/** One command and what was seen of it, as on the wire. */
interface Side {
  readonly orderId: Id
  readonly orderedAt: string
  readonly sentAt: string | null
  readonly outcome: string | null
  readonly reported: string | null
  readonly reportedAt: string | null
  readonly verified: string
  readonly evidence: string | null
  readonly verifiedAt: string | null
  readonly loadBefore: string | null
  readonly loadAfter: string | null
  readonly loadUnit: string | null
}

interface RelayTest {
  readonly startedAt: string
  readonly startedBy: string
  readonly tenantConfirmed: boolean
  readonly restoreOrderId: Id
  readonly off: Side
  readonly on: Side | null
  readonly result: 'passed' | 'failed' | null
  readonly endedAt: string | null
}

interface Work {
  readonly row: Row
  readonly writer: RegistryWriter
  readonly commands: Commands
  readonly supplyPointId: Id
  readonly standing: SupplyStanding
  readonly touch: (outcome: Outcome<object>) => void
}

/**
 * Orders supply away by hand, above an order that gives it back: whatever happens to the one, the other stands.
 * The Supply Guard judges the cut as any other.
 * @throws `relay-test-refused`, `commissioning-not-ready`, `validation-failed`
 */
export function startTest(
  context: RelayTestContext,
  request: Asked & { readonly tenantConfirmed: boolean },
): Promise<JsonObject> {
  const { clock, wallClock, domainRate } = context
  const { tenantConfirmed, actor, id } = request
  return switching(context, { ...request, body: { tenantConfirmed } }, async (work) => {
    const { row, commands, supplyPointId, standing, touch } = work
    requireState(row, ['seen', 'tested'], 'Take down live values first.')
    const now = clock.now()
    refuseUnfit(standing, { now, tenantConfirmed })
    const give = async (wish: 'on' | 'off', lastsMs: number, reason: string) => {
      const until = now + lastsMs * domainRate
      const order = { supplyPointId, authority: 'manual' as const, wish, reason, until }
      const given = await commands.giveOrder({ ...order, by: actor.userId })
      if (given.outcome === 'refused') throw refused(`The order was refused: ${given.reason}.`)
      touch(given)
      return given.orderId
    }
    const what = `Relay test of commissioning ${id}`
    const restoreOrderId = await give('on', ON_MS, `${what}: gives supply back`)
    const orderId = await give('off', OFF_MS, what)
    const test: RelayTest = {
      ...{
        startedAt: formatInstant(now),
        startedBy: actor.userId,
        tenantConfirmed,
        restoreOrderId,
      },
      off: sideOf({ orderId, at: wallClock.now(), standing }),
      ...{ on: null, result: null, endedAt: null },
    }
    return { state: 'off-ordered', tests: [...testsOf(row), plain(test)] }
  })
}

/** Takes down how supply was taken away, and gives it back. */
export function restoreTest(context: RelayTestContext, request: Asked): Promise<JsonObject> {
  const { wallClock } = context
  return switching(context, { ...request, body: {} }, async (work) => {
    const { row, standing } = work
    requireState(row, ['off-ordered'], 'Begin the relay test first.')
    const { done, test } = lastOf(row)
    const off = await looked(context, work, { side: test.off, action: 'cut' })
    await end(work, { orderId: off.orderId, by: request.actor.userId })
    const on = sideOf({ orderId: test.restoreOrderId, at: wallClock.now(), standing })
    return { state: 'on-ordered', tests: [...done, plain({ ...test, off, on })] }
  })
}

/** Takes down whether supply is back. @throws `commissioning-not-ready` as long as it is not, unless it is given up */
export function endTest(
  context: RelayTestContext,
  request: Asked & { readonly giveUp: boolean },
): Promise<JsonObject> {
  const { clock } = context
  const { giveUp } = request
  return switching(context, { ...request, body: { giveUp } }, async (work) => {
    const { row, standing } = work
    requireState(row, ['on-ordered'], 'Give supply back first.')
    if (standing.verified !== 'on' && !giveUp)
      throw notReady('It is not proved yet that supply is back: wait, or give the test up.')
    const { done, test } = lastOf(row)
    const began = test.on ?? test.off
    const on = await looked(context, work, { side: began, action: 'restore' })
    await end(work, { orderId: test.restoreOrderId, by: request.actor.userId })
    const passed = test.off.verified === 'off' && on.verified === 'on'
    const result = passed ? 'passed' : 'failed'
    const ended: RelayTest = { ...test, on, result, endedAt: formatInstant(clock.now()) }
    return { state: passed ? 'tested' : 'seen', tests: [...done, plain(ended)] }
  })
}

/** Ends a commissioning without a certificate; a test that runs gives supply back. */
export function abandon(
  context: RelayTestContext,
  request: Omit<Asked, 'key'> & { readonly reason: string },
): Promise<JsonObject> {
  const { clock } = context
  const { reason, actor } = request
  return withDecision(context, (writer, touch) =>
    step(context, {
      ...{ ...request, writer },
      work: async (row) => {
        const now = clock.now()
        const over = { state: 'abandoned', remarks: reason, endedAt: now }
        if (row.state !== 'off-ordered' && row.state !== 'on-ordered') return over
        const { done, test } = lastOf(row)
        const commands = context.commands.within(writer.transaction)
        for (const orderId of [test.off.orderId, test.restoreOrderId])
          await end({ commands, touch }, { orderId, by: actor.userId })
        const failed = { ...test, result: 'failed' as const, endedAt: formatInstant(now) }
        return { ...over, tests: [...done, plain(failed)] }
      },
    }).then(context.tell),
  )
}

/** A step that gives or ends orders: once for its key, and decided before it answers. */
function switching(
  context: RelayTestContext,
  request: Asked & { readonly body: JsonObject },
  work: (work: Work) => Promise<Row>,
): Promise<JsonObject> {
  const { keys, reads, clock, commands: supply } = context
  const { key, actor, operation, id, body } = request
  return withDecision(context, (writer, touch) => {
    const { transaction } = writer
    const command = { actor: actor.userId, key, body: { operation, id, ...body } }
    return once(keys, transaction, command, async () => {
      const inside = async (row: Row) => {
        if (row.supplyPointId === null)
          throw notReady('No relay switches the supply of this meter: sign off without a test.')
        const supplyPointId = String(row.supplyPointId)
        const standing = await reads.supply({ supplyPointId, at: clock.now() }, transaction)
        const commands = supply.within(transaction)
        return work({ row, writer, commands, supplyPointId, standing, touch })
      }
      return context.tell(await step(context, { ...request, writer, work: inside }))
    })
  })
}

async function withDecision(
  { store, commands }: RelayTestContext,
  work: (writer: RegistryWriter, touch: (outcome: Outcome<object>) => void) => Promise<JsonObject>,
): Promise<JsonObject> {
  const supplyPointIds = new Set<Id>()
  const accountIds = new Set<Id>()
  const answer = await store.inTransaction((writer) =>
    work(writer, (outcome) => {
      if (outcome.outcome === 'refused') return
      const { touched }: { readonly touched: Touched } = outcome
      for (const one of touched.supplyPointIds) supplyPointIds.add(one)
      for (const one of touched.accountIds) accountIds.add(one)
    }),
  )
  await commands.decide({ supplyPointIds: [...supplyPointIds], accountIds: [...accountIds] })
  return answer
}

/** An order that has ended already is ended. */
async function end(
  { commands, touch }: Pick<Work, 'commands' | 'touch'>,
  order: { readonly orderId: Id; readonly by: string },
): Promise<void> {
  touch(await commands.endOrder(order))
}

const refused = (detail: string) => busbarError('relay-test-refused', { detail })

/** What stands against taking supply away for a moment. */
function refuseUnfit(
  { locked, paid, verified }: SupplyStanding,
  { now, tenantConfirmed }: { readonly now: Instant; readonly tenantConfirmed: boolean },
): void {
  const { site } = locked
  const point = locked.point.facts
  if (point.lifeSafety) throw busbarError('life-safety')
  if (point.lockOut !== null) throw refused('A maintenance lock-out stands at this point.')
  const { active } = protectionAt(point.protections, now, site.calendar.timeZone)
  if (active !== null) throw refused(`Supply is protected: ${active.reason}`)
  if (site.holds.length > 0) throw refused('All cuts are held at this site.')
  if (verified !== 'on')
    throw notReady('Supply is not proved to be on: the test begins with supply on.')
  if (!paid) return
  const blocks = calendarBlocks({
    at: now,
    calendar: site.calendar,
    profile: policyProfile(locked.profile),
  })
  if (blocks.length > 0)
    throw refused(`A tenant pays there, and the policy forbids cuts now: ${blocks.join(', ')}.`)
  if (!tenantConfirmed)
    throw busbarError('validation-failed', {
      errors: [
        {
          pointer: '/tenantConfirmed',
          message: 'must be confirmed: a tenant pays there and is without supply for a moment',
        },
      ],
    })
}

/** A command that was just ordered; nothing is known of it yet. */
function sideOf(request: {
  readonly orderId: Id
  readonly at: Instant
  readonly standing: SupplyStanding
}): Side {
  const { orderId, at, standing } = request
  return {
    ...{ orderId, orderedAt: formatInstant(at), sentAt: null, outcome: null },
    ...{ reported: null, reportedAt: null, verified: 'unknown', evidence: null, verifiedAt: null },
    loadBefore: standing.load?.value ?? null,
    ...{ loadAfter: null, loadUnit: standing.load?.unit ?? null },
  }
}

/** The same with what has become of it by now. */
async function looked(
  { reads }: RelayTestContext,
  { standing, supplyPointId, writer }: Work,
  { side, action }: { readonly side: Side; readonly action: 'cut' | 'restore' },
): Promise<Side> {
  const since = parseInstant(side.orderedAt)
  const sent = await reads.command({ supplyPointId, action, since }, writer.transaction)
  const { verified, evidence, reported, reportedAt, load } = standing
  return {
    ...side,
    ...{ sentAt: textOf(sent?.sentAt), outcome: sent?.outcome ?? null },
    ...{ reported, reportedAt: textOf(reportedAt), verified, evidence },
    ...{ verifiedAt: textOf(sent?.verifiedAt), loadAfter: load?.value ?? null },
  }
}

const textOf = (at: Instant | null | undefined): string | null =>
  at === null || at === undefined ? null : formatInstant(at)

// What was written as a test is read as one.
const testsOf = ({ tests }: Row) => tests as unknown as readonly Json[]
const plain = (test: RelayTest): Json => ({ ...test }) as unknown as Json

function lastOf(row: Row): { readonly done: readonly Json[]; readonly test: RelayTest } {
  const all = testsOf(row)
  return { done: all.slice(0, -1), test: all.at(-1) as unknown as RelayTest }
}
