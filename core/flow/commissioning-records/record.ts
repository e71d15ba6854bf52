import { fingerprint, type Json, type JsonObject } from '../../kernel/canonical.ts'
import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import { type Clock, formatInstant } from '../../kernel/instant.ts'
import type { AuditActor, AuditLog } from '../audit/ports.ts'
import { createWithin } from '../registry/change.ts'
import type { RegistryStore, RegistryWriter, Row } from '../registry/ports.ts'
import { certificateOf } from './certificate.ts'
import type { CommissioningReads, PointValue } from './ports.ts'
import { isOfAnotherUnit } from './units.ts'

export const RESOURCE = 'commissionings'

export interface RecordContext {
  readonly store: RegistryStore
  readonly reads: CommissioningReads
  readonly audit: AuditLog
  /** Domain time. */
  readonly clock: Clock
}

/** Who does it, and by which operation. */
export interface RecordedBy {
  readonly actor: AuditActor & { readonly userId: string }
  readonly operation: string
  readonly siteId: Id | null
}

export const notReady = (detail: string) => busbarError('commissioning-not-ready', { detail })

/**
 * Begins to commission a meter that is installed and whose registers are all bound.
 * @throws `commissioning-not-ready`, `already-exists` where one is open
 */
export async function beginWithin(
  context: Omit<RecordContext, 'store'>,
  request: RecordedBy & {
    readonly writer: RegistryWriter
    readonly meterId: Id
    readonly templateId: string | null
    readonly foundAs: string | null
  },
): Promise<Row> {
  const { reads, clock, audit } = context
  const { writer, meterId, actor, operation, templateId, foundAs } = request
  const now = clock.now()
  const standing = await reads.meter({ meterId, at: now }, writer.transaction)
  if (standing === null) throw notReady('The meter is not installed: install it first.')
  const { unread, ...places } = standing
  if (places.connectionId === null || unread.length > 0)
    throw notReady(`No point reads ${unread.join(', ') || 'its registers'}: bind one first.`)
  const values: Row = {
    ...places,
    ...{ meterId, templateId, foundAs, state: 'mapped', startedBy: actor.userId, startedAt: now },
    ...{ seen: [], seenAt: null, seenBy: null, tests: [], signedAt: null, signedBy: null },
    ...{ signatory: null, witness: null, remarks: null, hash: null, certificate: null },
    endedAt: null,
  }
  const siteId = places.siteId
  return createWithin({ writer, audit }, { resource: RESOURCE, operation, actor, values, siteId })
}

/** Takes a record from one state to the next, with its line of audit; what has ended is refused. */
export async function step(
  { audit }: Pick<RecordContext, 'audit'>,
  request: RecordedBy & {
    readonly writer: RegistryWriter
    readonly id: Id
    readonly work: (before: Row) => Promise<Row>
  },
): Promise<Row> {
  const { writer, id, work, actor, operation, siteId } = request
  const before = await writer.lock({ resource: RESOURCE, id })
  if (before === null) throw busbarError('not-found')
  if (before.endedAt !== null)
    throw notReady('It has ended and is never changed: begin another one.')
  const after = await writer.update({ resource: RESOURCE, id, values: await work(before) })
  const subject = `${RESOURCE}:${id}`
  await audit.append(
    { actor, operation, outcome: 'done', siteId, subject, before, after },
    writer.transaction,
  )
  return after
}

export function requireState(row: Row, states: readonly string[], detail: string): void {
  if (!states.includes(String(row.state))) throw notReady(detail)
}

type Asked = RecordedBy & { readonly id: Id }

