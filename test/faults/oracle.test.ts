import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defined } from '../../core/kernel/assert.ts'
import { withClient } from '../../core/persistence/provision.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'
import { expectSound, supplied } from './course.ts'
import { damagesIn } from './oracle.ts'
import type { Evidence } from './testimony.ts'
import { createWorld, type World } from './world.ts'

let world: World
let evidence: Evidence
let whole: TemporaryDatabase

beforeAll(async () => {
  world = await createWorld({
    units: [
      { code: 'T', standing: 'tenant', kind: 'shelly-1pm' },
      { code: 'P', standing: 'protected', kind: 'tasmota-power' },
      { code: 'L', standing: 'life-safety', kind: 'tasmota-power' },
    ],
  })
  const unit = defined(world.house.units[0], 'a tenant')
  await world.client.topUp({ unit, amount: '50.00', by: 'sandbox' })
  await world.client.drain(unit)
  await supplied(world, unit, 'off')
  await world.client.topUp({ unit, amount: '60.00', by: 'cash' })
  await supplied(world, unit, 'on')
  // What is asked about in the following stands still.
  await world.surroundings.deviceGate.shut()
  await expectSound(world, 'undisturbed')
  await world.core().stop()
  evidence = await world.evidence()
  whole = defined(world.databases.temporary, 'a database of its own')
}, 180_000)
afterAll(() => world?.close(), 60_000)

/** Plants rows that no login of Busbar could, in a copy. */
async function planted(sql: string): Promise<readonly string[]> {
  // The last look may still be on its way out.
  await withClient({ url: whole.superuserUrl.replace(/[^/]+$/, 'postgres') }, (client) =>
    client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${whole.name}'`,
    ),
  )
  const copy = await createTemporaryDatabase({ copyOf: whole })
  try {
    await withClient({ url: copy.superuserUrl }, async (client) => {
      await client.query('SET session_replication_role = replica')
      const { rowCount } = await client.query(sql)
      expect(rowCount, 'something was planted').toBeGreaterThan(0)
    })
    return await damagesIn({ ...evidence, url: copy.superuserUrl })
  } finally {
    await copy.drop()
  }
}

const CHARGE = "SELECT max(id) FROM posting WHERE kind NOT IN ('top-up', 'transfer')"
const TOP_UP = "SELECT max(id) FROM posting WHERE kind = 'top-up'"

