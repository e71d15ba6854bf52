import { canonicalJson, type Json, type JsonObject } from '../../kernel/canonical.ts'
import { errorCode } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { AuditActor, AuditLog } from '../audit/ports.ts'
import { type ChangeContext, changeLocked, createWithin } from '../registry/change.ts'
import type { Place, RegistryWriter, Row } from '../registry/ports.ts'
import { fault } from './faults.ts'
import type { BulkField, BulkKind } from './kinds.ts'
import type { Found, Lookup } from './lookup.ts'
import type { CellChange } from './report.ts'
import { columnOf, type Resolved, resolve } from './resolve.ts'
import { type BulkRules, faultOf, faultsOf, isDenied } from './rules.ts'
import { type Fault, type SheetRow, textOf, valueIn } from './sheet.ts'

/** A row on its way. */
export interface Draft {
  readonly row: SheetRow
  siteId: Id | null
  /** By own names of the fields. */
  readonly references: Map<string, Resolved>
}

export interface TakeContext {
  readonly writer: RegistryWriter
  readonly audit: AuditLog
  readonly told?: NonNullable<ChangeContext['told']>
  readonly rules: BulkRules
  readonly lookup: Lookup
  readonly actor: AuditActor
  readonly placeOf: (which: { readonly resource: string; readonly id: Id }) => Promise<Place | null>
  /** Told of what somebody may not do. */
  readonly denied: (denial: {
    readonly resource: string
    readonly change: 'create' | 'update'
    readonly id: Id | null
    readonly code: string
  }) => void
}

export interface Taken {
  readonly outcome: 'create' | 'update' | 'unchanged'
  readonly changes: readonly CellChange[]
}

/** Resolves one reference of a row; what is wrong with it is its fault. */
export function refer(
  lookup: Lookup,
  draft: Draft,
  field: Extract<BulkField, { kind: 'reference' }>,
): void {
  const resolved = resolve(lookup, draft.row, { ...field, siteId: draft.siteId })
  draft.references.set(field.own, resolved)
  if (resolved.kind === 'found') draft.siteId ??= resolved.found.siteId
  if (resolved.kind === 'missing')
    draft.row.faults.push({ column: columnOf(field), ...resolved.said })
}

/** What a row says of a field; undefined: nothing. */
function saidOf(draft: Draft, field: BulkField): Json | undefined {
  if (field.kind === 'value') {
    const said = valueIn(draft.row, field)
    if (said.kind === 'fault') draft.row.faults.push({ column: field.column, ...said.said })
    return said.kind === 'value' ? said.value : undefined
  }
  const resolved = draft.references.get(field.own)
  if (resolved?.kind === 'found') return resolved.found.id
  return resolved?.kind === 'empty' && field.nullable ? null : undefined
}

/** The key of what a row is about; null where a part of it is missing. */
export function keyOf(
  { key, fields, resource }: BulkKind,
  draft: Draft,
  lookup: Lookup,
): readonly string[] | null {
  const values = fields
    .filter(({ own }) => key.includes(own))
    .map((field) => [field.own, saidOf(draft, field) ?? null])
  return lookup.keyOf(resource, Object.fromEntries(values) as Row)
}

/** Values of a body by the names of its fields; those laid out flat are put together again, over what is there. */
function bodyOf(kind: BulkKind, draft: Draft, stored: JsonObject): JsonObject {
  const body: Record<string, Json> = {}
  for (const field of kind.fields) {
    const said = saidOf(draft, field)
    if (said === undefined) continue
    const path = field.kind === 'value' ? field.at.slice(1) : []
    body[field.wire] = put(body[field.wire] ?? stored[field.wire], path, said)
  }
  return body
}

