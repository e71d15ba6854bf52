import type {
  GatewayEvent,
  GatewayHoldCalendar,
  GatewayNode,
  GatewayPoint,
  GatewayValue,
} from '../../contracts/building-gateway.ts'
import { policyProfile } from '../../domain/supply/profile.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import {
  accountNode,
  accountPoints,
  accountValues,
  clockValues,
  devicePoint,
  devicePointId,
  deviceValue,
  type HoldPolicy,
  holdCalendar,
  isLow,
  lowBalance,
  meterNode,
  registerId,
  registerPoint,
  registerValue,
  repairAlarm,
  siteNode,
  sitePoints,
  siteValues,
  spacePoints,
  spaceValues,
  supplyAlarms,
  supplyNode,
  supplyPoints,
  supplyValues,
} from './points.ts'
import type { GatewayMeter, GatewayRows } from './ports.ts'

/** What a connection may see, as data, and how to find its points by what the core calls them. */
export interface Tree {
  readonly nodes: readonly GatewayNode[]
  readonly points: readonly GatewayPoint[]
  readonly values: readonly GatewayValue[]
  readonly events: readonly GatewayEvent[]
  readonly calendar: GatewayHoldCalendar
  readonly policy: HoldPolicy
  readonly registers: ReadonlyMap<Id, { readonly pointId: string; readonly multiplier: bigint }>
  readonly devicePoints: ReadonlyMap<Id, { readonly pointId: string; readonly state: boolean }>
  /** The account that a register's readings charge. */
  readonly payers: ReadonlyMap<Id, Id>
  readonly supplies: ReadonlyMap<string, { readonly supplyPointId: Id; readonly name: string }>
  readonly histories: ReadonlyMap<string, { readonly meteringPointId: Id; readonly code: string }>
}

export interface TreeScope {
  readonly siteId: Id
  readonly personalData: boolean
  /** Whether the far side may order supply. */
  readonly mayOrder: boolean
  readonly now: Instant
}

/** The tree of a site. Without personal data no name, balance or past use of a tenant is in it. */
export function buildTree(rows: GatewayRows, scope: TreeScope): Tree {
  const { siteId, personalData, now } = scope
  const meters = new Map(rows.meters.map((meter) => [meter.meteringPointId, meter]))
  const registers = rows.registers.filter(({ meteringPointId }) => meters.has(meteringPointId))
  const devicePoints = rows.devicePoints.filter((point) => meters.has(point.meteringPointId))
  const supplies = rows.supplies.filter(({ meteringPointId }) => meters.has(meteringPointId))
  const { calendar, profile } = rows.site
  const policy: HoldPolicy = { calendar, profile: policyProfile(profile) }
  const payerOf = (id: Id) => meters.get(id)?.accountId ?? null
  return {
    nodes: nodesOf({ ...rows, supplies }, scope),
    points: [
      ...sitePoints(siteId),
      ...(personalData ? rows.spaces.flatMap(({ spaceId }) => spacePoints(spaceId)) : []),
      ...registers.map((register) =>
        registerPoint(register, meters.get(register.meteringPointId), personalData),
      ),
      ...devicePoints.map(devicePoint),
      ...supplies.flatMap((supply) => supplyPoints(supply, scope.mayOrder)),
      ...rows.accounts.flatMap((account) => accountPoints(account, personalData)),
    ],
    values: [
      ...siteValues(siteId, rows.site, now),
      ...clockValues(siteId, policy, now),
      ...(personalData ? rows.spaces.flatMap((space) => spaceValues(space, now)) : []),
      ...registers.map(registerValue),
      ...devicePoints.map(deviceValue),
      ...supplies.flatMap(supplyValues),
      ...rows.accounts.flatMap((account) => accountValues(account, personalData, now)),
    ],
    events: [
      ...supplies.flatMap(supplyAlarms),
      ...rows.accounts.filter(isLow).map((account) => lowBalance(account, true, now)),
      ...rows.repairs.map((item) => repairAlarm(siteId, item, true, item.openedAt)),
    ],
    ...{ policy, calendar: holdCalendar(siteId, policy) },
    registers: new Map(
      registers.map((register) => [
        register.registerId,
        { pointId: registerId(register), multiplier: register.multiplierMicros },
      ]),
    ),
    devicePoints: new Map(
      devicePoints.map((point) => [
        point.devicePointId,
        { pointId: devicePointId(point), state: point.role === 'online' },
      ]),
    ),
    payers: new Map(
      registers.flatMap(({ registerId: id, meteringPointId }) => {
        const accountId = payerOf(meteringPointId)
        return accountId === null ? [] : [[id, accountId] as const]
      }),
    ),
    supplies: new Map(
      supplies.map(({ supplyPointId, meteringPointId }) => [
        `${supplyNode(supplyPointId)}/order`,
        { supplyPointId, name: meters.get(meteringPointId)?.name ?? '' },
      ]),
    ),
    histories: new Map(
      registers.map((register) => [
        registerId(register),
        { meteringPointId: register.meteringPointId, code: register.code },
      ]),
    ),
  }
}

function nodesOf(rows: GatewayRows, { siteId, personalData }: TreeScope): GatewayNode[] {
  const site = siteNode(siteId)
  const spaces = new Set(rows.spaces.map(({ spaceId }) => spaceId))
  const inSpace = (id: Id | null) => (id !== null && spaces.has(id) ? `space:${id}` : site)
  return [
    { nodeId: site, kind: 'site', parentId: null, title: rows.site.name },
    ...parentsFirst(rows.spaces).map(
      ({ spaceId, parentId, name }): GatewayNode => ({
        ...{ nodeId: `space:${spaceId}`, kind: 'space', title: name },
        parentId: inSpace(parentId),
      }),
    ),
    ...rows.meters.map(
      ({ meteringPointId, spaceId, name }): GatewayNode => ({
        ...{ nodeId: meterNode(meteringPointId), kind: 'meter', title: name },
        parentId: inSpace(spaceId),
      }),
    ),
    ...rows.supplies.map(
      ({ supplyPointId, meteringPointId }): GatewayNode => ({
        ...{ nodeId: supplyNode(supplyPointId), kind: 'supply' },
        parentId: meterNode(meteringPointId),
        title: `Supply of ${titleOf(rows.meters, meteringPointId)}`,
      }),
    ),
    ...rows.accounts.map(
      ({ accountId, code, tenantName }): GatewayNode => ({
        ...{ nodeId: accountNode(accountId), kind: 'account', parentId: site },
        title: personalData ? `${code} ${tenantName}` : `Account ${accountId}`,
      }),
    ),
  ]
}

const titleOf = (meters: readonly GatewayMeter[], id: Id): string =>
  meters.find(({ meteringPointId }) => meteringPointId === id)?.name ?? id

/** Spaces below others after them; of a circle, which the registry does not allow, nobody is left out. */
function parentsFirst<Space extends { readonly spaceId: Id; readonly parentId: Id | null }>(
  spaces: readonly Space[],
): readonly Space[] {
  const known = new Set(spaces.map(({ spaceId }) => spaceId))
  const told = new Set<Id>()
  const sorted: Space[] = []
  let left = spaces
  while (left.length > 0) {
    const next = left.filter(
      ({ parentId }) => parentId === null || !known.has(parentId) || told.has(parentId),
    )
    if (next.length === 0) return [...sorted, ...left]
    for (const space of next) told.add(space.spaceId)
    sorted.push(...next)
    left = left.filter(({ spaceId }) => !told.has(spaceId))
  }
  return sorted
}
