import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calendarBlocks } from '../../core/domain/supply/calendar.ts'
import { rules } from '../../core/domain/supply/facts.fixture.ts'
import { policyProfile } from '../../core/domain/supply/profile.ts'
import { type HoldPolicy, holdCalendar, sitePoints } from '../../core/flow/gateways/points.ts'
import { type Instant, MINUTE_MS } from '../../core/kernel/instant.ts'
import { formatLocalTime, localDate, localMinuteOfDay, weekdayOf } from '../../core/kernel/zone.ts'
import { buildingOf } from '../../plugins/gateway-bacnet/building.ts'
import { createInstances } from '../../plugins/gateway-bacnet/instances.ts'
import { type Properties, propertiesOf } from '../../plugins/gateway-bacnet/properties.ts'
import { parseTags } from '../../protocols/bacnet/cursor.ts'
import { encodeValue } from '../../protocols/bacnet/encode.ts'
import { PROPERTY } from '../../protocols/bacnet/numbers.ts'
import { type Scalar, scalarAs, scalarOf } from '../../protocols/bacnet/scalars.ts'
import { type Tag, unsignedOf } from '../../protocols/bacnet/tags.ts'

/*
 * What the BACnet gateway publishes of any policy, evaluated from its octets as ASHRAE 135 clause 12.24 says it, against
 * what the domain decides.
 */

const CALENDAR_DATE = 10

function published(policy: HoldPolicy): { holidays: Properties; schedule: Properties } {
  const calendar = holdCalendar('1', policy)
  const { byPoint } = buildingOf(
    {
      nodes: [{ nodeId: 'site:1', kind: 'site', parentId: null, title: 'Tower' }],
      ...{ points: sitePoints('1'), values: [], events: [], cursor: '1', calendar },
    },
    { instances: createInstances(), before: undefined },
  )
  const of = (pointId: string) => {
    const served = byPoint.get(pointId)
    if (served === undefined) throw new Error(`${pointId} is no object.`)
    return propertiesOf(served, undefined)
  }
  return { holidays: of(calendar.holidayPointId), schedule: of(calendar.heldPointId) }
}

const tagsOf = (properties: Properties, property: number): readonly (readonly Tag[])[] => {
  const found = properties.get(property)
  if (found === undefined) throw new Error(`There is no property ${property}.`)
  return found.values.map((value) => parseTags(encodeValue(value), 0))
}

const childrenOf = (tag: Tag | undefined): readonly Tag[] => {
  if (tag?.children === undefined) throw new Error('It is not constructed.')
  return tag.children
}

const two = (figure: number) => `${figure}`.padStart(2, '0')
function dayOf(scalar: Scalar | undefined): string {
  if (scalar?.kind !== 'date') throw new Error('It is no date.')
  const { year, month, day } = scalar.date
  return year === 255 ? '' : `${year}-${two(month)}-${two(day)}`
}
const entryOf = (tag: Tag | undefined) => dayOf(tag && scalarAs(CALENDAR_DATE, tag))

type TimeValues = readonly { readonly minute: number; readonly value: number }[]
const timeValuesOf = (tags: readonly Tag[]): TimeValues =>
  Array.from({ length: tags.length / 2 }, (_, index) => {
    const [time, value] = tags.slice(index * 2, index * 2 + 2).map(scalarOf)
    if (time?.kind !== 'time' || value?.kind !== 'enumerated') throw new Error('It is no pair.')
    return { minute: time.time.hour * 60 + time.time.minute, value: value.value }
  })

/** The latest of the day; undefined where none of it has come. */
const inForce = (pairs: TimeValues, minute: number): number | undefined =>
  pairs.filter((pair) => pair.minute <= minute).at(-1)?.value

