import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, type Person, startApi } from './api.ts'
import { type Building, makeBuilding } from './building.ts'
import { plantObjects } from './objects.ts'

let api: Api
let owner: Person
let building: Building
let objects: Readonly<Record<string, string>>

const at = (minute: number) => new Date(Date.UTC(2026, 0, 31, 8, minute)).toISOString()

beforeAll(async () => {
  api = await startApi()
  owner = await api.person([{ role: 'owner' }])
  building = await makeBuilding(owner, 'north')
  objects = await plantObjects(api, building)
  await book()
  await measure()
})
afterAll(() => api.stop())

/** A top-up of 100, a charge of 1.25, and its reversal. */
async function book(): Promise<void> {
  const account = async (values: string) =>
    String(
      (
        await api.pool.query(
          `INSERT INTO ledger_account (site_id, account_id, kind, code, currency, balance_micros)
           VALUES (${building.siteId}, ${values}) RETURNING id::text`,
        )
      ).rows[0].id,
    )
  const purse = await api.pool.query(
    `UPDATE ledger_account SET balance_micros = 100000000
     WHERE account_id = $1 AND kind = 'cash' RETURNING id::text`,
    [building.accountId],
  )
  const cash = String(purse.rows[0].id)
  const revenue = await account(`NULL, 'revenue', 'test', 'CNY', NULL`)
  const clearing = await account(`NULL, 'clearing', 'test', 'CNY', NULL`)
  const post = (id: number, debit: string, credit: string, amount: number, undoes: number | null) =>
    api.pool.query(
      `INSERT INTO posting (id, at, debit_id, credit_id, amount_micros, currency, kind, reference_kind, reference_id, reverses_id)
       VALUES ($1, $2, $3, $4, $5, 'CNY', 'test', 'test', 7, $6)`,
      [id, at(id), debit, credit, amount, undoes],
    )
  await post(1, clearing, cash, 100_000_000, null)
  await post(2, cash, revenue, 1_250_000, null)
  await post(3, revenue, cash, 1_250_000, 2)
}

/** Five readings a minute apart with their intervals, one conflict, and quarantine. */
async function measure(): Promise<void> {
  const { registerId, pointId } = building
  for (let minute = 0; minute < 5; minute += 1)
    await api.pool.query(`INSERT INTO reading VALUES ($1, $2, $3, $1, 'good', 'meters/21')`, [
      at(minute),
      registerId,
      minute * 1_500_000,
    ])
  await api.pool.query(`INSERT INTO reading VALUES ($1, $2, 7, $1, 'good', 'meters/21')`, [
    at(2),
    registerId,
  ])
  for (let minute = 1; minute < 5; minute += 1) {
    await api.pool.query(
      `INSERT INTO usage_interval (id, metering_point_id, register_id, installation_id, from_at, to_at, from_micros,
         to_micros, quantity_micros, agreement_id, unrated)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1500000, $9, $10)`,
      [
        minute,
        pointId,
        registerId,
        objects.installations,
        at(minute - 1),
        at(minute),
        (minute - 1) * 1_500_000,
        minute * 1_500_000,
        objects.serviceAgreements,
        minute === 4 ? 'no-tariff' : null,
      ],
    )
    if (minute < 4)
      await api.pool.query(
        `INSERT INTO rated_line VALUES ($1, 0, $2, 'energy', 'energy', 'peak', $3, $4, 1500000, 0, 800000, 1200000, false),
           ($1, 1, $2, 'tax', 'surcharge', 'peak', $3, $4, 0, 0, 60000, 72000, false)`,
        [minute, objects.tariffVersions, at(minute - 1), at(minute)],
      )
  }
  for (let n = 1; n <= 3; n += 1) {
    await api.pool.query(
      `INSERT INTO quarantined_reading VALUES ($1, $2, $3, 'falling', 'was more', $4, $5)`,
      [registerId, at(n), n, at(30), n === 1 ? at(40) : null],
    )
    await api.pool.query(
      `INSERT INTO quarantined_input (connection_id, source, reason, payload, first_at, last_at, payload_hash)
       VALUES ($1, 'meters/22', 'No JSON.', $2, $3, $3, $2)`,
      [objects.connections, Buffer.from(`{${n}`), at(n)],
    )
  }
}

/** All items of a list, page by page of this size. */
async function all(path: string, limit: number): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = []
  let cursor = ''
  do {
    const join = path.includes('?') ? '&' : '?'
    const page = await owner.call('GET', `${path}${join}limit=${limit}${cursor}`)
    expect(page.status, `${page.text} ${api.failures.join()}`).toBe(200)
    items.push(...(page.body.items as Record<string, unknown>[]))
    cursor = page.body.nextCursor === null ? '' : `&cursor=${String(page.body.nextCursor)}`
  } while (cursor !== '')
  return items
}

