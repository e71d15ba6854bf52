import { defineEntity, p } from '@mikro-orm/core'
import { id, instant, json, micros, version } from './columns.ts'

export const PolicyProfile = defineEntity({
  name: 'PolicyProfile',
  tableName: 'policy_profile',
  properties: {
    id: id(),
    code: p.text(),
    title: p.text(),
    rules: json(),
    version: version(),
  },
})

export const Site = defineEntity({
  name: 'Site',
  tableName: 'site',
  properties: {
    id: id(),
    code: p.text(),
    name: p.text(),
    timeZone: p.text(),
    currency: p.text(),
    language: p.text(),
    policyProfileId: () => p.manyToOne(PolicyProfile).mapToPk().joinColumn('policy_profile_id'),
    calendar: json(),
    refundApprovalAboveMicros: micros().nullable(),
    archivedAt: instant().nullable(),
    version: version(),
  },
})

export const Space = defineEntity({
  name: 'Space',
  tableName: 'space',
  properties: {
    id: id(),
    siteId: () => p.manyToOne(Site).mapToPk().joinColumn('site_id'),
    parentId: p.bigint('string').nullable(),
    kind: p.text(),
    code: p.text(),
    name: p.text(),
    archivedAt: instant().nullable(),
    version: version(),
  },
})

export const Tenant = defineEntity({
  name: 'Tenant',
  tableName: 'tenant',
  properties: {
    id: id(),
    siteId: () => p.manyToOne(Site).mapToPk().joinColumn('site_id'),
    code: p.text(),
    name: p.text(),
    language: p.text(),
    email: p.text().nullable(),
    trade: p.text().nullable(),
    archivedAt: instant().nullable(),
    version: version(),
  },
})

export const Contract = defineEntity({
  name: 'Contract',
  tableName: 'contract',
  properties: {
    id: id(),
    siteId: () => p.manyToOne(Site).mapToPk().joinColumn('site_id'),
    tenantId: () => p.manyToOne(Tenant).mapToPk().joinColumn('tenant_id'),
    code: p.text(),
    fromAt: instant(),
    toAt: instant().nullable(),
    version: version(),
  },
})

/** Which spaces a contract rents. */
export const ContractSpace = defineEntity({
  name: 'ContractSpace',
  tableName: 'contract_space',
  properties: {
    contractId: p.bigint('string').primary(),
    spaceId: p.bigint('string').primary(),
  },
})

export const Account = defineEntity({
  name: 'Account',
  tableName: 'account',
  properties: {
    id: id(),
    siteId: () => p.manyToOne(Site).mapToPk().joinColumn('site_id'),
    contractId: () => p.manyToOne(Contract).mapToPk().joinColumn('contract_id'),
    code: p.text(),
    currency: p.text(),
    state: p.text().default('open'),
    overdraftMicros: micros(),
    emergencyCreditMicros: micros(),
    lowBalanceMicros: micros(),
    veryLowBalanceMicros: micros(),
    version: version(),
  },
})

export const Invitation = defineEntity({
  name: 'Invitation',
  tableName: 'invitation',
  properties: {
    id: id(),
    email: p.text(),
    role: p.text(),
    siteId: () => p.manyToOne(Site).mapToPk().joinColumn('site_id').nullable(),
    tenantId: p.bigint('string').nullable(),
    language: p.text().nullable(),
    invitedBy: p.text(),
    createdAt: instant(),
    expiresAt: instant(),
    acceptedAt: instant().nullable(),
    acceptedBy: p.text().nullable(),
    revokedAt: instant().nullable(),
  },
})

export const AssignedRole = defineEntity({
  name: 'AssignedRole',
  tableName: 'role_assignment',
  properties: {
    id: id(),
    userId: p.text(),
    role: p.text(),
    siteId: () => p.manyToOne(Site).mapToPk().joinColumn('site_id').nullable(),
    tenantId: p.bigint('string').nullable(),
  },
})
