import { canonicalJson, type Json, type JsonObject } from '../../kernel/canonical.ts'
import type { Id } from '../../kernel/id.ts'
import type { RegistryStore, Row } from '../registry/ports.ts'
import { type FaultLanguage, sentenceOf } from './faults.ts'
import type { BulkCatalogue, BulkKind, Reference } from './kinds.ts'
import { rowsOf } from './lookup.ts'
import type { TableFile, WrittenCell, WrittenTable } from './ports.ts'
import { type BulkReport, lettersOf, type Outcome, type RowResult } from './report.ts'
import type { BulkRules } from './rules.ts'
import { textOf } from './sheet.ts'

/** A table of columns' names alone, for each kind. */
export const templateOf = (kinds: readonly BulkKind[]): readonly WrittenTable[] =>
  kinds.map((kind) => ({ name: kind.resource, rows: [headOf(kind)] }))

const headOf = ({ columns }: BulkKind): readonly WrittenCell[] =>
  columns.map((text) => ({ text, tone: 'head' }))

/** All that the asker may see of some kinds, at one site or everywhere, as `checkImport` would read it. */
export async function exportTables(
  context: {
    readonly catalogue: BulkCatalogue
    readonly store: Pick<RegistryStore, 'list' | 'get'>
    readonly rules: Pick<BulkRules, 'grantsOf' | 'toWire'>
  },
  request: {
    readonly kinds: readonly BulkKind[]
    /** Null: every site. */
    readonly siteId: Id | null
    readonly userId: string
    /** Told of each row; throws where there are too many. */
    readonly count: () => void
  },
): Promise<readonly WrittenTable[]> {
  const { store, rules, catalogue } = context
  const names = createNames(context)
  const tables: WrittenTable[] = []
  for (const kind of request.kinds) {
    const { resource } = kind
    const grants = rules.grantsOf(resource)
    if (grants.length === 0) continue
    const rows: (readonly WrittenCell[])[] = [headOf(kind)]
    const filter = filterOf(kind, request.siteId)
    for await (const row of rowsOf({ store, resource, grants, userId: request.userId, filter })) {
      names.remember(resource, row)
      if (filter === EVERYTHING && request.siteId !== null) {
        const site = await siteOf({ names, keys: catalogue.keys }, resource, row)
        if (site !== request.siteId) continue
      }
      request.count()
      rows.push(await cellsOf({ kind, row, wire: rules.toWire(resource, row), names }))
    }
    tables.push({ name: resource, rows })
  }
  return tables
}

const EVERYTHING: Row = Object.freeze({})

function filterOf({ resource, fields }: BulkKind, siteId: Id | null): Row {
  if (siteId === null) return EVERYTHING
  if (resource === 'sites') return { id: siteId }
  return fields.some(({ own }) => own === 'siteId') ? { siteId } : EVERYTHING
}

async function siteOf(
  { names, keys }: { readonly names: Names; readonly keys: BulkCatalogue['keys'] },
  resource: string,
  row: Row,
): Promise<string | null> {
  if (resource === 'sites') return String(row.id)
  if (typeof row.siteId === 'string') return row.siteId
  const parent = keys[resource]?.key.find(({ target }) => target !== null)
  if (parent === undefined || parent.target === null) return null
  const next = await names.row(parent.target, String(row[parent.own]))
  return next === null ? null : siteOf({ names, keys }, parent.target, next)
}

/** Rows that others refer to, each read once. */
interface Names {
  remember(resource: string, row: Row): void
  row(resource: string, id: Id): Promise<Row | null>
}

function createNames({ store }: { readonly store: Pick<RegistryStore, 'get'> }): Names {
  const rows = new Map<string, Row | null>()
  return {
    remember: (resource, row) => void rows.set(`${resource} ${String(row.id)}`, row),
    async row(resource, id) {
      const at = `${resource} ${id}`
      const known = rows.get(at)
      if (known !== undefined) return known
      const row = await store.get({ resource, id })
      rows.set(at, row)
      return row
    },
  }
}

