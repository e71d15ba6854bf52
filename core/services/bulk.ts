import { hash } from 'node:crypto'
import type { DenialLog } from '../flow/audit/denials.ts'
import type { AuditLog } from '../flow/audit/ports.ts'
import { annotated, exportTables, templateOf } from '../flow/bulk/export.ts'
import { sentenceOf } from '../flow/bulk/faults.ts'
import { applyImport, checkImport, type ImportRequest } from '../flow/bulk/import.ts'
import type { BulkCatalogue } from '../flow/bulk/kinds.ts'
import type { Said, TableFiles, WrittenTable } from '../flow/bulk/ports.ts'
import type { BulkReport } from '../flow/bulk/report.ts'
import type { CommandKeyStore } from '../flow/command-keys/ports.ts'
import type { ChangeContext } from '../flow/registry/change.ts'
import type { RegistryStore } from '../flow/registry/ports.ts'
import { busbarError } from '../kernel/error.ts'
import { bulkRulesOf, type RowJudges } from './bulk-rules.ts'
import { readBulk } from './bulk-shapes.ts'
import { readOperations } from './contract.ts'
import { type Action, type Call, type RawInput, type Reply, raw, replying } from './define.ts'
import { actorOf } from './sessions.ts'

export interface BulkDependencies extends RowJudges {
  readonly store: RegistryStore
  readonly audit: AuditLog
  readonly denials: DenialLog
  readonly keys: CommandKeyStore
  readonly files: TableFiles
  readonly told?: NonNullable<ChangeContext['told']>
}

/** A file of ten thousand rows takes its time. */
const TIMEOUT_MS = 300_000
/** As many as are read again. */
const EXPORT_ROWS = 10_000

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** The registry as files: export, check, remarks, import. */
export function bulkActions(dependencies: BulkDependencies): Action[] {
  const { contract, files } = dependencies
  const catalogue = readBulk(contract)
  const operations = readOperations(contract)
  const contextOf = (call: Call) => ({
    ...dependencies,
    catalogue,
    rules: bulkRulesOf({ ...dependencies, operations, catalogue }, call),
  })
  const alone = createTurn()
  const actions = [
    replying('bulk.export', ({ query }, call) => {
      const kinds = kindsOf(catalogue, query.kinds)
      if (query.template === true) return fileOf(files, templateOf(kinds), query.format)
      const context = contextOf(call)
      const request = { kinds, siteId: query.siteId ?? null, userId: actorOf(call).userId }
      return alone(async () =>
        fileOf(files, await exportTables(context, { ...request, count: counter() }), query.format),
      )
    }),
    raw('bulk.check', (input, call) =>
      alone(async () => ({ body: told(await check(contextOf(call), await read(input, call))) })),
    ),
    raw('bulk.annotate', (input, call) =>
      alone(async () => {
        const request = await read(input, call)
        const report = await check(contextOf(call), request)
        const language = input.query.language === 'zh-CN' ? 'zh-CN' : 'en'
        return fileOf(files, annotated(request.file, report, language), 'xlsx')
      }),
    ),
    raw('bulk.apply', (input, call) =>
      alone(async () => {
        const { denials, ...request } = await read(input, call)
        const { plan = null } = input.query
        const key = String(input.header['idempotency-key'])
        const digest = hash('sha256', input.body)
        try {
          const report = await applyImport(contextOf(call), { ...request, plan, key, digest })
          return { body: told(report) }
        } finally {
          await keep(denials, call)
        }
      }),
    ),
  ]
  return actions.map((action) => ({ ...action, timeoutMs: TIMEOUT_MS }))

  async function check(
    context: ReturnType<typeof contextOf>,
    { denials, ...request }: Reading,
  ): Promise<BulkReport> {
    const report = await checkImport(context, request)
    await keep(denials, request.call)
    return report
  }

  async function read(input: Pick<RawInput<'bulk.check'>, 'query' | 'body'>, call: Call) {
    const file = await files.read({ bytes: Buffer.from(input.body, 'base64') })
    const denials: Denied[] = []
    return {
      ...{ file, call, denials, actor: call.auditActor, userId: actorOf(call).userId },
      resource: input.query.kind ?? null,
      denied: (denied: Denied) => void denials.push(denied),
    }
  }

  async function keep(denied: readonly Denied[], { auditActor: actor }: Call): Promise<void> {
    for (const { resource, change, id, code } of denied) {
      const subject = id === null ? resource : `${resource}:${id}`
      await dependencies.denials.record({
        actor,
        operation: `${resource}.${change}`,
        subject,
        code,
      })
    }
  }
}

/** As on the wire: each fault has its sentence besides its code. */
function told({ rows, notes, ...report }: BulkReport) {
  const withSentence = <T extends Said>(said: T) => ({ ...said, message: sentenceOf(said, 'en') })
  return {
    ...report,
    rows: rows.map((row) => ({ ...row, errors: row.errors.map(withSentence) })),
    notes: notes.map(withSentence),
  }
}

type Denied = Parameters<ImportRequest['denied']>[0]
type Reading = ImportRequest & { readonly call: Call; readonly denials: readonly Denied[] }

function kindsOf({ kinds }: BulkCatalogue, wanted: readonly string[] | undefined) {
  const unknown = wanted?.find((name) => !kinds.some(({ resource }) => resource === name))
  if (unknown !== undefined)
    throw busbarError('validation-failed', {
      errors: [
        {
          pointer: 'kinds',
          message: `must be of ${kinds.map(({ resource }) => resource).join(', ')}`,
        },
      ],
    })
  return wanted === undefined ? kinds : kinds.filter(({ resource }) => wanted.includes(resource))
}

async function fileOf(
  files: TableFiles,
  tables: readonly WrittenTable[],
  format: 'xlsx' | 'csv' | undefined,
): Promise<Reply> {
  const [bytes, type, name] =
    format === 'csv'
      ? [await files.archive(tables), 'application/zip', 'registry.zip']
      : [await files.workbook(tables), XLSX, 'registry.xlsx']
  return {
    body: Buffer.from(bytes),
    contentType: type,
    headers: { 'Content-Disposition': `attachment; filename="${name}"` },
  }
}

function counter(): () => void {
  let rows = 0
  return () => {
    rows += 1
    if (rows > EXPORT_ROWS)
      throw busbarError('import-too-large', {
        detail: `There are more than ${EXPORT_ROWS} rows: ask for one site, or for some kinds.`,
      })
  }
}

/** One file at a time: each may take a good part of the memory that there is. */
function createTurn() {
  let busy = false
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (busy) throw busbarError('import-busy')
    busy = true
    try {
      return await work()
    } finally {
      busy = false
    }
  }
}
