import { type GatewayHoldCalendar, localDate, wallClock } from '@busbar/core/contracts'
import { HOLD_CALENDAR } from '@busbar/core/testkit'
import { afterEach, describe, expect, test } from 'vitest'
import { openForeignReader } from './foreign-reader.ts'
import { type House, openHouse } from './house.ts'
import { DEVICE } from './rig.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const { heldPointId, holidayPointId } = HOLD_CALENDAR
const PRESENT_VALUE = 85
const DATE_LIST = 23
const EFFECTIVE_PERIOD = 32
const EXCEPTION_SCHEDULE = 38
const WEEKLY_SCHEDULE = 123

async function open(calendar?: GatewayHoldCalendar) {
  const house = await openHouse({ closers, site: calendar === undefined ? {} : { calendar } })
  const reader = await openForeignReader(house.rig.port)
  closers.push(reader.close)
  const holidays = house.object(holidayPointId)
  const schedule = house.object(heldPointId)
  return { house, reader, holidays, schedule }
}

const bacstackReads = async ({ rig }: House, object: typeof DEVICE, property: number) =>
  (await rig.bms.ask({ do: 'read', object, properties: [property] })).values

interface Dated {
  readonly raw: { readonly year: number; readonly month: number; readonly day: number }
}
const two = (figure: number) => `${figure}`.padStart(2, '0')
const dateOf = ({ raw: { year, month, day } }: Dated) =>
  year === 255 ? 'any' : `${1900 + year}-${two(month)}-${two(day)}`

interface TimeValue {
  readonly time: { readonly value: Date }
  readonly value: { readonly type: number; readonly value: unknown }
}
const timeValueOf = ({ time, value }: TimeValue) =>
  `${two(time.value.getHours())}:${two(time.value.getMinutes())} ${value.type}=${value.value}`

describe('the holidays of a site', () => {
  test('are a Calendar that a foreign stack reads, and say whether today is one', async () => {
    const { house, reader, holidays } = await open()
    const list = await reader.one<readonly Dated[]>(holidays, DATE_LIST)
    expect(list.map(dateOf)).toEqual(HOLD_CALENDAR.holidays)
    const present = async () => (await reader.read(holidays, PRESENT_VALUE))[0]
    expect(await present()).toMatchObject({ type: 1, value: false })
    house.site.set({ [holidayPointId]: true })
    await expect.poll(present).toMatchObject({ type: 1, value: true })
  })

  test('that are too many for one answer are told as far as they fit, and how far that is', async () => {
    const today = Date.parse(localDate(wallClock.now(), HOLD_CALENDAR.timeZone))
    const dayAt = (days: number) => new Date(today + days * 86_400_000).toISOString().slice(0, 10)
    const many = Array.from({ length: 1_000 }, (_, at) => dayAt(at * 3 - 300))
    const { reader, holidays, schedule } = await open({ ...HOLD_CALENDAR, holidays: many })
    const told = (await reader.one<readonly Dated[]>(holidays, DATE_LIST)).map(dateOf)
    const period = await reader.one<readonly Dated[]>(schedule, EFFECTIVE_PERIOD)
    const [from = '', to = ''] = period.map(dateOf)
    expect(from <= dayAt(1) && from >= dayAt(0)).toBe(true)
    expect(told.length).toBeGreaterThan(190)
    expect(told.length).toBeLessThanOrEqual(200)
    expect(told).toEqual(many.filter((date) => date >= from && date <= to))
  })
})

describe('hold hours', () => {
  test('are a Schedule that a foreign stack reads', async () => {
    const { house, reader, schedule } = await open()
    const week = await reader.one<readonly (readonly TimeValue[])[]>(schedule, WEEKLY_SCHEDULE)
    const workday = ['00:00 9=1', '08:30 9=0', '17:00 9=1']
    const days = week.map((day) => day.map(timeValueOf))
    expect(days).toEqual([...Array(5).fill(workday), ['00:00 9=1'], ['00:00 9=1']])
    const period = await reader.one<readonly Dated[]>(schedule, EFFECTIVE_PERIOD)
    expect(period.map(dateOf)).toEqual(['any', 'any'])
    const rest = [174, 54, 88, 111, 103, 81]
    const values = await Promise.all(rest.map((property) => reader.read(schedule, property)))
    expect(values).toMatchObject([
      [{ type: 9, value: 0 }],
      [],
      [{ type: 2, value: 16 }],
      [{ type: 8, value: { value: [0], bitsUsed: 4 } }],
      [{ type: 9, value: 0 }],
      [{ type: 1, value: false }],
    ])
    const present = async () => (await reader.read(schedule, PRESENT_VALUE))[0]
    expect(await present()).toMatchObject({ type: 9, value: 1 })
    house.site.set({ [heldPointId]: false })
    await expect.poll(present).toMatchObject({ type: 9, value: 0 })
  })

  test('have the holidays as an exception by their Calendar, and worked weekends by their dates', async () => {
    const { house, holidays, schedule } = await open()
    // bacstack takes times for octets; the reference and the priorities it reads.
    const events = await bacstackReads(house, schedule, EXCEPTION_SCHEDULE)
    const parts = JSON.parse(JSON.stringify(events?.map(({ value }) => value)))
    expect(parts).toMatchObject([
      { type: 12, value: holidays },
      [{ type: 11 }, { value: { data: [1] } }],
      { type: 2, value: 1 },
      // 10 October 2026, a Saturday.
      [{ value: { value: { data: [126, 10, 10, 6] } } }],
      [{ type: 11 }, { value: { data: [1] } }, { value: { data: [8, 30, 0, 0] } }, {}],
      { type: 2, value: 2 },
    ])
    const element = { do: 'read', object: schedule, properties: [EXCEPTION_SCHEDULE] } as const
    expect((await house.rig.bms.ask({ ...element, index: 3 })).error).toContain('Code:42')
  })

  test('are not changed from outside: each write is denied, and the core is not asked', async () => {
    const { house, holidays, schedule } = await open()
    const { rig, site } = house
    for (const [object, properties] of [
      [holidays, [PRESENT_VALUE, DATE_LIST]],
      [schedule, [PRESENT_VALUE, WEEKLY_SCHEDULE, EXCEPTION_SCHEDULE, EFFECTIVE_PERIOD, 174, 81]],
    ] as const)
      for (const property of properties) {
        const write = { do: 'write', object, property, value: false, priority: 8 } as const
        expect([property, (await rig.bms.ask(write)).error]).toEqual([
          property,
          expect.stringContaining('Class:2 - Code:40'),
        ])
      }
    expect(site.writes).toEqual([])
    expect(await bacstackReads(house, schedule, PRESENT_VALUE)).toMatchObject([{ value: 1 }])
  })

  test('are among what the device has, and tell nobody of their changes', async () => {
    const { house, reader, holidays, schedule } = await open()
    const types = await reader.one<{ readonly value: readonly number[] }>(DEVICE, 96)
    // The stack turns each octet of a bit string around.
    for (const { type } of [holidays, schedule])
      expect([type, ((types.value[type >> 3] ?? 0) >> (type & 7)) & 1]).toEqual([type, 1])
    for (const object of [holidays, schedule]) {
      const wish = { do: 'subscribe', object, processId: 1, confirmed: false } as const
      const { error } = await house.rig.bms.ask({ ...wish, lifetimeS: 60 })
      expect(error).toContain('Class:2 - Code:44')
    }
  })
})
