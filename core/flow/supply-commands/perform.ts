import type { JsonObject } from '../../kernel/canonical.ts'
import { busbarError, type ErrorCode } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { AuditActor, AuditLog } from '../audit/ports.ts'
import { once } from '../command-keys/once.ts'
import type { CommandKeyStore } from '../command-keys/ports.ts'
import type { FactLog } from '../facts/ports.ts'
import type { RegistryStore, RegistryWriter, Row } from '../registry/ports.ts'
import type { Commands, SupplyCommands } from './commands.ts'
import { factsOf } from './facts.ts'
import type { Outcome, Refusal, Touched } from './ports.ts'

export interface PerformDependencies {
  readonly store: RegistryStore
  readonly commands: SupplyCommands
  readonly keys: CommandKeyStore
  readonly audit: AuditLog
  /** Tells live listeners of it, where it commits. */
  readonly facts: FactLog
}

/** A command by somebody, about one thing of a resource. */
export interface Performance<Result> {
  readonly actor: AuditActor & { readonly userId: string }
  readonly operation: string
  readonly siteId: Id | null
  /** Names it once and for all, among the actor's commands. */
  readonly key: string
  /** What must be the same where the key is the same. */
  readonly body: unknown
  readonly resource: string
  /** What it is done to; null where it makes one. */
  readonly id: Id | null
  readonly command: (commands: Commands) => Promise<Outcome<Result>>
  /** What was made. */
  readonly idOf: (result: Result) => Id
  /** The thing afterwards, as it is answered. */
  readonly tell: (row: Row) => JsonObject
}

const CODES: Readonly<Record<Refusal, ErrorCode>> = Object.freeze({
  unknown: 'supply-refused',
  already: 'supply-refused',
  'life-safety': 'life-safety',
  'second-person-needed': 'second-person-needed',
})

/**
 * Does a command of supply once, with its line in the audit log and its answer, all in one
 * transaction, and has what it touches decided before it answers.
 * @throws `supply-refused`, `life-safety`, `second-person-needed`, `idempotency-key-reused`,
 *   `validation-failed`; then nothing was done
 */
export async function perform<Result>(
  dependencies: PerformDependencies,
  request: Performance<Result>,
): Promise<JsonObject> {
  const { store, commands, keys } = dependencies
  const { actor, key, operation, id, body } = request
  let touched: Touched = { supplyPointIds: [], accountIds: [] }
  const answer = await store.inTransaction((writer) => {
    const command = { actor: actor.userId, key, body: { operation, id, body } }
    return once(keys, writer.transaction, command, async () => {
      const done = await act(dependencies, writer, request)
      touched = done.touched
      return done.answer
    })
  })
  await commands.decide(touched)
  return answer
}

async function act<Result>(
  { store, commands, audit, facts }: PerformDependencies,
  writer: RegistryWriter,
  request: Performance<Result>,
): Promise<{ readonly answer: JsonObject; readonly touched: Touched }> {
  const { actor, operation, siteId, resource, id, command, idOf, tell } = request
  const before = id === null ? null : await writer.read({ resource, id })
  const outcome = await command(commands.within(writer.transaction))
  if (outcome.outcome === 'refused') throw busbarError(CODES[outcome.reason])
  const doneTo = id ?? idOf(outcome)
  const after = await writer.read({ resource, id: doneTo })
  if (after === null) throw busbarError('not-found')
  const subject = `${resource}:${doneTo}`
  const change = { ...(before === null ? {} : { before }), after }
  await audit.append(
    { actor, operation, outcome: 'done', siteId, subject, ...change },
    writer.transaction,
  )
  await facts.append(
    await factsOf(store, { operation, siteId, id: doneTo, ...about(after) }),
    writer.transaction,
  )
  return { answer: tell(after), touched: outcome.touched }
}

/** What the thing is about, as far as it says so itself. */
function about({ supplyPointId, accountId }: Row) {
  const idOrNull = (id: Row[string] | undefined) => (typeof id === 'string' ? id : null)
  return { supplyPointId: idOrNull(supplyPointId), accountId: idOrNull(accountId) }
}
