import { createLoadModel, type LoadModel, partsOf } from '../load.ts'
import { METERS } from './meters.ts'
import { SITE } from './site.ts'
import { priceAt } from './tariffs.ts'
import { UNITS } from './tenants.ts'
import type { MeterSpec, SpaceSpec } from './types.ts'

const FLOORS = [
  ['G', 'Ground floor 底层'],
  ['1', 'First floor 一层'],
  ['2', 'Second floor 二层'],
  ['3', 'Third floor 三层'],
] as const

/** The building, its floors, units and what they share; each after the space that contains it. */
export const SPACES: readonly SpaceSpec[] = [
  { code: 'HH', name: SITE.name, kind: 'building', parent: null },
  ...FLOORS.map(
    ([floor, name]): SpaceSpec => ({
      code: `F${floor}`,
      name,
      kind: 'floor',
      parent: 'HH',
    }),
  ),
  ...FLOORS.map(
    ([floor, name]): SpaceSpec => ({
      code: `C${floor}`,
      name: `Common area, ${name} 公共区域`,
      kind: 'common',
      parent: `F${floor}`,
    }),
  ),
  ...UNITS.map(
    ({ code, floor }): SpaceSpec => ({
      code,
      name: `Unit ${code} ${code}室`,
      kind: 'unit',
      parent: floor,
    }),
  ),
]

export const LOADS: LoadModel = createLoadModel({
  utcOffsetMinutes: SITE.utcOffsetMinutes,
  holidays: SITE.calendar.holidays,
  workedWeekendDays: SITE.calendar.workedWeekendDays,
})

export function metersOf(tenant: string): readonly MeterSpec[] {
  return METERS.filter((meter) => meter.tenant === tenant)
}

const STEP_MS = 300_000
const HOUR_MS = 3_600_000

/** About what a tenant's use of [from, to) costs, in yuan. */
export function costOf(tenant: string, from: number, to: number): number {
  let cost = 0
  for (const { device, utility } of metersOf(tenant)) {
    const { load } = device
    if (load === null) continue
    const parts = partsOf(load)
    for (let at = from; at < to; at += STEP_MS) {
      const used = LOADS.partsIn(load, at, Math.min(to, at + STEP_MS))
      cost += (Number((used * 1_000n) / parts) / 1_000_000) * priceAt(utility, at)
    }
  }
  return cost
}

/** Warning levels: what eight and three hours cost on average, in whole tens of yuan. */
export function warningLevels(tenant: string): { readonly low: number; readonly veryLow: number } {
  const yearly = metersOf(tenant).reduce((sum, { device, utility }) => {
    const price = { electricity: 0.9, water: 5.6, cooling: 155 }[utility]
    return sum + (device.load?.yearly ?? 0) * price
  }, 0)
  const hours = (count: number) => Math.max(10, Math.ceil((yearly * count) / 8_760 / 10) * 10)
  return { low: hours(8) + 10, veryLow: hours(3) }
}

/**
 * The first payment of a tenant in fen: it pays for the use until now and then lasts as long as the tenant's habit
 * says, so that who runs dry when does not depend on how long the set-up took.
 */
export function firstPaymentFen(
  { code, habit }: { code: string; habit: { when: string; firstLastsMinutes: number } },
  { movedInAt, now }: { readonly movedInAt: number; readonly now: number },
): number {
  const until = now + habit.firstLastsMinutes * 60_000
  const floor = habit.when === 'prompt' ? warningLevels(code).low : 0
  return Math.max(1, Math.round((costOf(code, movedInAt, until) + floor) * 100))
}

/** What a tenant pays in when warned or cut, in whole tens of yuan and at least above the warning level. */
export function laterPaymentYuan(code: string, laterLastsHours: number, now: number): number {
  const cost = costOf(code, now, now + laterLastsHours * HOUR_MS) + warningLevels(code).low
  return Math.ceil(cost / 10) * 10
}
