import { defined } from '../../kernel/assert.ts'
import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { AuditActor, AuditLog } from '../audit/ports.ts'
import { once } from '../command-keys/once.ts'
import type { CommandKeyStore } from '../command-keys/ports.ts'
import type { ChangeContext } from '../registry/change.ts'
import type { Place, RegistryStore, RegistryWriter } from '../registry/ports.ts'
import { fault, sentenceOf } from './faults.ts'
import type { BulkCatalogue, BulkKind } from './kinds.ts'
import { createLookup } from './lookup.ts'
import type { TableFile } from './ports.ts'
import { type BulkReport, errorsOf, keyTextOf, type RowResult, reportOf } from './report.ts'
import { prefetch } from './resolve.ts'
import type { BulkRules } from './rules.ts'
import { keyColumns, type Sheet, sheetOf } from './sheet.ts'
import { change, type Draft, keyOf, make, refer, type TakeContext } from './take.ts'

export interface ImportContext {
  readonly catalogue: BulkCatalogue
  readonly store: RegistryStore
  readonly audit: AuditLog
  /** By resource; in the transaction, so that a check tells nobody. */
  readonly told?: NonNullable<ChangeContext['told']>
  readonly keys: CommandKeyStore
  readonly rules: BulkRules
}

export interface ImportRequest {
  readonly file: TableFile
  /** Resource of a single CSV file; null where the file says it itself. */
  readonly resource: string | null
  readonly actor: AuditActor
  readonly userId: string
  readonly denied: TakeContext['denied']
}

/**
 * What importing a file would do, found out by doing it and undoing all of it: nothing is written, and no line of audit.
 * @throws `import-unreadable` for a table that is of no kind
 */
export async function checkImport(
  context: ImportContext,
  request: ImportRequest,
): Promise<BulkReport> {
  const undone = new Error('undone')
  const reports: BulkReport[] = []
  const silent: AuditLog = { append: async () => undefined }
  try {
    await context.store.inTransaction(async (writer) => {
      reports.push(await run({ ...context, audit: silent }, { ...request, writer, applied: false }))
      throw undone
    })
  } catch (thrown) {
    if (thrown !== undone) throw thrown
  }
  return defined(reports.at(-1), 'the report of a check')
}

/**
 * Imports a file: all of it or nothing, once for each key. Every object is judged, admitted and audited as by hand.
 * @throws `import-refused` with the cells that are wrong, `import-plan-changed`, `idempotency-key-reused`
 */
export async function applyImport(
  context: ImportContext,
  request: ImportRequest & {
    readonly key: string
    /** Hash of what was sent. */
    readonly digest: string
    /** What the check said would be done; null: whatever it is. */
    readonly plan: string | null
  },
): Promise<BulkReport> {
  const { userId, key, digest, plan, resource } = request
  const answer = await context.store.inTransaction((writer) =>
    once(
      context.keys,
      writer.transaction,
      { actor: userId, key, body: { operation: 'bulk.apply', digest, plan, resource } },
      async () => {
        const report = await run(context, { ...request, writer, applied: true })
        refuse(report, plan)
        // What was done stands in the audit log; here it would be kept for ever.
        return JSON.parse(JSON.stringify({ ...report, rows: [] }))
      },
    ),
  )
  return answer as unknown as BulkReport
}

function refuse({ rows, totals, plan: found }: BulkReport, plan: string | null): void {
  if (totals.error > 0) {
    const wrong = rows.flatMap(({ sheet, errors }) =>
      errors.map(({ cell, ...said }) => ({
        pointer: `/${sheet}/${cell}`,
        message: sentenceOf(said, 'en'),
      })),
    )
    throw busbarError('import-refused', { errors: wrong })
  }
  if (plan !== null && plan !== found) throw busbarError('import-plan-changed')
}

type Run = ImportRequest & { readonly writer: RegistryWriter; readonly applied: boolean }

async function run(context: ImportContext, request: Run): Promise<BulkReport> {
  const { catalogue, rules, store, audit, told } = context
  const { file, writer, actor, userId, denied, applied } = request
  const sheets = sheetsOf(catalogue, request)
  const { keys } = catalogue
  const taking: TakeContext = {
    ...{ writer, audit, rules, actor, denied },
    ...(told === undefined ? {} : { told }),
    lookup: createLookup({ store, keys, grantsOf: rules.grantsOf, userId }),
    placeOf: remembered(writer.placeOf),
  }
  const results: RowResult[] = []
  for (const sheet of sheets) results.push(...(await takeSheet(taking, sheet)))
  const resources = catalogue.kinds.map(({ resource }) => resource)
  return reportOf({ applied, format: file.format, resources, results, notes: file.notes })
}

/** Nothing that stands moves while a file is imported. */
function remembered(placeOf: RegistryWriter['placeOf']): RegistryWriter['placeOf'] {
  const places = new Map<string, Place>()
  return async ({ resource, id }) => {
    const known = places.get(`${resource} ${id}`)
    if (known !== undefined) return known
    const place = await placeOf({ resource, id })
    if (place !== null) places.set(`${resource} ${id}`, place)
    return place
  }
}

