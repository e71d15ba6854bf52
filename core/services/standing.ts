import type { AccountStanding, AccountSummary, Charged } from '../flow/standing/account.ts'
import type { PointRow, SupplyRow } from '../flow/standing/ports.ts'
import type {
  Occupant,
  PointLoad,
  SiteOverview,
  SiteStanding,
  SpacesState,
} from '../flow/standing/site.ts'
import { formatMicros } from '../kernel/decimal.ts'
import { formatInstant, type Instant } from '../kernel/instant.ts'
import { type Action, action, type Output } from './define.ts'
import { stretchOf } from './usage.ts'

/** How accounts, sites and their spaces stand now. */
export function standingActions({
  accounts,
  sites,
}: {
  readonly accounts: AccountStanding
  readonly sites: SiteStanding
}): Action[] {
  return [
    action('accounts.summary', async ({ path }) =>
      summaryOf(path.id, await accounts.summary({ accountId: path.id })),
    ),
    action('sites.overview', async ({ path }) =>
      overviewOf(await sites.overview({ siteId: path.id })),
    ),
    action('sites.spacesState', async ({ path }) =>
      spacesOf(path.id, await sites.spaces({ siteId: path.id })),
    ),
  ]
}

type WireSummary = Output<'accounts.summary'>
type WireSupply = WireSummary['supply'][number]
type WireOverview = Output<'sites.overview'>
type WireSpace = Output<'sites.spacesState'>['items'][number]
type Utility = WireSupply['utility']

const instantOrNull = (at: Instant | null) => (at === null ? null : formatInstant(at))

function summaryOf(accountId: string, summary: AccountSummary): WireSummary {
  const { code, currency, timeZone, at, purses, level, daysLeft, basis, supply } = summary
  return {
    ...{ accountId, code, currency, timeZone, level, daysLeft },
    at: formatInstant(at),
    purses: purses.map(({ kind, fund, balanceMicros }) => ({
      kind: kind as WireSummary['purses'][number]['kind'],
      fund,
      balance: formatMicros(balanceMicros),
    })),
    balance: formatMicros(summary.balanceMicros),
    available: formatMicros(summary.availableMicros),
    overdraft: formatMicros(summary.overdraftMicros),
    emergencyCredit: formatMicros(summary.emergencyCreditMicros),
    lowBalance: formatMicros(summary.lowBalanceMicros),
    veryLowBalance: formatMicros(summary.veryLowBalanceMicros),
    basis: basis === null ? null : basisOf(basis),
    today: chargedOf(summary.today),
    yesterday: chargedOf(summary.yesterday),
    month: chargedOf(summary.month),
    lastTopUp: topUpOf(summary.lastTopUp),
    supply: supply.map(supplyOf),
    debtEpisode: episodeOf(summary.debtEpisode),
  }
}

function basisOf(basis: NonNullable<AccountSummary['basis']>): NonNullable<WireSummary['basis']> {
  return {
    fromAt: formatInstant(basis.from),
    toAt: formatInstant(basis.to),
    days: basis.days,
    charged: formatMicros(basis.chargedMicros),
    perDay: formatMicros(basis.perDayMicros),
  }
}

function chargedOf(charged: Charged) {
  return {
    ...stretchOf(charged),
    fees: formatMicros(charged.feesMicros),
    total: formatMicros(charged.totalMicros),
  }
}

function topUpOf(topUp: AccountSummary['lastTopUp']): WireSummary['lastTopUp'] {
  if (topUp === null) return null
  const { orderId, amountMicros, at, channel } = topUp
  return { orderId, amount: formatMicros(amountMicros), at: formatInstant(at), channel }
}

function supplyOf({
  utility,
  desired,
  verified,
  state,
  stateSince,
  ...ids
}: SupplyRow): WireSupply {
  return {
    ...ids,
    utility: utility as Utility,
    desired: desired as WireSupply['desired'],
    verified: verified as WireSupply['verified'],
    state: state as WireSupply['state'],
    stateSince: formatInstant(stateSince),
  }
}

function episodeOf(episode: AccountSummary['debtEpisode']): WireSummary['debtEpisode'] {
  if (episode === null) return null
  const { id, beganAt, recoveredAt, deadlineAt, cutAt, approval } = episode
  return {
    id,
    beganAt: formatInstant(beganAt),
    recoveredAt: instantOrNull(recoveredAt),
    deadlineAt: instantOrNull(deadlineAt),
    cutAt: instantOrNull(cutAt),
    approval: approval as NonNullable<WireSummary['debtEpisode']>['approval'],
  }
}

function overviewOf(overview: SiteOverview): WireOverview {
  const { site, at, accounts, supply, repairs, notices } = overview
  return {
    siteId: site.siteId,
    timeZone: site.timeZone,
    currency: site.currency,
    at: formatInstant(at),
    load: overview.load.map(({ utility, unit, loadMicros, oldestAt, newestAt, ...counts }) => ({
      ...counts,
      utility: utility as Utility,
      unit: unit as WireOverview['load'][number]['unit'],
      load: formatMicros(loadMicros),
      oldestAt: instantOrNull(oldestAt),
      newestAt: instantOrNull(newestAt),
    })),
    today: stretchOf(overview.today),
    yesterday: stretchOf(overview.yesterday),
    topUps: overview.topUps.map(({ currency, count, amountMicros }) => ({
      ...{ currency, count },
      amount: formatMicros(amountMicros),
    })),
    balances: overview.balances.map((balance) => ({
      currency: balance.currency,
      prepaid: formatMicros(balance.prepaidMicros),
      debt: formatMicros(balance.debtMicros),
      receivable: formatMicros(balance.receivableMicros),
    })),
    ...{ accounts, supply, repairs, notices },
    silent: {
      intervals: site.freshIntervals,
      count: overview.silent.count,
      meters: overview.silent.meters.map(({ meterId, serial, meteringPointId, name, lastAt }) => ({
        ...{ meterId, serial, meteringPointId, name },
        lastAt: instantOrNull(lastAt),
      })),
    },
    holds: overview.holds.map((hold) => ({ ...hold, setAt: formatInstant(hold.setAt) })),
  }
}

function spacesOf(siteId: string, { at, spaces }: SpacesState): Output<'sites.spacesState'> {
  return {
    siteId,
    at: formatInstant(at),
    items: spaces.map(({ kind, occupants, points, ...space }) => ({
      ...space,
      kind: kind as WireSpace['kind'],
      occupants: occupants.map(occupantOf),
      points: points.map(pointOf),
    })),
  }
}

function occupantOf(occupant: Occupant): WireSpace['occupants'][number] {
  const { contractId, tenantId, tenantName, account, level } = occupant
  return {
    ...{ contractId, tenantId, tenantName },
    accountId: account?.accountId ?? null,
    accountCode: account?.accountCode ?? null,
    currency: account?.currency ?? null,
    balance: account === null ? null : formatMicros(account.balanceMicros),
    available: account === null ? null : formatMicros(account.availableMicros),
    level,
  }
}

type WirePoint = WireSpace['points'][number]

function pointOf(point: PointRow & { readonly load: PointLoad }): WirePoint {
  const { meteringPointId, name, load, supply } = point
  return {
    ...{ meteringPointId, name },
    utility: load.utility as Utility,
    unit: load.unit as WirePoint['unit'],
    load: load.loadMicros === null ? null : formatMicros(load.loadMicros),
    loadAt: instantOrNull(load.at),
    supply: supply as WirePoint['supply'],
  }
}
