import type { AuditEvent, AuditQuery, AuditReader } from '../flow/audit/ports.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { parseInstant } from '../kernel/instant.ts'
import { columnsOf } from './csv.ts'
import { digits, fromCursor, toCursor } from './cursor.ts'
import { type Action, action, type Call, type Input, replying } from './define.ts'
import { createExportSlots, exportPages } from './exports.ts'
import { actorOf } from './sessions.ts'
import { codecOf } from './wire.ts'

/** How a part of the instance fares. */
export interface PartHealth {
  readonly name: string
  readonly status: 'ok' | 'degraded' | 'down'
  readonly detail?: string
}

export interface OperationsDependencies {
  readonly contract: JsonObject
  readonly audit: AuditReader
  /** Asks the parts that requests depend on. */
  readonly health: () => Promise<readonly PartHealth[]>
  /** Figures in Prometheus' text format. */
  readonly metrics: () => Promise<string>
}

/** Health, figures and the audit log. */
export function operationsActions(dependencies: OperationsDependencies): Action[] {
  return [...healthActions(dependencies), ...auditActions(dependencies)]
}

function healthActions({ health, metrics }: OperationsDependencies): Action[] {
  return [
    action('health.live', async () => ({ status: 'ok' as const })),
    replying('health.ready', async () => {
      const parts = await health()
      const is = (status: PartHealth['status']) => parts.some((part) => part.status === status)
      const status = is('down') ? 'down' : is('degraded') ? 'degraded' : 'ok'
      return { body: { status, parts }, ...(status === 'down' ? { status: 503 } : {}) }
    }),
    replying('metrics.read', async () => ({
      body: await metrics(),
      contentType: 'text/plain; version=0.0.4; charset=utf-8',
    })),
  ]
}

function auditActions({ contract, audit }: OperationsDependencies): Action[] {
  const codec = codecOf(contract, 'AuditEvent')
  const columns = columnsOf(contract, 'AuditEvent')
  const slots = createExportSlots()
  const tell = (event: AuditEvent) => codec.toWire({ ...event })
  return [
    replying('audit.list', async ({ query }, call) => {
      const wanted = wantedOf(query, call)
      if (query.format === 'csv')
        return exportPages({
          ...{ slots, columns, tell, name: 'audit-events', userId: actorOf(call).userId },
          page: async (last: AuditEvent | null, limit) =>
            (await audit.list({ ...wanted, before: last?.id ?? null, limit })).items,
        })
      const { cursor, limit = 50 } = query
      const before = cursor === undefined ? null : digits(fromCursor('audit', cursor, 1)[0])
      const { items } = await audit.list({ ...wanted, before, limit: limit + 1 })
      const page = items.slice(0, limit)
      const last = items.length > limit ? page.at(-1) : undefined
      const nextCursor = last === undefined ? null : toCursor('audit', [last.id])
      return { body: { items: page.map(tell), nextCursor } }
    }),
    action('audit.verify', async () => {
      const { ok, sealed, unsealed, faults, head } = await audit.verify()
      return { ok, sealed, unsealed, faults: [...faults], head }
    }),
  ]
}

/** What the query asks for, within what the caller may see. */
function wantedOf(
  query: Input<'audit.list'>['query'],
  { grants }: Call,
): Omit<AuditQuery, 'before' | 'limit'> {
  const { from, to, actorId, operation, subject, service, siteId, outcome } = query
  const everywhere = grants === null || grants.some((grant) => grant.siteId === null)
  return {
    siteIds: everywhere ? null : grants.flatMap((grant) => grant.siteId ?? []),
    from: from === undefined ? null : parseInstant(from),
    to: to === undefined ? null : parseInstant(to),
    actorId: actorId ?? null,
    operation: operation ?? null,
    subject: subject ?? null,
    service: service ?? null,
    siteId: siteId ?? null,
    outcome: outcome ?? null,
  }
}
