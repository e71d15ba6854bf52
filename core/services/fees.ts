import type { AuditLog } from '../flow/audit/ports.ts'
import { once } from '../flow/command-keys/once.ts'
import type { CommandKeyStore } from '../flow/command-keys/ports.ts'
import { chargeFee, type ReceivableOptions } from '../flow/ledger/receivables.ts'
import { defined } from '../kernel/assert.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { parseMicros } from '../kernel/decimal.ts'
import type { Clock } from '../kernel/instant.ts'
import { type Action, action, type Output } from './define.ts'
import { codecOf } from './wire.ts'

export interface FeeDependencies {
  readonly contract: JsonObject
  readonly receivables: ReceivableOptions
  readonly keys: CommandKeyStore
  readonly audit: AuditLog
  /** Domain time. */
  readonly clock: Clock
}

/** Charges beside energy. */
export function feeActions(dependencies: FeeDependencies): Action[] {
  const { contract, receivables, keys, audit, clock } = dependencies
  const codec = codecOf(contract, 'Fee')
  return [
    action('fees.create', async ({ header, body }, { auditActor, place, operation }) => {
      const requestedBy = defined(auditActor.userId, 'the user who charges a fee')
      const { accountId, kind, reason } = body
      const command = { actor: requestedBy, key: header['Idempotency-Key'] }
      const answer = await receivables.store.transaction((transaction) =>
        once(
          keys,
          transaction,
          { ...command, body: { operation: operation.id, ...body } },
          async () => {
            const fee = await chargeFee(
              receivables,
              {
                ...{ accountId, kind, reason, requestedBy },
                amountMicros: parseMicros(body.amount),
                at: clock.now(),
              },
              transaction,
            )
            const told = codec.toWire({ ...fee })
            await audit.append(
              {
                actor: auditActor,
                operation: operation.id,
                outcome: 'done',
                siteId: place?.siteId ?? null,
                subject: `fees:${fee.id}`,
                after: told,
              },
              transaction,
            )
            return told
          },
        ),
      )
      return answer as unknown as Output<'fees.create'>
    }),
  ]
}
