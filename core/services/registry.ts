import type { AuditLog } from '../flow/audit/ports.ts'
import { archiveRow, createRow, type RowTold, updateRow } from '../flow/registry/change.ts'
import type { ListQuery, RegistryStore, ResourceShape, Row } from '../flow/registry/ports.ts'
import { closeRepairItem } from '../flow/registry/repair.ts'
import { defined } from '../kernel/assert.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { busbarError } from '../kernel/error.ts'
import type { Clock } from '../kernel/instant.ts'
import { componentOf, type Operation, objectOf } from './contract.ts'
import { type Column, columnsOf } from './csv.ts'
import { digits, fromCursor, toCursor } from './cursor.ts'
import {
  type Action,
  type Call,
  type Reply,
  type UntypedInput,
  untyped,
  untypedReply,
} from './define.ts'
import { createExportSlots, type ExportSlots, exportList } from './exports.ts'
import { readResources } from './resources.ts'
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
  /** By resource; told of each change in its transaction. */
  readonly told?: Readonly<Record<string, RowTold>>
  /** By resource; told after one has been removed. */
  readonly removed?: Readonly<Record<string, (row: { readonly id: string }) => Promise<void>>>
}

/** Those that are told otherwise than they are stored. */
const TOLD: Readonly<Record<string, (row: Row, call: Call) => Row>> = Object.freeze({
  supplyPoints: tellSupplyPoint,
  supplyDecisions: tellDecision,
})

/** List, get, create and update of every resource, as far as the contract offers them. */
export function registryActions(dependencies: RegistryDependencies): Action[] {
  const reading = { ...dependencies, slots: createExportSlots() }
  const resources = readResources(dependencies.contract).flatMap((subject) => [
    ...readActions(subject, reading),
    ...(subject.edited ? editActions(subject, dependencies) : []),
  ])
  return [...resources, closeAction(dependencies)]
}

/** The version that a change was made from, by its ETag. @throws `version-mismatch` for no ETag of ours */
export function versionOf(ifMatch: string): number {
  const match = /^"(\d{1,15})"$/.exec(ifMatch)
  if (match === null) throw busbarError('version-mismatch')
  return Number(match[1])
}

type Subject = Pick<ResourceShape, 'resource' | 'component'>

function readActions(
  { resource, component }: Subject,
  dependencies: RegistryDependencies & { readonly slots: ExportSlots },
): Action[] {
  const { contract } = dependencies
  const common = { ...dependencies, resource, codec: codecOf(contract, component) }
  const columns = columnsOf(contract, component)
  return [
    ...removeActions(common),
    untypedReply(`${resource}.list`, async (input, call) =>
      input.query.format === 'csv'
        ? exportRows({ ...common, columns }, input, call)
        : { body: await listRows(common, input, call) },
    ),
    untyped(`${resource}.get`, async ({ path }, call) =>
      told(common, await getRow(common, path.id), call),
    ),
  ]
}

/** Takes one out of use, where the contract offers it. */
function removeActions(common: Common): Action[] {
  const { resource, operations, removed } = common
  const operation = operations.get(`${resource}.remove`)
  // Role assignments, sessions and their like go by services of their own.
  if (operation === undefined || operation.dependents === null) return []
  const rules = operation.dependents
  const remove = untyped(operation.id, async ({ path, header }, call) => {
    const { id } = path
    const version = versionOf(header['If-Match'])
    const row = await archiveRow(common, { ...who(call), resource, id, version, rules })
    await removed?.[resource]?.({ id })
    return told(common, row, call)
  })
  return [remove]
}

function editActions(
  { resource, component }: Subject,
  dependencies: RegistryDependencies,
): Action[] {
  const { contract, operations } = dependencies
  const codec = codecOf(contract, component)
  const common = { ...dependencies, resource, codec }
  const check = dependencies.checks?.[resource]
  const owned = Object.entries(objectOf(componentOf(contract, component).properties))
    .filter(([, property]) => objectOf(property)['x-actor'] === true)
    .map(([name]) => name)
  const ownedBy = ({ auditActor }: Call) =>
    Object.fromEntries(owned.map((name) => [name, auditActor.userId]))
  const create = untyped(`${resource}.create`, async ({ body }, call) => {
    const values = { ...codec.fromWire(body), ...ownedBy(call) }
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
  const { store, resource } = common
  const { cursor, limit, sort } = query
  const list = `${resource} ${String(sort)}`
  const [value, id] = cursor === undefined ? [] : fromCursor(list, String(cursor), 2)
  const wanted = wantedOf(common, query, call)
  const { rows } = await store.list({
    ...wanted,
    after: value === undefined ? null : { value, id: digits(id) },
    limit: Number(limit) + 1,
  })
  const page = rows.slice(0, Number(limit))
  const last = rows.length > page.length ? page.at(-1) : undefined
  const nextCursor =
    last === undefined ? null : toCursor(list, [keyOf(last[wanted.sort.field]), String(last.id)])
  return { items: page.map((row) => told(common, row, call)), nextCursor }
}

/** The list from its beginning, as the query narrows and orders it. */
function wantedOf({ resource, codec }: Common, query: JsonObject, call: Call): ListQuery {
  const { cursor: _cursor, limit, sort, format: _format, q, archived, ...filter } = query
  const descending = String(sort).startsWith('-')
  return {
    resource,
    grants: call.grants,
    userId: call.caller.actor?.userId ?? null,
    archived: archived === true,
    filter: codec.fromWire(filter),
    search: q === undefined ? null : String(q),
    sort: { field: ownNameOf(codec, String(sort).slice(descending ? 1 : 0)), descending },
    after: null,
    limit: Number(limit),
  }
}

function exportRows(
  common: Common & { readonly slots: ExportSlots; readonly columns: readonly Column[] },
  { query }: UntypedInput,
  call: Call,
): Promise<Reply> {
  const wanted = wantedOf(common, query, call)
  const { userId } = defined(call.caller.actor, 'the actor of a guarded operation')
  return exportList({
    ...common,
    userId,
    query: wanted,
    positionOf: (row) => ({ value: keyOf(row[wanted.sort.field]), id: String(row.id) }),
    tell: (row) => told(common, row, call),
  })
}

const ownNameOf = ({ fields }: Codec, name: string): string =>
  fields.find(({ wire }) => wire === name)?.own ?? name

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
