import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { HOUR_MS } from '../../core/kernel/instant.ts'
import { withClient } from '../../core/persistence/provision.ts'
import { linesOfPdf } from '../support/pdf-text.ts'
import {
  type CommissioningHouse,
  type Made,
  openCommissioningHouse,
} from './commissioning-house.ts'
import { command } from './supply-building.ts'

/** What a certificate must not say: that something was proved which was not. */

let house: CommissioningHouse

beforeAll(async () => {
  house = await openCommissioningHouse()
}, 120_000)
afterAll(() => house.stop())

const step = ({ id }: Made, name: string, body?: JsonObject) =>
  command(house.owner, `commissionings/${id}/${name}`, body)
const testsOf = ({ body }: Awaited<ReturnType<typeof step>>) =>
  body.tests as unknown as readonly JsonObject[]

/** A meter whose values were seen, with supply that is proved to be on. */
async function seen(code: string): Promise<Made> {
  const made = await house.commissioned(code)
  house.clock.now += HOUR_MS
  await house.read(made, 13)
  expect((await step(made, 'see')).status).toBe(200)
  await house.standsAt(made, 'on')
  return made
}

async function printed({ id }: Made) {
  const response = await fetch(`${house.api.url}/api/v1/commissionings/${id}/certificate`, {
    headers: { cookie: house.owner.cookie },
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  return { status: response.status, bytes }
}

describe('a relay test', () => {
  it('S1: takes nothing away where supply is protected, or locked out for maintenance', async () => {
    const made = await seen('guarded')
    const { supplyPointId } = made
    const desired = async () =>
      (await house.owner.call('GET', `/api/v1/supply-points/${supplyPointId}`)).body.desired
    const reason = 'Dialysis at home'
    const { siteId } = house.building
    const fromAt = '2026-01-01T00:00:00Z'
    for (const [path, end, body] of [
      ['supply-protections', 'end', { siteId, supplyPointId, kind: 'medical', fromAt, reason }],
      ['supply-lock-outs', 'release', { supplyPointId, reason: 'Work on the board' }],
    ] as const) {
      const set = await command(house.owner, path, body)
      expect(set.status, set.text).toBe(201)
      const before = await desired()
      // As if the relay had not moved yet.
      await house.standsAt(made, 'on')
      const refused = await step(made, 'start-test', { present: true })
      expect(refused.body, path).toMatchObject({ status: 409, code: 'relay-test-refused' })
      expect(await desired()).toBe(before)
      const over = await command(house.owner, `${path}/${String(set.body.id)}/${end}`)
      expect(over.status, over.text).toBe(200)
    }
    await house.standsAt(made, 'on')
    expect((await step(made, 'start-test', { present: true })).body.state).toBe('off-ordered')
  })

  it('has failed where the relay was never proved to be off, whatever was ordered', async () => {
    const made = await seen('liar')
    expect((await step(made, 'start-test', { present: true })).body.state).toBe('off-ordered')
    expect((await step(made, 'restore-test')).body.state).toBe('on-ordered')
    const ended = await step(made, 'end-test', {})
    expect(ended.body).toMatchObject({ state: 'seen' })
    expect(testsOf(ended)).toMatchObject([{ result: 'failed', off: { verified: 'on' } }])
    expect((await step(made, 'sign', { signatory: 'Li Wei' })).body).toMatchObject({
      ...{ status: 422, errors: [{ pointer: '/remarks' }] },
    })
  })

  it('that is given up has failed where supply was never proved to be back', async () => {
    const made = await seen('stuck')
    await step(made, 'start-test', { present: true })
    await house.standsAt(made, 'off')
    await step(made, 'restore-test')
    const ended = await step(made, 'end-test', { giveUp: true })
    expect(ended.body).toMatchObject({ state: 'seen' })
    expect(testsOf(ended)).toMatchObject([{ result: 'failed', on: { verified: 'off' } }])
  })
})

describe('a sign-off', () => {
  it('counts no value that was heard before the commissioning began', async () => {
    const made = await house.commissioned('early')
    house.clock.now -= HOUR_MS
    await house.read(made, 12)
    house.clock.now += 2 * HOUR_MS
    expect((await step(made, 'see')).body).toMatchObject({ code: 'commissioning-not-ready' })
    await house.read(made, 13)
    expect((await step(made, 'see')).status).toBe(200)
  })

  it('is refused once the meter hangs there no more', async () => {
    const made = await seen('swapped')
    await house.api.pool.query(
      'UPDATE installation SET to_at = to_timestamp($1::float8 / 1000) WHERE meter_id = $2',
      [house.clock.now, made.meterId],
    )
    const remarks = 'Without a test'
    const refused = await step(made, 'sign', { signatory: 'Li Wei', remarks })
    expect(refused.body).toMatchObject({ code: 'commissioning-not-ready' })
    expect(refused.text).toContain('swapped')
  })

  it('prints what was signed, and nothing once the record was altered behind its back', async () => {
    const made = await seen('printed')
    const remarks = 'The relay is tested tomorrow'
    const signed = await step(made, 'sign', { signatory: 'Li Wei', remarks })
    expect(signed.status, signed.text).toBe(200)
    const { status, bytes } = await printed(made)
    expect(status).toBe(200)
    const lines = linesOfPdf(bytes).map((line) => line.trim())
    for (const line of ['SN-printed', '13 kWh', remarks, String(signed.body.hash)])
      expect(lines).toContain(line)
    await withClient({ url: house.api.database.ownerUrl }, async (client) => {
      await client.query('ALTER TABLE commissioning DISABLE TRIGGER keep_ended_commissioning')
      await client.query({
        text: `UPDATE commissioning SET certificate = jsonb_set(certificate, '{registers,0,value}', '"14"') WHERE id = $1`,
        values: [made.id],
      })
      await client.query('ALTER TABLE commissioning ENABLE TRIGGER keep_ended_commissioning')
    })
    const altered = await printed(made)
    expect(JSON.parse(altered.bytes.toString())).toMatchObject({ code: 'certificate-altered' })
  })
})