/** The file's tables by their kinds, in the order in which kinds refer to each other. */
function sheetsOf({ kinds }: BulkCatalogue, { file, resource }: ImportRequest): readonly Sheet[] {
  const named = file.tables.map((table) => {
    const name = table.name ?? resource ?? ''
    const kind = kinds.find((each) => each.resource.toLowerCase() === name.trim().toLowerCase())
    if (kind !== undefined) return sheetOf(kind, table.name ?? kind.resource, table)
    const known = kinds.map((each) => each.resource).join(', ')
    throw busbarError('import-unreadable', {
      detail:
        table.name === null
          ? `Say what the CSV file holds: one of ${known}.`
          : `Nothing is called "${name.slice(0, 60)}": name the sheet, or the file, as one of ${known}, or begin the sheet's name with #.`,
    })
  })
  return kinds.flatMap((kind) => named.filter((sheet) => sheet.kind === kind))
}

async function takeSheet(context: TakeContext, sheet: Sheet): Promise<readonly RowResult[]> {
  const { kind, headRow } = sheet
  if (sheet.faults.length > 0) return [refusedHead(sheet, headRow)]
  const drafts = sheet.rows.map((row): Draft => ({ row, siteId: null, references: new Map() }))
  await referAll(context, kind, drafts)
  await loadOwn(context, kind, drafts)
  const results: RowResult[] = []
  const seen = new Map<string, number>()
  let waiting: readonly Draft[] = drafts
  // What refers to its own kind waits for what it refers to, wherever that stands in the sheet.
  for (;;) {
    const ready = waiting.filter((draft) => isReady(context, kind, draft))
    const now = ready.length > 0 ? ready : waiting
    for (const draft of now) results.push(await takeRow(context, sheet, draft, seen))
    waiting = waiting.filter((draft) => !now.includes(draft))
    if (waiting.length === 0) break
  }
  return results.sort((a, b) => a.row - b.row)
}

function refusedHead({ kind, name, places, faults }: Sheet, row: number): RowResult {
  const { resource } = kind
  const errors = errorsOf({ places }, row, faults)
  return { resource, sheet: name, row, outcome: 'error', key: '', changes: [], errors }
}

const referencesOf = (kind: BulkKind) =>
  kind.fields.flatMap((field) => (field.kind === 'reference' ? [field] : []))

async function referAll(context: TakeContext, kind: BulkKind, drafts: readonly Draft[]) {
  for (const field of referencesOf(kind)) {
    await prefetch(context.lookup, drafts, field.reference)
    if (field.reference.target !== kind.resource)
      for (const draft of drafts) refer(context.lookup, draft, field)
  }
}

async function loadOwn({ lookup }: TakeContext, kind: BulkKind, drafts: readonly Draft[]) {
  const [first] = kind.key
  const parent = referencesOf(kind).find(({ own }) => own === first)
  if (parent === undefined) return lookup.load(kind.resource, null)
  const ids = drafts.flatMap(({ references }): Id[] => {
    const resolved = references.get(parent.own)
    return resolved?.kind === 'found' ? [resolved.found.id] : []
  })
  await lookup.load(kind.resource, { own: parent.own, ids })
}

const ownReferences = (kind: BulkKind) =>
  referencesOf(kind).filter(({ reference }) => reference.target === kind.resource)

function isReady({ lookup }: TakeContext, kind: BulkKind, draft: Draft): boolean {
  return ownReferences(kind).every((field) => {
    const trial: Draft = {
      row: { ...draft.row, faults: [] },
      siteId: draft.siteId,
      references: new Map(),
    }
    refer(lookup, trial, field)
    return trial.row.faults.length === 0
  })
}

async function takeRow(
  context: TakeContext,
  sheet: Sheet,
  draft: Draft,
  seen: Map<string, number>,
): Promise<RowResult> {
  const { kind, name, places } = sheet
  const { row, faults } = draft.row
  for (const field of ownReferences(kind)) refer(context.lookup, draft, field)
  const key = keyOf(kind, draft, context.lookup)
  const columns = keyColumns(kind)
  const taken = await takeByKey(context, sheet, { draft, key, seen })
  return {
    resource: kind.resource,
    ...{ sheet: name, row, key: keyTextOf(draft.row, columns) },
    outcome: faults.length > 0 || taken === null ? 'error' : taken.outcome,
    changes: taken?.changes ?? [],
    errors: errorsOf({ places }, row, faults),
  }
}

async function takeByKey(
  context: TakeContext,
  { kind }: Sheet,
  about: {
    readonly draft: Draft
    readonly key: readonly string[] | null
    readonly seen: Map<string, number>
  },
) {
  const { draft, key, seen } = about
  const { faults, row } = draft.row
  if (key === null) {
    if (faults.length === 0) {
      const empty = keyColumns(kind).find((column) => draft.row.cell(column)?.text === '')
      faults.push({ column: empty ?? null, ...fault('keyMissing') })
    }
    return null
  }
  const mark = JSON.stringify(key)
  const earlier = seen.get(mark)
  if (earlier !== undefined) {
    faults.push({ column: null, ...fault('rowTwice', { row: String(earlier) }) })
    return null
  }
  seen.set(mark, row)
  const found = context.lookup.find(kind.resource, key)
  if (found === null) return make(context, kind, { draft, key })
  if (found === 'several' || found.row === null) {
    faults.push({ column: null, ...fault('keySeveral') })
    return null
  }
  return change(context, kind, { draft, found, before: found.row })
}
