import type {
  GatewayEvent,
  GatewayHoldCalendar,
  GatewayPoint,
  GatewayScalar,
  GatewayValue,
} from '../../contracts/building-gateway.ts'
import type { SiteCalendar } from '../../domain/supply/calendar.ts'
import { holdHours, isHeldAt, isHolidayAt } from '../../domain/supply/hold-calendar.ts'
import type { PolicyProfile } from '../../domain/supply/profile.ts'
import { divideHalfAway, formatMicros } from '../../kernel/decimal.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type {
  GatewayAccount,
  GatewayDevicePoint,
  GatewayMeter,
  GatewayRegister,
  GatewayRepair,
  GatewaySite,
  GatewaySupply,
} from './ports.ts'

/*
 * What is published of each kind of thing: its points, and their values as they are.
 */

const ONE = 1_000_000n
const STATES = [
  'on',
  'off',
  'cutting',
  'restoring',
  'drawing',
  'contrary',
  'unknown',
  'unreachable',
]

export const siteNode = (siteId: Id): string => `site:${siteId}`
export const supplyNode = (supplyPointId: Id): string => `supply:${supplyPointId}`
export const accountNode = (accountId: Id): string => `account:${accountId}`
export const meterNode = (meteringPointId: Id): string => `meter:${meteringPointId}`

type Draft = Pick<GatewayPoint, 'name' | 'title' | 'valueType'> & Partial<GatewayPoint>

const pointOf = (nodeId: string, draft: Draft): GatewayPoint => ({
  ...{ unit: '', counter: false, writable: false, historical: false },
  ...draft,
  ...{ nodeId, pointId: `${nodeId}/${draft.name}` },
})

const HOLIDAY = 'holiday'
const HOLD_HOURS = 'hold-hours'

export const sitePoints = (siteId: Id): GatewayPoint[] => [
  pointOf(siteNode(siteId), { name: 'held', title: 'All cuts held', valueType: 'boolean' }),
  pointOf(siteNode(siteId), { name: 'repairs', title: 'Open repair items', valueType: 'decimal' }),
  pointOf(siteNode(siteId), { name: HOLIDAY, title: 'Holiday', valueType: 'boolean' }),
  pointOf(siteNode(siteId), {
    ...{ name: HOLD_HOURS, title: 'Hold hours: no cuts for debt', valueType: 'boolean' },
  }),
]

export const siteValues = (siteId: Id, { held, openRepairs }: GatewaySite, at: Instant) => [
  good(`${siteNode(siteId)}/held`, held, at),
  good(`${siteNode(siteId)}/repairs`, String(openRepairs), at),
]

/** What says when the clock and the calendar hold cuts at a site. */
export interface HoldPolicy {
  readonly calendar: SiteCalendar
  readonly profile: PolicyProfile
}

/** What the clock alone may change. */
export const clockValues = (siteId: Id, policy: HoldPolicy, at: Instant): GatewayValue[] => [
  good(`${siteNode(siteId)}/${HOLIDAY}`, isHolidayAt(at, policy.calendar), at),
  good(`${siteNode(siteId)}/${HOLD_HOURS}`, isHeldAt(at, policy), at),
]

export const holdCalendar = (siteId: Id, policy: HoldPolicy): GatewayHoldCalendar => ({
  ...{ timeZone: policy.calendar.timeZone, ...holdHours(policy) },
  holidays: [...policy.calendar.holidays].sort(),
  holdsOnHolidays: policy.profile.noCutOnHolidays,
  heldPointId: `${siteNode(siteId)}/${HOLD_HOURS}`,
  holidayPointId: `${siteNode(siteId)}/${HOLIDAY}`,
})

export const spacePoints = (spaceId: Id): GatewayPoint[] => [
  pointOf(`space:${spaceId}`, { name: 'let', title: 'Let', valueType: 'boolean' }),
  pointOf(`space:${spaceId}`, { name: 'tenant', title: 'Tenant', valueType: 'text' }),
]

export const spaceValues = (
  { spaceId, tenantName }: { readonly spaceId: Id; readonly tenantName: string | null },
  at: Instant,
) => [
  good(`space:${spaceId}/let`, tenantName !== null, at),
  good(`space:${spaceId}/tenant`, tenantName ?? '', at),
]

const registerName = (code: string): string => `register.${encodeURIComponent(code)}`
export const registerId = ({ meteringPointId, code }: GatewayRegister): string =>
  `${meterNode(meteringPointId)}/${registerName(code)}`

export function registerPoint(
  { meteringPointId, code, band }: GatewayRegister,
  meter: GatewayMeter | undefined,
  personalData: boolean,
): GatewayPoint {
  return pointOf(meterNode(meteringPointId), {
    ...{ name: registerName(code), title: band === null ? `Total (${code})` : `${band} (${code})` },
    ...{ valueType: 'decimal', unit: meter?.unit ?? '', counter: true },
    // Past use shows how somebody lives: of what a tenant pays for, it is personal data.
    historical: personalData || meter?.accountId === null,
  })
}

/** A register times the ratio of its transformers: what really flowed. */
export const scaled = (valueMicros: bigint, multiplierMicros: bigint): string =>
  formatMicros(divideHalfAway(valueMicros * multiplierMicros, ONE))