async function cellsOf(request: {
  readonly kind: BulkKind
  readonly row: Row
  readonly wire: JsonObject
  readonly names: Names
}): Promise<readonly WrittenCell[]> {
  const { kind, row, wire, names } = request
  const texts = new Map<string, string>()
  for (const field of kind.fields) {
    if (field.kind === 'value') texts.set(field.column, textOf(at(wire, field.at)))
    else await nameInto(texts, { names, reference: field.reference, id: row[field.own] })
  }
  return kind.columns.map((column) => ({ text: texts.get(column) ?? '' }))
}

const at = (value: Json, path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>(
    (inner, step) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? (inner as JsonObject)[step]
        : undefined,
    value,
  )

async function nameInto(
  texts: Map<string, string>,
  { names, reference, id }: { names: Names; reference: Reference; id: unknown },
): Promise<void> {
  if (id === null || id === undefined) return
  const row = await names.row(reference.target, String(id))
  if (row === null) return
  for (const part of reference.parts) {
    if (part.kind === 'text') texts.set(part.column, String(row[part.own]))
    if (part.kind === 'reference')
      await nameInto(texts, { names, reference: part.reference, id: row[part.own] })
  }
}

/** Names of the columns of remarks, and what becomes of a row. */
const REMARKS: Readonly<
  Record<FaultLanguage, Readonly<Record<Outcome | 'head' | 'errors', string>>>
> = {
  en: {
    ...{ head: '#result', errors: '#what to do' },
    ...{ create: 'create', update: 'update', unchanged: 'unchanged', error: 'error' },
  },
  'zh-CN': {
    ...{ head: '#结果', errors: '#如何改正' },
    ...{ create: '新建', update: '修改', unchanged: '未变', error: '错误' },
  },
}

/** The file as it came, with what would become of each row and what is to be mended, in columns that are passed over. */
export function annotated(
  file: TableFile,
  { rows: results }: BulkReport,
  language: FaultLanguage,
): readonly WrittenTable[] {
  const byPlace = new Map(
    results.map((result) => [canonicalJson([result.sheet, result.row]), result]),
  )
  return file.tables.map(({ name, rows }) => {
    const sheet = name ?? results[0]?.sheet ?? 'rows'
    const skipped = skippedColumns(rows[0]?.cells.map(({ text }) => text) ?? [])
    return {
      name: sheet,
      rows: rows.map(({ row, cells }, index) => {
        const result = byPlace.get(canonicalJson([sheet, row])) ?? null
        const wrong = new Set(result?.errors.map(({ cell }) => cell))
        const told = cells.flatMap(({ text }, column): WrittenCell[] => {
          if (skipped.has(column)) return []
          if (index === 0) return [{ text, tone: 'head' }]
          return [{ text, ...(wrong.has(`${lettersOf(column)}${row}`) ? { tone: 'wrong' } : {}) }]
        })
        const width = (rows[0]?.cells.length ?? 0) - skipped.size
        const empty = Array.from({ length: Math.max(0, width - told.length) }, () => ({ text: '' }))
        return [...told, ...empty, ...remarks(index, result, language)]
      }),
    }
  })
}

/** Remarks of a check before. */
const skippedColumns = (head: readonly string[]): ReadonlySet<number> =>
  new Set(
    head.flatMap((text, column) =>
      Object.values(REMARKS).some((own) => text.startsWith(own.head) || text.startsWith(own.errors))
        ? [column]
        : [],
    ),
  )

function remarks(
  index: number,
  result: RowResult | null,
  language: FaultLanguage,
): readonly WrittenCell[] {
  const words = REMARKS[language]
  const errors =
    result?.errors
      .map(({ cell, ...said }) => `${cell}: ${sentenceOf(said, language)}`)
      .join('\n') ?? ''
  if (index === 0)
    return [
      { text: words.head, tone: 'head' },
      {
        text: errors === '' ? words.errors : `${words.errors}\n${errors}`,
        tone: errors === '' ? 'head' : 'wrong',
      },
    ]
  return [
    { text: words[result?.outcome ?? 'unchanged'] },
    { text: errors, ...(errors === '' ? {} : { tone: 'wrong' }) },
  ]
}