/** Takes down what has been heard since the record was begun. @throws `commissioning-not-ready` */
export function seeValues(context: RecordContext, request: Asked): Promise<Row> {
  const { store, reads, clock } = context
  return store.inTransaction((writer) =>
    step(context, {
      ...{ ...request, writer },
      work: async (row) => {
        const idle = ['mapped', 'seen', 'tested']
        requireState(row, idle, 'A relay test runs: end it first.')
        const meterId = String(row.meterId)
        const since = Number(row.startedAt)
        const values = await reads.values({ meterId, since }, writer.transaction)
        const missing = values.filter(
          ({ registerId, quality }) => registerId !== null && quality !== 'good',
        )
        if (missing.length > 0)
          throw notReady(
            `Nothing good was heard of ${missing.map(({ name }) => name).join(', ')} since the commissioning began.`,
          )
        refuseSetAside(values)
        await refuseOtherUnits(writer, row, values)
        const state = row.state === 'mapped' ? 'seen' : String(row.state)
        return {
          ...{ seen: tellValues(values), state },
          ...{ seenAt: clock.now(), seenBy: request.actor.userId },
        }
      },
    }),
  )
}

/** What is set aside is billed to nobody: a wrong scale or opening shows here first. */
function refuseSetAside(values: readonly PointValue[]): void {
  const found = values.find(({ setAside }) => setAside !== null)
  if (found === undefined) return
  const { name, value, setAside } = found
  throw notReady(
    `What ${name} has told last, ${value}, is set aside: ${setAside} Check its opening value, its unit and scale, and the metering point's maximum rate.`,
  )
}

/** A figure in one unit is never billed as if it were in another. */
async function refuseOtherUnits(
  writer: RegistryWriter,
  { meteringPointId, installationId }: Row,
  values: readonly PointValue[],
): Promise<void> {
  const point = await writer.read({ resource: 'meteringPoints', id: String(meteringPointId) })
  const installation = await writer.read({ resource: 'installations', id: String(installationId) })
  const billed = String(point?.unit)
  const multiplierMicros = BigInt(String(installation?.multiplierMicros))
  const found = values.find(
    ({ registerId, unit: told }) =>
      registerId !== null && isOfAnotherUnit({ told, billed, multiplierMicros }),
  )
  if (found === undefined) return
  throw notReady(
    `${found.name} is told in ${found.unit}, and its metering point is billed in ${billed}: scale the point to ${billed}, or install the meter with the multiplier that turns one into the other.`,
  )
}

/** As on the wire; what has told nothing is left out. */
function tellValues(values: readonly PointValue[]): Json {
  return values.flatMap(({ value, quality, at, setAside: _, ...rest }) =>
    value === null || at === null
      ? []
      : [{ ...rest, value, quality: quality ?? 'good', at: formatInstant(at) }],
  )
}

/**
 * Signs off: freezes the record with its certificate. Where its relay has passed no test, the remarks say why.
 * @throws `commissioning-not-ready`, `validation-failed`
 */
export function sign(
  context: RecordContext,
  request: Asked & {
    readonly signatory: string
    readonly witness: string | null
    readonly remarks: string | null
  },
): Promise<Row> {
  const { store, reads, clock } = context
  const { actor, signatory, witness, remarks } = request
  return store.inTransaction((writer) =>
    step(context, {
      ...{ ...request, writer },
      work: async (row) => {
        requireState(
          row,
          ['seen', 'tested'],
          'Take down live values, and end the relay test first.',
        )
        if (row.supplyPointId !== null && row.state !== 'tested' && remarks === null)
          throw busbarError('validation-failed', {
            errors: [{ pointer: '/remarks', message: 'must say why the relay has passed no test' }],
          })
        const now = clock.now()
        const standing = await reads.meter(
          { meterId: String(row.meterId), at: now },
          writer.transaction,
        )
        if (standing?.installationId !== row.installationId)
          throw notReady('The meter was swapped or taken out since: begin another one.')
        const asked = { meterId: String(row.meterId), since: Number(row.startedAt) }
        refuseSetAside(await reads.values(asked, writer.transaction))
        const signed = { signatory, witness, remarks, signedAt: now, signedBy: actor.userId }
        const certificate: JsonObject = await certificateOf({
          ...{ reads, writer, row: { ...row, ...signed }, signedByName: actor.name },
        })
        const hash = fingerprint(certificate)
        return { ...signed, certificate, hash, state: 'signed', endedAt: now }
      },
    }),
  )
}