describe('what was measured, charged and booked', () => {
  it('postings are told from the side of the account, newest first', async () => {
    const path = `/api/v1/accounts/${building.accountId}/postings`
    const items = await all(path, 2)
    expect(items.map(({ id, amount, counterpart }) => [id, amount, counterpart])).toEqual([
      ['3', '1.25', 'revenue'],
      ['2', '-1.25', 'revenue'],
      ['1', '100', 'clearing'],
    ])
    expect(items[0]).toMatchObject({ purse: 'cash', at: at(3), reversesId: '2' })
    expect(await all(path, 1)).toEqual(items)
    const account = await owner.call('GET', `/api/v1/accounts/${building.accountId}`)
    expect(account.body.purses).toContainEqual({ kind: 'cash', fund: 'general', balance: '100' })
  })

  it('charges explain themselves down to the register values', async () => {
    const path = `/api/v1/accounts/${building.accountId}/charges`
    const items = await all(path, 500)
    expect(items.map(({ id, amount, unrated }) => [id, amount, unrated])).toEqual([
      ['4', '0', 'no-tariff'],
      ['3', '1.272', null],
      ['2', '1.272', null],
      ['1', '1.272', null],
    ])
    expect(items[1]).toMatchObject({
      from: '3',
      to: '4.5',
      quantity: '1.5',
      fromAt: at(2),
      toAt: at(3),
    })
    expect(items[1]?.lines).toMatchObject([
      { component: 'energy', band: 'peak', price: '0.8', quantity: '1.5', amount: '1.2' },
      { component: 'tax', amount: '0.072', price: '0.06' },
    ])
    for (const limit of [1, 3]) expect(await all(path, limit)).toEqual(items)
    const some = await all(`${path}?from=${at(2)}&to=${at(4)}`, 1)
    expect(some.map(({ id }) => id)).toEqual(['3', '2'])
  })

  it('readings are told with both sides of a conflict', async () => {
    const path = `/api/v1/readings?registerId=${building.registerId}`
    const items = await all(path, 500)
    expect(items.map(({ value }) => value)).toEqual(['6', '4.5', '3', '0.000007', '1.5', '0'])
    for (const limit of [1, 2, 3]) expect(await all(path, limit)).toEqual(items)
    expect(await all(`${path}&from=${at(3)}`, 1)).toHaveLength(2)
  })

  it('quarantine is told, open or settled', async () => {
    const items = await all('/api/v1/quarantine/readings', 500)
    expect(items.map(({ value }) => value)).toEqual(['0.000003', '0.000002', '0.000001'])
    for (const limit of [1, 2])
      expect(await all('/api/v1/quarantine/readings', limit)).toEqual(items)
    expect(await all('/api/v1/quarantine/readings?open=true', 5)).toHaveLength(2)
    expect(await all('/api/v1/quarantine/readings?open=false', 5)).toHaveLength(1)
    const inputs = await all('/api/v1/quarantine/inputs', 2)
    expect(inputs.map(({ payloadBase64 }) => payloadBase64)).toEqual(['ezM=', 'ezI=', 'ezE='])
  })

  it('installations come with their registers at both ends', async () => {
    await api.pool.query(
      `INSERT INTO installation_register VALUES ($1, $2, 1500000, NULL, 'Li Wei')`,
      [objects.installations, building.registerId],
    )
    const { body } = await owner.call('GET', `/api/v1/installations/${objects.installations}`)
    expect(body).toMatchObject({ multiplier: '1', toAt: null })
    expect(body.registers).toEqual([
      { registerId: building.registerId, opening: '1.5', closing: null, signedBy: 'Li Wei' },
    ])
  })

  it('a repair item is closed once, from the version that was seen', async () => {
    const path = `/api/v1/repair-items/${objects.repairItems}/close`
    expect((await owner.call('POST', path)).status).toBe(428)
    const closed = await owner.call('POST', path, { headers: { 'if-match': '"1"' } })
    expect(closed.body, closed.text).toMatchObject({ closedBy: owner.email, version: 2 })
    expect(closed.headers.get('etag')).toBe('"2"')
    const again = await owner.call('POST', path, { headers: { 'if-match': '"2"' } })
    expect(again.body).toMatchObject({ status: 409, code: 'conflict' })
  })
})