describe('the oracle finds each kind of damage', () => {
  it('and none where there is none', async () => {
    expect(await damagesIn(evidence)).toEqual([])
  })

  it.each([
    ['a charge that is gone', `DELETE FROM posting WHERE id = (${CHARGE})`, 'ledger: purse'],
    [
      'a purse with other money',
      "UPDATE ledger_account SET balance_micros = balance_micros + 1 WHERE kind = 'cash'",
      'ledger: purse',
    ],
    [
      'money that changed its fund',
      "UPDATE ledger_account SET fund = 'water' WHERE kind = 'revenue'",
      'of fund general sums to',
    ],
    [
      'a charge of another amount',
      `UPDATE posting SET amount_micros = amount_micros + 1 WHERE id = (${CHARGE})`,
      'verify:',
    ],
    ['readings that are gone', 'DELETE FROM reading', 'was acknowledged and'],
    [
      'a capture that was never credited',
      `DELETE FROM posting WHERE kind = 'top-up'`,
      'capture: the channel took',
    ],
    [
      'a credit that was acknowledged, and is gone',
      `DELETE FROM posting WHERE id = (${TOP_UP})`,
      'was acknowledged with',
    ],
    [
      'a credit given twice',
      `INSERT INTO posting SELECT p.id + 1000000, p.at, p.booked_at, p.debit_id, p.credit_id, p.amount_micros,
         p.currency, p.kind, p.reference_kind, p.reference_id, p.reverses_id FROM posting p WHERE p.id = (${TOP_UP})`,
      'credited 2 times',
    ],
    ['a receipt that never came', "DELETE FROM notice WHERE kind = 'receipt'", 'has 0 receipts'],
    [
      'a fact told twice',
      `INSERT INTO fact (site_id, tenant_id, topic, type, data)
         SELECT site_id, tenant_id, topic, type, data FROM fact WHERE type = 'payment-credited'`,
      'and 2 facts',
    ],
    [
      'a transfer without its audit line',
      "DELETE FROM audit_event WHERE operation = 'transfers.create'",
      'has 0 audit lines',
    ],
    ['a transfer that is gone', "DELETE FROM posting WHERE kind = 'transfer'", 'effect: transfer'],
    ['an audit line that was changed', "UPDATE audit_event SET actor_name = 'X'", 'audit: link'],
    [
      'a link of the audit chain that is gone',
      'DELETE FROM audit_link WHERE no = 2',
      'audit: link',
    ],
    [
      'an intent that the Guard did not sign',
      "UPDATE supply_intent SET expires_at = expires_at + interval '1 hour'",
      "does not bear the Guard's signature",
    ],
    [
      'a command whose intent was never marked as sent',
      "UPDATE supply_intent SET sent_at = NULL WHERE action = 'cut'",
      'without authority',
    ],
    ['a cut that nothing decided on', 'DELETE FROM supply_decision', 'that nothing decided on'],
    [
      'a cut right after a start',
      // By the cut, and not by the start: nobody knows how long after it the cut came.
      `UPDATE guard_epoch e SET started_at = i.issued_at - interval '15 seconds'
         FROM supply_intent i WHERE i.epoch_id = e.id AND i.action = 'cut'`,
      'within the hold-off',
    ],
    [
      'more cuts than the budget has',
      `INSERT INTO supply_intent (epoch_id, site_id, point_id, action, path, installation_id, balance_version,
         issued_at, expires_at, signature)
         SELECT i.epoch_id, i.site_id, 900 + n, i.action, i.path, i.installation_id, i.balance_version,
           i.issued_at, i.expires_at, i.signature FROM supply_intent i, generate_series(1, 3) n WHERE i.action = 'cut'`,
      'budget: 4 points',
    ],
    [
      'a tenant who has paid, and is to stay off',
      "UPDATE supply_point SET desired = 'off'",
      'is wished off',
    ],
  ])('%s', async (_, sql, finding) => {
    expect(await planted(sql)).toContainEqual(expect.stringContaining(finding))
  })

  const cut = () =>
    defined(
      evidence.commands.find(({ on }) => !on),
      'the cut',
    )

  it.each<[string, () => Partial<Evidence>, string]>([
    [
      'a cut that came twice',
      () => ({ commands: [...evidence.commands, cut()] }),
      'without authority',
    ],
    [
      'a cut that came when its intent had expired',
      () => ({ commands: [{ ...cut(), at: cut().at + 3_600_000 }] }),
      'without authority',
    ],
    [
      'a cut of what is protected',
      () => ({ commands: [{ ...cut(), device: 'device-P' }] }),
      'protected P was cut',
    ],
    [
      'a switched life-safety point',
      () => ({ commands: [{ ...cut(), device: 'device-L', on: true }] }),
      'life safety L was switched',
    ],
    [
      'a switched device that nobody knows',
      () => ({ commands: [{ ...cut(), device: 'other' }] }),
      'an unknown device',
    ],
    [
      'a cut after a payment that covered everything',
      () => ({ credits: evidence.credits.map((credit) => ({ ...credit, at: 0 })) }),
      'micros left',
    ],
    [
      'a relay that is off though its tenant has paid',
      () => ({ units: evidence.units.map((unit) => ({ ...unit, isOn: false })) }),
      'the relay of T is off',
    ],
    [
      'a capture that nobody has heard of',
      () => ({ captures: [{ orderId: 'UNHEARD', amountMinor: '100', currency: 'CNY' }] }),
      'for UNHEARD, credited 0 times',
    ],
    [
      'money credited that the channel never took',
      () => ({ captures: [] }),
      'the channel has taken nothing',
    ],
  ])('%s', async (_, changed, finding) => {
    const damages = await damagesIn({ ...evidence, ...changed() })
    expect(damages).toContainEqual(expect.stringContaining(finding))
  })
})
