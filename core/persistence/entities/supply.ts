import { defineEntity, p } from '@mikro-orm/core'
import type { Json } from '../../kernel/canonical.ts'
import { id, instant, json, micros, version } from './columns.ts'
import { MeteringPoint, Point } from './metering.ts'
import { Account, Site } from './parties.ts'

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8`

/** What stands over a point, told with it: computed by the database, written elsewhere. */
const NAME = 'SELECT mp.name FROM metering_point mp WHERE mp.id ='
const LIFE_SAFETY = 'SELECT relay.life_safety FROM point relay WHERE relay.id ='
const LOCK_OUT = `SELECT jsonb_build_object('id', l.id::text, 'setBy', l.set_by, 'reason', l.reason,
    'setAt', ${ms('l.set_at')}) FROM supply_lock_out l WHERE l.released_at IS NULL AND l.supply_point_id =`
const protections = (point: string, site: string) => `SELECT COALESCE(jsonb_agg(jsonb_build_object(
    'id', o.id::text, 'kind', o.kind, 'siteWide', o.supply_point_id IS NULL, 'reason', o.reason,
    'fromAt', ${ms('o.from_at')}, 'toAt', ${ms('o.to_at')}, 'fromMinute', o.from_minute,
    'toMinute', o.to_minute) ORDER BY o.id), '[]') FROM supply_protection o
  WHERE o.ended_at IS NULL AND o.site_id = ${site}
    AND (o.supply_point_id = ${point} OR (o.supply_point_id IS NULL AND ${point} <> ALL (o.opt_outs)))`

export const SupplyPoint = defineEntity({
  name: 'SupplyPoint',
  tableName: 'supply_point',
  properties: {
    id: id(),
    siteId: () => p.manyToOne(Site).mapToPk().joinColumn('site_id'),
    meteringPointId: () => p.manyToOne(MeteringPoint).mapToPk().joinColumn('metering_point_id'),
    relayPointId: () => p.manyToOne(Point).mapToPk().joinColumn('relay_point_id'),
    loadPointId: () => p.manyToOne(Point).mapToPk().joinColumn('load_point_id').nullable(),
    loadIdleMicros: micros(),
    name: p.text().formula((_columns, at) => `(${NAME} ${at}.metering_point_id)`),
    lifeSafety: p.boolean().formula((_columns, at) => `(${LIFE_SAFETY} ${at}.relay_point_id)`),
    desired: p.text().default('on'),
    desiredSince: instant().default('now()'),
    reported: p.text().nullable(),
    reportedAt: instant().nullable(),
    verified: p.text().default('unknown'),
    evidence: p.text().nullable(),
    state: p.text().default('unknown'),
    stateSince: instant().default('now()'),
    alarms: p.type('text[]').$type<string[]>().default([]),
    decision: json().nullable(),
    lockOut: p
      .json<Json>()
      .nullable()
      .formula((_columns, at) => `(${LOCK_OUT} ${at}.id)`),
    protections: p
      .json<Json>()
      .formula((_columns, at) => `(${protections(`${at}.id`, `${at}.site_id`)})`),
    version: version(),
  },
})

export const SupplyDecision = defineEntity({
  name: 'SupplyDecision',
  tableName: 'supply_decision',
  properties: {
    id: id(),
    supplyPointId: () => p.manyToOne(SupplyPoint).mapToPk().joinColumn('supply_point_id'),
    accountId: () => p.manyToOne(Account).mapToPk().joinColumn('account_id').nullable(),
    at: instant(),
    desired: p.text(),
    rule: p.text(),
    blockedBy: p.type('text[]').$type<string[]>(),
    decision: json(),
  },
})

export const SupplyOrder = defineEntity({
  name: 'SupplyOrder',
  tableName: 'supply_order',
  properties: {
    id: id(),
    supplyPointId: () => p.manyToOne(SupplyPoint).mapToPk().joinColumn('supply_point_id'),
    authority: p.text(),
    wish: p.text(),
    orderedBy: p.text(),
    reason: p.text(),
    fromAt: instant(),
    untilAt: instant().nullable(),
    endedAt: instant().nullable(),
    endedBy: p.text().nullable(),
    version: version(),
  },
})

export const SupplyLockOut = defineEntity({
  name: 'SupplyLockOut',
  tableName: 'supply_lock_out',
  properties: {
    id: id(),
    supplyPointId: () => p.manyToOne(SupplyPoint).mapToPk().joinColumn('supply_point_id'),
    setBy: p.text(),
    reason: p.text(),
    setAt: instant(),
    firstReleaseBy: p.text().nullable().fieldName('release_1_by'),
    secondReleaseBy: p.text().nullable().fieldName('release_2_by'),
    releasedAt: instant().nullable(),
  },
})

export const SupplyProtection = defineEntity({
  name: 'SupplyProtection',
  tableName: 'supply_protection',
  properties: {
    id: id(),
    siteId: () => p.manyToOne(Site).mapToPk().joinColumn('site_id'),
    supplyPointId: () =>
      p.manyToOne(SupplyPoint).mapToPk().joinColumn('supply_point_id').nullable(),
    kind: p.text(),
    fromAt: instant(),
    toAt: instant().nullable(),
    fromMinute: p.integer().nullable(),
    toMinute: p.integer().nullable(),
    reason: p.text(),
    setBy: p.text(),
    optOuts: p.type('bigint[]').$type<string[]>(),
    endedAt: instant().nullable(),
    endedBy: p.text().nullable(),
  },
})

export const SupplyCommand = defineEntity({
  name: 'SupplyCommand',
  tableName: 'supply_command',
  properties: {
    id: id(),
    supplyPointId: () => p.manyToOne(SupplyPoint).mapToPk().joinColumn('supply_point_id'),
    intentId: p.bigint('string'),
    action: p.text(),
    sentAt: instant(),
    expiresAt: instant(),
    answeredAt: instant().nullable(),
    outcome: p.text().nullable(),
    detail: p.text().nullable(),
    readBack: p.text().nullable(),
    verifiedAt: instant().nullable(),
    evidence: p.text().nullable(),
  },
})

export const DebtEpisode = defineEntity({
  name: 'DebtEpisode',
  tableName: 'debt_episode',
  properties: {
    id: id(),
    accountId: () => p.manyToOne(Account).mapToPk().joinColumn('account_id'),
    beganAt: instant(),
    recoveredAt: instant().nullable(),
    endedAt: instant().nullable(),
    endedBy: p.text().nullable(),
    noticeId: p.bigint('string').nullable(),
    deadlineAt: instant().nullable(),
    cutAt: instant().nullable(),
    approval: p.text(),
    approvalBy: p.text().nullable(),
    approvalAt: instant().nullable(),
  },
})

export const Dispute = defineEntity({
  name: 'Dispute',
  tableName: 'dispute',
  properties: {
    id: id(),
    accountId: () => p.manyToOne(Account).mapToPk().joinColumn('account_id'),
    reason: p.text(),
    openedBy: p.text(),
    openedAt: instant(),
    reviewAt: instant(),
    closedAt: instant().nullable(),
    closedBy: p.text().nullable(),
    outcome: p.text().nullable(),
    version: version(),
  },
})

export const PaymentPlan = defineEntity({
  name: 'PaymentPlan',
  tableName: 'payment_plan',
  properties: {
    id: id(),
    accountId: () => p.manyToOne(Account).mapToPk().joinColumn('account_id'),
    agreedBy: p.text(),
    agreedAt: instant(),
    nextDueAt: instant(),
    endedAt: instant().nullable(),
    endedBy: p.text().nullable(),
    version: version(),
  },
})

export const GuardHold = defineEntity({
  name: 'GuardHold',
  tableName: 'guard_hold',
  properties: {
    id: id(),
    siteId: () => p.manyToOne(Site).mapToPk().joinColumn('site_id').nullable(),
    setBy: p.text(),
    reason: p.text(),
    setAt: instant(),
    releasedAt: instant().nullable(),
    releasedBy: p.text().nullable(),
    version: version(),
  },
})

const RELEASES = `SELECT COALESCE(jsonb_agg(jsonb_build_object('person', r.person,
    'releasedAt', ${ms('r.released_at')}) ORDER BY r.ordinal), '[]') FROM guard_release r WHERE r.quarantine_id =`

export const GuardQuarantine = defineEntity({
  name: 'GuardQuarantine',
  tableName: 'guard_quarantine',
  properties: {
    id: id(),
    siteId: () => p.manyToOne(Site).mapToPk().joinColumn('site_id'),
    pointId: () => p.manyToOne(Point).mapToPk().joinColumn('point_id'),
    path: p.text(),
    reason: p.text(),
    asked: p.bigint('number'),
    quarantinedAt: instant(),
    lastAt: instant(),
    closedAt: instant().nullable(),
    releases: p.json<Json>().formula((_columns, at) => `(${RELEASES} ${at}.id)`),
  },
})
