import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BuildingView, GatewaySnapshot } from '../../core/contracts/index.ts'
import { DAY_MS, HOUR_MS } from '../../core/kernel/instant.ts'
import { type GatewaysHouse, openGatewaysHouse } from './gateways-house.ts'
import type { SupplyHouse } from './supply-building.ts'

/** Monday, 9 March 2026, 11:00 in Shanghai. */
const MONDAY_ELEVEN = Date.UTC(2026, 2, 9, 3)
const ALL_DAY = [{ fromMinute: 0, toMinute: 1_440 }]

let now = MONDAY_ELEVEN
let house: SupplyHouse
let stop: GatewaysHouse['stop'] | undefined
let building: BuildingView

beforeAll(async () => {
  const opened = await openGatewaysHouse({ now: () => now })
  ;({ house, stop } = opened)
  building = opened.view({})
})
afterAll(() => stop?.())

const shownBy = ({ values }: GatewaySnapshot, pointId: string) =>
  values.find((value) => value.pointId === pointId)?.value

async function change(path: string, body: object): Promise<void> {
  const read = await house.owner.call('GET', path)
  const headers = { 'if-match': String(read.headers.get('etag')) }
  const answer = await house.owner.call('PATCH', path, { body, headers })
  expect(answer.status, answer.text).toBe(200)
}

test('the calendar is that of the policy in force; another policy or calendar is another tree', async () => {
  const { siteId } = house.building
  const first = await building.snapshot()
  expect(first.calendar).toEqual({
    ...{ timeZone: 'Asia/Shanghai', week: [[], [], [], [], [], ALL_DAY, ALL_DAY] },
    ...{ holidays: [], holdsOnHolidays: true, exceptions: [] },
    ...{ heldPointId: `site:${siteId}/hold-hours`, holidayPointId: `site:${siteId}/holiday` },
  })
  const { body: site } = await house.owner.call('GET', `/api/v1/sites/${siteId}`)
  const policy = `/api/v1/policy-profiles/${String(site.policyProfileId)}`
  const { rules } = (await house.owner.call('GET', policy)).body as { rules: object }
  const friendlyHours = [{ days: [1, 2, 3, 4, 5, 6], from: '17:00', to: '08:30' }]
  await change(policy, { rules: { ...rules, friendlyHours, noCutOnHolidays: false } })
  const restarts = async ({ cursor }: GatewaySnapshot) =>
    (await building.changes({ cursor, waitMs: 5_000, limit: 10 })).kind === 'restart'
  await expect.poll(() => restarts(first), { timeout: 20_000 }).toBe(true)
  const second = await building.snapshot()
  const night = { fromMinute: 1_020, toMinute: 1_440 }
  const morning = { fromMinute: 0, toMinute: 510 }
  expect(second.calendar).toMatchObject({
    week: [[night], ...Array(4).fill([morning, night]), ALL_DAY, ALL_DAY],
    holdsOnHolidays: false,
  })
  const holidays = ['2026-10-02', '2026-10-01']
  const calendar = { holidays, workedWeekendDays: ['2026-10-10'], weatherBans: [] }
  await change(`/api/v1/sites/${siteId}`, { calendar })
  await expect.poll(() => restarts(second), { timeout: 20_000 }).toBe(true)
  expect((await building.snapshot()).calendar).toMatchObject({
    holidays: ['2026-10-01', '2026-10-02'],
    exceptions: [{ date: '2026-10-10', hours: [morning, night] }],
  })
})

test('its points follow the domain’s clock, and are told when they change', async () => {
  const { heldPointId, holidayPointId } = (await building.snapshot()).calendar
  const both = async () => {
    const snapshot = await building.snapshot()
    return [shownBy(snapshot, holidayPointId), shownBy(snapshot, heldPointId)]
  }
  await expect.poll(both, { timeout: 10_000 }).toEqual([false, false])
  const { cursor } = await building.snapshot()
  now = MONDAY_ELEVEN + 6 * HOUR_MS
  await expect.poll(both, { timeout: 10_000 }).toEqual([false, true])
  const changes = await building.changes({ cursor, waitMs: 0, limit: 100 })
  expect(changes).toMatchObject({
    kind: 'changes',
    values: [{ pointId: heldPointId, value: true, quality: 'good', at: now }],
  })
  // The first of October, a Thursday, at eleven: a holiday on which may be cut.
  now = MONDAY_ELEVEN + 206 * DAY_MS
  await expect.poll(both, { timeout: 10_000 }).toEqual([true, false])
})
