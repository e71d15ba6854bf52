import type { EntitySchema } from '@mikro-orm/core'
import type { ResourceShape } from '../flow/registry/ports.ts'
import { deriveResources } from './derived-resources.ts'
import { Dashboard } from './entities/dashboards.ts'
import { Connection, Installation, Meter, MeteringPoint, Point } from './entities/metering.ts'
import { Notice, NoticeRoute } from './entities/notices.ts'
import {
  Account,
  AssignedRole,
  Contract,
  ContractSpace,
  Invitation,
  PolicyProfile,
  Site,
  Space,
  Tenant,
} from './entities/parties.ts'
import { PaymentOrder } from './entities/payments.ts'
import { Question, SpendingLimit } from './entities/questions.ts'
import {
  DebtEpisode,
  Dispute,
  GuardHold,
  GuardQuarantine,
  PaymentPlan,
  SupplyCommand,
  SupplyDecision,
  SupplyLockOut,
  SupplyOrder,
  SupplyPoint,
  SupplyProtection,
} from './entities/supply.ts'
import { ServiceAgreement, TariffPlan, UsageInterval } from './entities/tariffs.ts'
import type { Links, Part, ResourceEntries } from './registry-entry.ts'

const PURSES: Part = {
  field: 'purses',
  sql: `SELECT account_id AS "ownerId", kind, fund, balance_micros AS "balanceMicros"
    FROM ledger_account WHERE account_id = ANY ($1::bigint[]) ORDER BY account_id, kind, fund`,
  micros: ['balanceMicros'],
}

const END_REGISTERS: Part = {
  field: 'registers',
  sql: `SELECT installation_id AS "ownerId", register_id AS "registerId", opening_micros AS "openingMicros",
      closing_micros AS "closingMicros", signed_by AS "signedBy"
    FROM installation_register WHERE installation_id = ANY ($1::bigint[])
    ORDER BY installation_id, register_id`,
  micros: ['openingMicros', 'closingMicros'],
}

const ms = (column: string, name: string) =>
  `(extract(epoch FROM ${column}) * 1000)::float8 AS "${name}"`

const DELIVERIES: Part = {
  field: 'deliveries',
  sql: `SELECT notice_id AS "ownerId", id::text, connection_id::text AS "connectionId", state, attempts,
      ${ms('attempt_at', 'attemptAt')}, ${ms('accepted_at', 'acceptedAt')},
      ${ms('delivered_at', 'deliveredAt')}, ${ms('read_at', 'readAt')}, detail, confirmed_by AS "confirmedBy"
    FROM notice_delivery WHERE notice_id = ANY ($1::bigint[]) ORDER BY notice_delivery.id`,
  micros: [],
}

const SPACES: Links = {
  field: 'spaceIds',
  entity: ContractSpace,
  own: 'contractId',
  other: 'spaceId',
}

/**
 * What the contract alone does not say: parts and links in tables of their own, what is computed, and whose it is where
 * no field leads there. All other resources are derived from their schemas.
 */
const BY_HAND: ResourceEntries = Object.freeze({
  policyProfiles: { entity: PolicyProfile, site: null },
  sites: { entity: Site, site: 'id', archives: {} },
  spaces: { entity: Space, site: 'siteId', archives: {} },
  tenants: { entity: Tenant, site: 'siteId', tenant: 'id', archives: {} },
  contracts: { entity: Contract, site: 'siteId', tenant: 'tenantId', links: SPACES },
  accounts: { entity: Account, site: 'siteId', tenant: 'contractId.tenantId', part: PURSES },
  meters: { entity: Meter, site: 'siteId', archives: {} },
  meteringPoints: {
    entity: MeteringPoint,
    site: 'siteId',
    paidFor: 'id',
    staffOnly: true,
    archives: {},
  },
  installations: { entity: Installation, site: 'meterId.siteId', part: END_REGISTERS },
  connections: { entity: Connection, site: 'siteId', archives: { enabled: false } },
  points: { entity: Point, site: 'connectionId.siteId', archives: {} },
  tariffPlans: { entity: TariffPlan, site: 'siteId', archives: {} },
  serviceAgreements: {
    entity: ServiceAgreement,
    site: 'contractId.siteId',
    tenant: 'contractId.tenantId',
  },
  // Of whom somebody was charged for, whoever pays now.
  charges: {
    entity: UsageInterval,
    site: 'meteringPointId.siteId',
    tenant: 'agreementId.contractId.tenantId',
    staffOnly: true,
  },
  notices: {
    entity: Notice,
    site: 'siteId',
    tenant: 'tenantId',
    staffOnly: true,
    part: DELIVERIES,
  },
  noticeRoutes: { entity: NoticeRoute, site: 'siteId', archives: { enabled: false } },
  dashboards: {
    entity: Dashboard,
    site: 'siteId',
    personal: { user: 'userId', unless: 'shared' },
    archives: {},
  },
  paymentOrders: {
    entity: PaymentOrder,
    site: 'siteId',
    tenant: 'accountId.contractId.tenantId',
  },
  questions: { entity: Question, site: 'siteId', tenant: 'tenantId' },
  spendingLimits: {
    entity: SpendingLimit,
    site: 'accountId.siteId',
    tenant: 'accountId.contractId.tenantId',
  },
  supplyPoints: {
    entity: SupplyPoint,
    site: 'siteId',
    paidFor: 'meteringPointId',
    staffOnly: true,
  },
  supplyDecisions: {
    entity: SupplyDecision,
    site: 'supplyPointId.siteId',
    tenant: 'accountId.contractId.tenantId',
    staffOnly: true,
  },
  supplyOrders: { entity: SupplyOrder, site: 'supplyPointId.siteId' },
  supplyLockOuts: { entity: SupplyLockOut, site: 'supplyPointId.siteId' },
  supplyProtections: { entity: SupplyProtection, site: 'siteId' },
  supplyCommands: { entity: SupplyCommand, site: 'supplyPointId.siteId' },
  debtEpisodes: {
    entity: DebtEpisode,
    site: 'accountId.siteId',
    tenant: 'accountId.contractId.tenantId',
  },
  disputes: {
    entity: Dispute,
    site: 'accountId.siteId',
    tenant: 'accountId.contractId.tenantId',
  },
  paymentPlans: {
    entity: PaymentPlan,
    site: 'accountId.siteId',
    tenant: 'accountId.contractId.tenantId',
  },
  guardHolds: { entity: GuardHold, site: 'siteId' },
  guardQuarantine: { entity: GuardQuarantine, site: 'siteId' },
  invitations: { entity: Invitation, site: 'siteId' },
  roleAssignments: { entity: AssignedRole, site: 'siteId' },
})

/** Every resource of the contract, and their entities for the ORM. */
export function registryOf(shapes: readonly ResourceShape[]): {
  readonly resources: ResourceEntries
  readonly entities: readonly EntitySchema[]
} {
  const resources = deriveResources(shapes, BY_HAND)
  const entities = Object.values(resources).map(({ entity }) => entity)
  return Object.freeze({ resources, entities: [...entities, ContractSpace] })
}