export function registerValue(register: GatewayRegister): GatewayValue {
  const { valueMicros, multiplierMicros, quality, at } = register
  const value = valueMicros === null ? null : scaled(valueMicros, multiplierMicros)
  return { pointId: registerId(register), value, quality: quality ?? 'bad', at }
}

const devicePointName = ({ role, devicePointId: id }: GatewayDevicePoint) => `${role}.${id}`
export const devicePointId = (point: GatewayDevicePoint): string =>
  `${meterNode(point.meteringPointId)}/${devicePointName(point)}`
const DEVICE_TITLES = { power: 'Power', current: 'Current', online: 'Online', value: 'Value' }

export const devicePoint = (point: GatewayDevicePoint): GatewayPoint =>
  pointOf(meterNode(point.meteringPointId), {
    ...{ name: devicePointName(point), title: DEVICE_TITLES[point.role], unit: point.unit },
    valueType: point.role === 'online' ? 'boolean' : point.role === 'value' ? 'text' : 'decimal',
  })

export function deviceValue(point: GatewayDevicePoint): GatewayValue {
  const { role, value, quality, at } = point
  return {
    ...{ pointId: devicePointId(point), quality: quality ?? 'bad', at },
    value: value === null ? null : deviceScalar(value, role === 'online'),
  }
}

/** States are kept as texts. */
export const deviceScalar = (value: string, state: boolean): GatewayScalar =>
  state ? value === 'true' : value

export function supplyPoints({ supplyPointId, lifeSafety }: GatewaySupply, mayOrder: boolean) {
  const node = supplyNode(supplyPointId)
  return [
    pointOf(node, { name: 'on', title: 'Supplied', valueType: 'boolean' }),
    pointOf(node, { name: 'wanted', title: 'To be supplied', valueType: 'boolean' }),
    pointOf(node, { name: 'state', title: 'State', valueType: 'text', words: STATES }),
    pointOf(node, { name: 'alarm', title: 'Alarm', valueType: 'boolean' }),
    pointOf(node, {
      ...{ name: 'order', title: 'Order of the building system', valueType: 'boolean' },
      writable: mayOrder && !lifeSafety,
    }),
  ]
}

export function supplyValues(supply: GatewaySupply): GatewayValue[] {
  const { supplyPointId, desired, verified, state, stateSince, readAt, alarms } = supply
  const node = supplyNode(supplyPointId)
  const known = verified !== 'unknown'
  return [
    {
      ...{ pointId: `${node}/on`, value: known ? verified === 'on' : null },
      ...{ quality: known ? 'good' : 'bad', at: readAt ?? stateSince },
    },
    good(`${node}/wanted`, desired === 'on', stateSince),
    good(`${node}/state`, state, stateSince),
    good(`${node}/alarm`, alarms.length > 0, stateSince),
    {
      ...{ pointId: `${node}/order`, quality: 'good', at: supply.orderedAt },
      value: supply.ordered === null ? null : supply.ordered === 'on',
    },
  ]
}

export function supplyAlarms({ supplyPointId, alarms, stateSince }: GatewaySupply): GatewayEvent[] {
  return alarms.map((alarm) => supplyAlarm(supplyPointId, alarm, true, stateSince))
}

export const supplyAlarm = (
  supplyPointId: Id,
  alarm: string,
  active: boolean,
  at: Instant,
): GatewayEvent => ({
  ...{ eventId: `supply:${supplyPointId}/${alarm}`, nodeId: supplyNode(supplyPointId) },
  ...{ kind: 'supply', severity: 'critical', active, message: alarm, at },
})

export const accountPoints = ({ accountId, currency }: GatewayAccount, personalData: boolean) => [
  pointOf(accountNode(accountId), { name: 'low', title: 'Low balance', valueType: 'boolean' }),
  ...(personalData
    ? [
        pointOf(accountNode(accountId), {
          ...{ name: 'balance', title: 'Balance', valueType: 'decimal', unit: currency },
        }),
      ]
    : []),
]

export const isLow = ({ balanceMicros, lowBalanceMicros }: GatewayAccount): boolean =>
  balanceMicros < lowBalanceMicros

export const accountValues = (account: GatewayAccount, personalData: boolean, at: Instant) => {
  const node = accountNode(account.accountId)
  return [
    good(`${node}/low`, isLow(account), at),
    ...(personalData ? [good(`${node}/balance`, formatMicros(account.balanceMicros), at)] : []),
  ]
}

export const lowBalance = (
  { accountId }: GatewayAccount,
  active: boolean,
  at: Instant,
): GatewayEvent => ({
  ...{ eventId: `account:${accountId}/low`, nodeId: accountNode(accountId), kind: 'balance' },
  ...{ severity: 'warning', active, message: 'low-balance', at },
})

/** @param at when it was opened, or closed */
export const repairAlarm = (
  siteId: Id,
  { repairItemId, kind, severity }: Omit<GatewayRepair, 'openedAt'>,
  active: boolean,
  at: Instant,
): GatewayEvent => ({
  ...{ eventId: `repair:${repairItemId}`, nodeId: siteNode(siteId), kind: 'repair' },
  ...{ severity, active, message: kind, at },
})

const good = (pointId: string, value: GatewayScalar, at: Instant): GatewayValue => ({
  ...{ pointId, value, quality: 'good', at },
})