/** What a Schedule and its Calendar say of instants. */
function evaluator({ holidays, schedule }: ReturnType<typeof published>, timeZone: string) {
  const dates = new Set(tagsOf(holidays, PROPERTY.dateList).map(([entry]) => entryOf(entry)))
  const week = tagsOf(schedule, PROPERTY.weeklySchedule).map(([day]) =>
    timeValuesOf(childrenOf(day)),
  )
  const events = tagsOf(schedule, PROPERTY.exceptionSchedule)
    .map(([period, pairs, priority]) => ({
      // By reference to the calendar, or a day of its own.
      date: period?.number === 1 ? undefined : entryOf(childrenOf(period)[0]),
      pairs: timeValuesOf(childrenOf(pairs)),
      priority: priority === undefined ? 16 : unsignedOf(priority),
    }))
    .sort((one, other) => one.priority - other.priority)
  const [period = []] = tagsOf(schedule, PROPERTY.effectivePeriod)
  const [from = '', to = ''] = period.map(scalarOf).map(dayOf)
  const [[fallback] = []] = tagsOf(schedule, PROPERTY.scheduleDefault)
  const standing = fallback && scalarOf(fallback)
  return (at: Instant) => {
    const date = localDate(at, timeZone)
    const minute = localMinuteOfDay(at, timeZone)
    const ofToday = events.filter((one) =>
      one.date === undefined ? dates.has(date) : one.date === date,
    )
    const values = [
      ...ofToday.map(({ pairs }) => inForce(pairs, minute)),
      inForce(week[weekdayOf(date) - 1] ?? [], minute),
      standing?.kind === 'enumerated' ? standing.value : undefined,
    ]
    return {
      isEffective: (from === '' || date >= from) && (to === '' || date <= to),
      isHoliday: dates.has(date),
      isHeld: values.find((value) => value !== undefined) === 1,
    }
  }
}

const FROM = Date.UTC(2026, 0, 1)
const UNTIL = Date.UTC(2036, 0, 1)
const day = fc
  .date({ min: new Date(FROM), max: new Date(UNTIL), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const days = (maxLength: number) =>
  fc.uniqueArray(day, { maxLength, size: 'max' }).map((list) => new Set(list))
const minute = fc.integer({ min: 0, max: 1_439 }).map(formatLocalTime)
const hours = fc.record({
  days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
  from: minute,
  to: fc.oneof(minute, fc.constant('24:00')),
})
const ZONES = ['Asia/Shanghai', 'Europe/London', 'America/New_York', 'Australia/Lord_Howe']
const instants = fc.array(fc.integer({ min: FROM / MINUTE_MS, max: UNTIL / MINUTE_MS }), {
  ...{ minLength: 200, maxLength: 200 },
})

test('S3: ten years of any policy: the published schedule says what the domain decides', () => {
  const seen = { held: 0, free: 0, holidays: 0, ended: 0 }
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES),
      ...([fc.oneof(days(60), days(400)), days(60)] as const),
      fc.record({
        ...{ noCutOnWeekends: fc.boolean(), noCutOnHolidays: fc.boolean() },
        friendlyHours: fc.array(hours, { maxLength: 6 }),
      }),
      instants,
      (timeZone, holidays, workedWeekendDays, change, minutes) => {
        const calendar = { timeZone, holidays, workedWeekendDays, weatherBans: [] }
        const all = { code: 'any', version: '1', rules: { ...rules, ...change } }
        const profile = policyProfile(all)
        const evaluate = evaluator(published({ calendar, profile }), timeZone)
        const special = [...holidays, ...workedWeekendDays].map((date) => Date.parse(date))
        for (const at of [...minutes.map((one) => one * MINUTE_MS), ...special]) {
          const said = evaluate(at)
          if (!said.isEffective) {
            seen.ended += 1
            continue
          }
          const blocks = calendarBlocks({ at, calendar, profile })
          const isHoliday = holidays.has(localDate(at, timeZone))
          if (said.isHeld !== blocks.length > 0 || said.isHoliday !== isHoliday)
            expect.fail(`${new Date(at).toISOString()} ${timeZone}: ${JSON.stringify(said)}`)
          seen[said.isHeld ? 'held' : 'free'] += 1
          if (isHoliday) seen.holidays += 1
        }
      },
    ),
  )
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(500)
}, 120_000)

test.each(ZONES)(
  'S3: each minute of the days on which the clocks of %s are moved',
  (timeZone) => {
    const friendlyHours = [
      { days: [7], from: '01:30', to: '02:15' },
      { days: [6], from: '23:00', to: '00:45' },
      { days: [7], from: '02:45', to: '03:00' },
    ]
    const change = { noCutOnWeekends: false, friendlyHours }
    const profile = policyProfile({ code: 'x', version: '1', rules: { ...rules, ...change } })
    const calendar = {
      ...{ timeZone, holidays: new Set(['2027-03-28']), workedWeekendDays: new Set<string>() },
      weatherBans: [],
    }
    const evaluate = evaluator(published({ calendar, profile }), timeZone)
    let held = 0
    for (const sunday of ['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25'])
      for (let minutes = -900; minutes < 1_800; minutes += 1) {
        const at = Date.parse(sunday) + minutes * MINUTE_MS
        const isHeld = calendarBlocks({ at, calendar, profile }).length > 0
        if (evaluate(at).isHeld !== isHeld) expect.fail(`${new Date(at).toISOString()} ${isHeld}`)
        if (isHeld) held += 1
      }
    expect(held).toBeGreaterThan(200)
  },
  60_000,
)
