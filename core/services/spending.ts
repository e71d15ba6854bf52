import type { AuditLog } from '../flow/audit/ports.ts'
import { createRow, updateRow } from '../flow/registry/change.ts'
import type { RegistryStore } from '../flow/registry/ports.ts'
import type { SpendingOptions } from '../flow/spending/judge.ts'
import { readSpending } from '../flow/spending/read.ts'
import { defined } from '../kernel/assert.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { formatMicros } from '../kernel/decimal.ts'
import { busbarError } from '../kernel/error.ts'
import { formatInstant } from '../kernel/instant.ts'
import { type Action, action, type Call, untyped } from './define.ts'
import { versionOf, who } from './registry.ts'
import { codecOf } from './wire.ts'

export interface SpendingDependencies extends Pick<SpendingOptions, 'store' | 'clock'> {
  readonly contract: JsonObject
  readonly registry: RegistryStore
  readonly audit: AuditLog
}

/** Setting limits, and what is spent of them; reading limits is the registry's. */
export function spendingActions(dependencies: SpendingDependencies): Action[] {
  const { contract, registry, audit, clock } = dependencies
  const codec = codecOf(contract, 'SpendingLimit')
  const common = { store: registry, audit }
  const resource = 'spendingLimits'
  /** Whatever is changed is judged anew, from now on. */
  const changed = (body: JsonObject, { auditActor }: Call) => ({
    ...codec.fromWire(body),
    sinceAt: clock.now(),
    setBy: defined(auditActor.userId, 'the actor of a guarded operation'),
    judgedVersion: null,
  })
  return [
    untyped('spendingLimits.create', async ({ body }, call) => {
      const values = changed(body, call)
      return codec.toWire(await createRow(common, { ...who(call), resource, values }))
    }),
    untyped('spendingLimits.update', async ({ path, header, body }, call) => {
      const version = versionOf(header['If-Match'])
      const change = { ...who(call), resource, id: path.id, version, values: changed(body, call) }
      return codec.toWire(await updateRow(common, change))
    }),
    action('accounts.spending', async ({ path }) => {
      const account = await registry.get({ resource: 'accounts', id: path.id })
      if (account === null) throw busbarError('not-found')
      const items = await readSpending(dependencies, { accountId: path.id })
      return {
        accountId: path.id,
        currency: String(account.currency),
        items: items.map(({ id, period, amountMicros, enabled, spentMicros, from, to, level }) => ({
          ...{ limitId: id, period, enabled, level },
          amount: formatMicros(amountMicros),
          spent: formatMicros(spentMicros),
          fromAt: formatInstant(from),
          toAt: formatInstant(to),
        })),
      }
    }),
  ]
}
