import type { AuditLog } from '../flow/audit/ports.ts'
import { createRow, updateRow } from '../flow/registry/change.ts'
import type { ListQuery, RegistryStore, Row } from '../flow/registry/ports.ts'
import { closeRepairItem } from '../flow/registry/repair.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { busbarError } from '../kernel/error.ts'
import type { Clock } from '../kernel/instant.ts'
import type { Operation } from './contract.ts'
import { digits, fromCursor, toCursor } from './cursor.ts'
import { type Action, type Call, type UntypedInput, untyped } from './define.ts'
import { tellDecision, tellSupplyPoint } from './supply-rows.ts'
import { type Codec, codecOf } from './wire.ts'

/** What of a resource's new values the contract alone cannot judge. @throws `validation-failed` */
export type RowCheck = (change: {
  /** Null: it is about to be made. */
  readonly before: Row | null
  readonly values: Row
}) => Promise<void>

export interface RegistryDependencies {
  readonly contract: JsonObject
  readonly operations: ReadonlyMap<string, Operation>
  readonly store: RegistryStore
  readonly audit: AuditLog
  readonly clock: Clock
  /** By resource; asked before anything is written. */
  readonly checks?: Readonly<Record<string, RowCheck>>
}

/** Resources of the registry, by the component that says what one is. */
const EDITED: Readonly<Record<string, string>> = Object.freeze({
  policyProfiles: 'PolicyProfile',
  sites: 'Site',
  spaces: 'Space',
  tenants: 'Tenant',
  contracts: 'Contract',
  accounts: 'Account',
  meters: 'Meter',
  registers: 'Register',
  meteringPoints: 'MeteringPoint',
  points: 'Point',
  tariffPlans: 'TariffPlan',
  supplyPoints: 'SupplyPoint',
})

/** Those that only commands of their own make and change. */
const READ: Readonly<Record<string, string>> = Object.freeze({
  installations: 'Installation',
  connections: 'Connection',
  tariffVersions: 'TariffVersion',
  serviceAgreements: 'ServiceAgreement',
  notices: 'Notice',
  noticeRoutes: 'NoticeRoute',
  paymentOrders: 'PaymentOrder',
  refunds: 'Refund',
  fees: 'Fee',
  supplyDecisions: 'SupplyDecision',
  supplyOrders: 'SupplyOrder',
  supplyLockOuts: 'SupplyLockOut',
  supplyProtections: 'SupplyProtection',
  supplyCommands: 'SupplyCommand',
  debtEpisodes: 'DebtEpisode',
  disputes: 'Dispute',
  paymentPlans: 'PaymentPlan',
  guardHolds: 'GuardHold',
  guardQuarantine: 'GuardQuarantine',
  repairItems: 'RepairItem',
  roleAssignments: 'RoleAssignment',
  invitations: 'Invitation',
})

/** Those that are told otherwise than they are stored. */
const TOLD: Readonly<Record<string, (row: Row, call: Call) => Row>> = Object.freeze({
  supplyPoints: tellSupplyPoint,
  supplyDecisions: tellDecision,
})

/** List, get, create and update of every resource, as far as the contract offers them. */
export function registryActions(dependencies: RegistryDependencies): Action[] {
  const edited = Object.entries(EDITED).flatMap(([resource, component]) => [
    ...readActions({ resource, component }, dependencies),
    ...editActions({ resource, component }, dependencies),
  ])
  const read = Object.entries(READ).flatMap(([resource, component]) =>
    readActions({ resource, component }, dependencies),
  )
  return [...edited, ...read, closeAction(dependencies)]
}

/** The version that a change was made from, by its ETag. @throws `version-mismatch` for no ETag of ours */
export function versionOf(ifMatch: string): number {
  const match = /^"(\d{1,15})"$/.exec(ifMatch)
  if (match === null) throw busbarError('version-mismatch')
  return Number(match[1])
}

interface Subject {
  readonly resource: string
  readonly component: string
}

function readActions(
  { resource, component }: Subject,
  dependencies: RegistryDependencies,
): Action[] {
  const common = { ...dependencies, resource, codec: codecOf(dependencies.contract, component) }
  return [
    untyped(`${resource}.list`, (input, call) => listRows(common, input, call)),
    untyped(`${resource}.get`, async ({ path }, call) =>
      told(common, await getRow(common, path.id), call),
    ),
  ]
}

function editActions(
  { resource, component }: Subject,
  dependencies: RegistryDependencies,
): Action[] {
  const { contract, operations } = dependencies
  const codec = codecOf(contract, component)
  const common = { ...dependencies, resource, codec }
  const check = dependencies.checks?.[resource]
  const create = untyped(`${resource}.create`, async ({ body }, call) => {
    const values = codec.fromWire(body)
    await check?.({ before: null, values })
    return told(common, await createRow(common, { ...common, ...who(call), values }), call)
  })
  const update = untyped(`${resource}.update`, async ({ path, header, body }, call) => {
    const values = codec.fromWire(body)
    const version = versionOf(header['If-Match'])
    await check?.({ before: await getRow(common, path.id), values })
    const request = { ...common, ...who(call), id: path.id, version, values }
    return told(common, await updateRow(common, request), call)
  })
  // What is without a version is never changed.
  return operations.has(update.id) ? [create, update] : [create]
}

/** Who changes what by which operation, as changes are asked for. */
export function who({ auditActor, operation, place }: Call) {
  return { actor: auditActor, operation: operation.id, siteId: place?.siteId ?? null }
}

interface Common extends RegistryDependencies {
  readonly resource: string
  readonly codec: Codec
}

/** A row in the contract's words. */
function told({ resource, codec }: Pick<Common, 'resource' | 'codec'>, row: Row, call: Call) {
  return codec.toWire(TOLD[resource]?.(row, call) ?? row)
}

async function getRow({ store, resource }: Common, id: string): Promise<Row> {
  const row = await store.get({ resource, id })
  if (row === null) throw busbarError('not-found')
  return row
}

async function listRows(common: Common, { query }: UntypedInput, call: Call): Promise<JsonObject> {
  const { store, resource, codec } = common
  const { cursor, limit, sort, ...filter } = query
  const list = `${resource} ${String(sort)}`
  const descending = String(sort).startsWith('-')
  const field = String(sort).slice(descending ? 1 : 0)
  const [value, id] = cursor === undefined ? [] : fromCursor(list, String(cursor), 2)
  const wanted: ListQuery = {
    resource,
    grants: call.grants,
    filter: codec.fromWire(filter),
    sort: { field, descending },
    after: value === undefined ? null : { value, id: digits(id) },
    limit: Number(limit) + 1,
  }
  const { rows } = await store.list(wanted)
  const page = rows.slice(0, Number(limit))
  const last = rows.length > page.length ? page.at(-1) : undefined
  const nextCursor =
    last === undefined ? null : toCursor(list, [keyOf(last[field]), String(last.id)])
  return { items: page.map((row) => told(common, row, call)), nextCursor }
}

function keyOf(value: unknown): string | number {
  return typeof value === 'number' ? value : String(value)
}

function closeAction({ contract, store, audit, clock }: RegistryDependencies): Action {
  const codec = codecOf(contract, 'RepairItem')
  return untyped('repairItems.close', async ({ path, header }, call) => {
    const { actor, siteId } = who(call)
    const version = versionOf(header['If-Match'])
    const closing = { id: path.id, version, actor, siteId }
    return codec.toWire(await closeRepairItem({ store, audit, clock }, closing))
  })
}
