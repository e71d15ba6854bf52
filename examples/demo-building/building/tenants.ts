import type { ProfileId } from '../load.ts'
import type { DeviceKind, Habit, TenantSpec } from './types.ts'

/** A unit to let, with what a tenant of its trade uses in a year. */
export interface UnitSpec {
  readonly code: string
  readonly floor: string
  readonly profile: ProfileId
  /** 0 where it stands empty. */
  readonly kwhAYear: number
  readonly waterM3AYear: number
  readonly coolingGjAYear: number
  readonly meter: Extract<DeviceKind, 'tasmota-power' | 'shelly-1pm' | 'shelly-3em'>
}

type UnitRow = readonly [
  code: string,
  profile: ProfileId,
  kwh: number,
  water: number,
  cooling: number,
  meter: UnitSpec['meter'],
]

/** Twenty-four units on four floors. Single-phase devices up to 9,000 kWh a year, three-phase ones above. */
const UNIT_ROWS: readonly UnitRow[] = [
  ['G01', 'g2', 26_000, 900, 90, 'shelly-3em'],
  ['G02', 'g5', 30_000, 420, 60, 'shelly-3em'],
  ['G03', 'g3', 38_000, 110, 80, 'shelly-3em'],
  ['G04', 'g4', 9_000, 310, 25, 'tasmota-power'],
  ['G05', 'g2', 8_500, 260, 30, 'shelly-1pm'],
  ['G06', 'g4', 9_000, 40, 30, 'tasmota-power'],
  ['101', 'g2', 34_000, 1_100, 140, 'shelly-3em'],
  ['102', 'g1', 14_000, 180, 40, 'shelly-3em'],
  ['103', 'g6', 8_000, 90, 30, 'tasmota-power'],
  ['104', 'g1', 6_000, 0, 0, 'tasmota-power'],
  ['105', 'g4', 5_000, 150, 0, 'shelly-1pm'],
  ['106', 'g4', 4_800, 0, 0, 'tasmota-power'],
  ['201', 'g1', 60_000, 240, 160, 'shelly-3em'],
  ['202', 'g1', 16_000, 0, 45, 'shelly-3em'],
  ['203', 'g1', 9_000, 0, 25, 'tasmota-power'],
  ['204', 'g3', 48_000, 0, 210, 'shelly-3em'],
  ['205', 'g1', 7_500, 60, 20, 'shelly-1pm'],
  ['206', 'g1', 0, 0, 0, 'tasmota-power'],
  ['301', 'g1', 9_000, 70, 35, 'tasmota-power'],
  ['302', 'g1', 15_000, 100, 40, 'shelly-3em'],
  ['303', 'g1', 8_800, 0, 30, 'shelly-1pm'],
  ['304', 'g0', 9_000, 50, 0, 'tasmota-power'],
  ['305', 'g1', 0, 0, 0, 'tasmota-power'],
  ['306', 'g2', 6_000, 120, 20, 'shelly-1pm'],
]

export const UNITS: readonly UnitSpec[] = UNIT_ROWS.map(
  ([code, profile, kwhAYear, waterM3AYear, coolingGjAYear, meter]) => ({
    code,
    floor: `F${code.slice(0, 1)}`,
    profile,
    kwhAYear,
    waterM3AYear,
    coolingGjAYear,
    meter,
  }),
)

const DAY = 24 * 60

function prompt(firstLastsMinutes: number, delayMinutes: number, laterLastsHours = 72): Habit {
  return { when: 'prompt', delayMinutes, firstLastsMinutes, laterLastsHours }
}

function late(firstLastsMinutes: number, delayMinutes: number, laterLastsHours = 48): Habit {
  return { when: 'late', delayMinutes, firstLastsMinutes, laterLastsHours }
}

type TenantRow = readonly [
  code: string,
  name: string,
  language: 'en' | 'zh-CN',
  trade: string,
  units: readonly string[],
  habit: Habit,
]