function put(value: Json | undefined, path: readonly string[], said: Json): Json {
  const [step, ...rest] = path
  if (step === undefined) return said
  const around = isObject(value) ? value : {}
  return { ...around, [step]: put(around[step], rest, said) }
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Makes what a row describes. @throws what `faultsOf` turns into the row's faults */
export async function make(
  context: TakeContext,
  kind: BulkKind,
  { draft, key }: { readonly draft: Draft; readonly key: readonly string[] },
): Promise<Taken | null> {
  const { lookup } = context
  const { resource } = kind
  const written = await write(context, kind, {
    ...{ draft, id: null, change: 'create', body: bodyOf(kind, draft, {}), before: null },
    store: (at, values) => createWithin(context, { ...at, resource, values }),
  })
  if (written === null) return null
  const siteId = resource === 'sites' ? String(written.id) : draft.siteId
  lookup.add(resource, key, { id: String(written.id), siteId, row: null })
  return { outcome: 'create', changes: [] }
}

/** Changes what is there to what a row says of it. */
export async function change(
  context: TakeContext,
  kind: BulkKind,
  { draft, found, before }: { readonly draft: Draft; readonly found: Found; readonly before: Row },
): Promise<Taken | null> {
  const { rules } = context
  const { resource } = kind
  const stored = rules.toWire(resource, before)
  const said = bodyOf(kind, draft, stored)
  const body = Object.fromEntries(
    Object.entries(said).filter(
      ([wire, value]) => !isSame(context, { resource, wire, value, before }),
    ),
  )
  const fixed = kind.fields.filter((field) => field.fixed && body[field.wire] !== undefined)
  draft.row.faults.push(...fixed.map((field) => fixedFault(field, stored)))
  const changes = changesOf(context, kind, { draft, stored, body })
  if (Object.keys(body).length === 0 && draft.row.faults.length === 0)
    return { outcome: 'unchanged', changes: [] }
  const { id } = found
  const version = Number(before.version)
  const written = await write(context, kind, {
    ...{ draft, id, change: 'update', body, before },
    store: async (at, values) => {
      const { writer, told } = context
      const row = await changeLocked(context, {
        ...at,
        resource,
        id,
        version,
        change: () => values,
      })
      await told?.[resource]?.({ row, transaction: writer.transaction })
      return row
    },
  })
  return written === null ? null : { outcome: 'update', changes }
}

function fixedFault(field: BulkField, stored: JsonObject): Fault {
  const column = field.kind === 'value' ? field.column : columnOf(field)
  const said =
    field.kind === 'value'
      ? fault('fixedValue', { value: textOf(stored[field.wire]) })
      : fault('fixed')
  return { column, ...said }
}

/** Whether a value means what is stored, however it is written. */
function isSame(
  { rules }: TakeContext,
  which: {
    readonly resource: string
    readonly wire: string
    readonly value: Json
    readonly before: Row
  },
): boolean {
  const { resource, wire, value, before } = which
  try {
    const [[own, meant] = ['', null]] = Object.entries(rules.fromWire(resource, { [wire]: value }))
    return canonicalJson(meant) === canonicalJson(before[own] ?? null)
  } catch (thrown) {
    // What cannot be read is judged by its schema.
    if (errorCode(thrown) === undefined) throw thrown
    return false
  }
}

function changesOf(
  { lookup }: TakeContext,
  { fields }: BulkKind,
  told: { readonly draft: Draft; readonly stored: JsonObject; readonly body: JsonObject },
): readonly CellChange[] {
  const { draft, stored, body } = told
  return fields.flatMap((field): CellChange[] => {
    if (body[field.wire] === undefined) return []
    if (field.kind === 'reference') {
      const column = columnOf(field) ?? ''
      const before = lookup.nameOf(field.reference.target, String(stored[field.wire])) ?? ''
      return [{ column, before, after: draft.row.cell(column)?.text ?? '' }]
    }
    const at = (value: JsonObject) =>
      textOf(
        field.at.reduce<Json | undefined>((v, step) => (isObject(v) ? v[step] : undefined), value),
      )
    const [before, after] = [at(stored), at(body)]
    return before === after ? [] : [{ column: field.column, before, after }]
  })
}

interface Write {
  readonly draft: Draft
  readonly id: Id | null
  readonly change: 'create' | 'update'
  readonly body: JsonObject
  readonly before: Row | null
  readonly store: (
    at: { readonly actor: AuditActor; readonly operation: string; readonly siteId: Id | null },
    values: Row,
  ) => Promise<Row>
}

/** Judges, admits and stores one change as the operation of its name does; null: the row has faults. */
async function write(context: TakeContext, kind: BulkKind, request: Write): Promise<Row | null> {
  const { rules, writer, actor, placeOf } = context
  const { draft, id, change: made, before, store } = request
  const { resource } = kind
  const sent = { resource, change: made, id }
  if (!rules.offers(sent)) {
    draft.row.faults.push({ column: null, ...fault('unchangeable') })
    return null
  }
  const { errors, body } = rules.judge({ ...sent, body: request.body })
  for (const error of errors) {
    const wrong = faultOf(kind, error)
    // Once a cell is told of, it is not told of again in other words.
    const isTold =
      wrong.column !== null && draft.row.faults.some(({ column }) => column === wrong.column)
    if (!isTold) draft.row.faults.push(wrong)
  }
  if (draft.row.faults.length > 0) return null
  try {
    const { operation, siteId } = await rules.admit({ ...sent, body, placeOf })
    const values = rules.fromWire(resource, body)
    await rules.check(resource, { before, values })
    return await writer.attempt(() => store({ actor, operation, siteId }, values))
  } catch (thrown) {
    if (isDenied(thrown)) context.denied({ ...sent, code: errorCode(thrown) ?? 'forbidden' })
    draft.row.faults.push(...faultsOf(kind, thrown))
    return null
  }
}
