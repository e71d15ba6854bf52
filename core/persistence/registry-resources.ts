import type { EntitySchema } from '@mikro-orm/core'
import type { Row } from '../flow/registry/ports.ts'
import { Dashboard } from './entities/dashboards.ts'
import {
  Connection,
  Installation,
  Meter,
  MeteringPoint,
  Point,
  Register,
} from './entities/metering.ts'
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
import { Fee, PaymentOrder, Refund } from './entities/payments.ts'
import { Question, QuestionMessage, SpendingLimit } from './entities/questions.ts'
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
import {
  RepairItem,
  ServiceAgreement,
  TariffPlan,
  TariffVersion,
  UsageInterval,
} from './entities/tariffs.ts'

/** Ids kept in a table of their own. */
export interface Links {
  readonly field: string
  readonly entity: EntitySchema
  readonly own: string
  readonly other: string
}

/** Rows of another table that are told with a resource and written elsewhere. */
export interface Part {
  readonly field: string
  /** Takes the ids as $1; each row has `ownerId` besides the part's own fields. */
  readonly sql: string
  /** Fields that are bigint micros. */
  readonly micros: readonly string[]
}

export interface ResourceEntry {
  readonly entity: EntitySchema
  /** Field that holds the site; dotted where it is another entity's. Null: it belongs to no site. */
  readonly site: string | null
  /** Field that holds the tenant, where one tenant owns it. */
  readonly tenant?: string
  /** Field that holds a metering point: the tenant is whose contract pays for it now. */
  readonly paidFor?: string
  /** Whether those without a tenant are for staff alone; otherwise they are for all of the site. */
  readonly staffOnly?: true
  /** Each belongs to a user, and is for nobody else unless it says that it is shared. */
  readonly personal?: { readonly user: string; readonly unless: string }
  /** It can be removed, by an instant in its `archivedAt`; these are written with it. */
  readonly archives?: Row
  readonly links?: Links
  readonly part?: Part
}

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

/** One line for each resource: its entity, and where it belongs. */
export const registryResources: Readonly<Record<string, ResourceEntry>> = Object.freeze({
  policyProfiles: { entity: PolicyProfile, site: null },
  sites: { entity: Site, site: 'id', archives: {} },
  spaces: { entity: Space, site: 'siteId', archives: {} },
  tenants: { entity: Tenant, site: 'siteId', tenant: 'id', archives: {} },
  contracts: { entity: Contract, site: 'siteId', tenant: 'tenantId', links: SPACES },
  accounts: { entity: Account, site: 'siteId', tenant: 'contractId.tenantId', part: PURSES },
  meters: { entity: Meter, site: 'siteId', archives: {} },
  registers: { entity: Register, site: 'meterId.siteId' },
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
  tariffVersions: { entity: TariffVersion, site: 'tariffPlanId.siteId' },
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
  refunds: {
    entity: Refund,
    site: 'orderId.siteId',
    tenant: 'orderId.accountId.contractId.tenantId',
  },
  fees: { entity: Fee, site: 'siteId', tenant: 'accountId.contractId.tenantId' },
  questions: { entity: Question, site: 'siteId', tenant: 'tenantId' },
  questionMessages: {
    entity: QuestionMessage,
    site: 'questionId.siteId',
    tenant: 'questionId.tenantId',
  },
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
  repairItems: { entity: RepairItem, site: 'siteId' },
  invitations: { entity: Invitation, site: 'siteId' },
  roleAssignments: { entity: AssignedRole, site: 'siteId' },
})

/** Every entity of the registry, for the ORM. */
export const registryEntities: readonly EntitySchema[] = Object.freeze([
  ...Object.values(registryResources).map(({ entity }) => entity),
  ContractSpace,
])