/**
 * Twenty-one tenants of twenty-two units; 206 and 305 stand empty. Northwind Software (relay on MQTT), Bright Minds
 * (OPC UA) and City Camera (BACnet) run dry soon after the start, Sunrise Media (whose relay lies) in the afternoon, the
 * tea room two days after; they pay when their supply is off. Three cuts in ten minutes are all that the Guard allows at a
 * site: Sunrise Media waits for two people, or until the third morning.
 */
const TENANT_ROWS: readonly TenantRow[] = [
  ['T-G01', 'Lantern Noodle House 灯笼面馆', 'zh-CN', 'restaurant', ['G01'], prompt(400, 20)],
  ['T-G02', 'Harbour Bakery 海港面包房', 'zh-CN', 'bakery', ['G02'], prompt(2 * DAY, 30)],
  ['T-G03', 'Lucky Star Market 吉星便利店', 'zh-CN', 'food shop', ['G03'], prompt(12, 6)],
  ['T-G04', 'Golden Scissors Salon 金剪发廊', 'zh-CN', 'hairdresser', ['G04'], prompt(900, 45)],
  ['T-G05', 'Jasmine Tea Room 茉莉茶室', 'zh-CN', 'tea room', ['G05'], late(2 * DAY + 60, 30)],
  ['T-G06', 'Pearl Pharmacy 明珠药房', 'zh-CN', 'pharmacy', ['G06'], prompt(3 * DAY, 25)],
  ['T-101', 'Blue Whale Fitness 蓝鲸健身', 'en', 'gym', ['101'], prompt(150, 15)],
  ['T-102', 'Evergreen Dental 常青牙科', 'en', 'dentist', ['102'], prompt(4 * DAY, 20)],
  ['T-103', 'Bright Minds Tutoring 明思教育', 'zh-CN', 'school', ['103'], late(24, 20, 96)],
  ['T-104', 'Silk Road Travel 丝路旅行社', 'zh-CN', 'travel agency', ['104'], prompt(DAY, 30)],
  ['T-105', 'Orchid Flowers 兰花花店', 'zh-CN', 'florist', ['105'], prompt(2 * DAY + 300, 40)],
  ['T-106', 'City Camera 城市照相', 'zh-CN', 'photo shop', ['106'], late(28, 25, 120)],
  ['T-201', 'Northwind Software 北风软件', 'en', 'software', ['201'], late(20, 15)],
  ['T-202', 'Lin & Partners 林氏律师事务所', 'zh-CN', 'law firm', ['202'], prompt(3 * DAY, 15)],
  ['T-203', 'Delta Accounting 德尔塔会计', 'zh-CN', 'accountants', ['203'], prompt(DAY + 400, 20)],
  ['T-204', 'Cloudbridge Data 云桥数据', 'en', 'data room', ['204'], prompt(7 * DAY, 10)],
  ['T-205', 'Red Lion Design 红狮设计', 'en', 'design studio', ['205'], prompt(280, 25)],
  ['T-301', 'Pacific Freight 太平洋货运', 'en', 'freight agents', ['301'], prompt(4 * DAY, 30)],
  [
    'T-302',
    'Meridian Architects 子午建筑',
    'zh-CN',
    'architects',
    ['302', '303'],
    prompt(2 * DAY, 30),
  ],
  ['T-304', 'Sunrise Media 晨曦传媒', 'zh-CN', 'agency', ['304'], late(240, 40)],
  ['T-306', 'Quiet Garden Yoga 静园瑜伽', 'en', 'yoga studio', ['306'], prompt(3 * DAY + 200, 35)],
]

export const TENANTS: readonly TenantSpec[] = TENANT_ROWS.map(
  ([code, name, language, trade, units, habit]) => ({ code, name, language, trade, units, habit }),
)

/** Who pays for what all tenants share; billed in arrears. */
export const HOUSE = {
  code: 'T-HOUSE',
  name: 'Harbour House Management 海港大厦物业',
  language: 'zh-CN',
  trade: 'property management',
} as const
