import { defineEntity, p } from '@mikro-orm/core'
import { id, instant, micros, version } from './columns.ts'
import { Account, Site, Tenant } from './parties.ts'

export const Question = defineEntity({
  name: 'Question',
  tableName: 'question',
  properties: {
    id: id(),
    siteId: () => p.manyToOne(Site).mapToPk().joinColumn('site_id'),
    accountId: () => p.manyToOne(Account).mapToPk().joinColumn('account_id'),
    tenantId: () => p.manyToOne(Tenant).mapToPk().joinColumn('tenant_id'),
    subject: p.text(),
    state: p.text().default('open'),
    assignedTo: p.text().nullable(),
    openedBy: p.text(),
    openedAt: instant(),
    lastMessageAt: instant(),
    closedAt: instant().nullable(),
    closedBy: p.text().nullable(),
    version: version(),
  },
})

export const SpendingLimit = defineEntity({
  name: 'SpendingLimit',
  tableName: 'spending_limit',
  properties: {
    id: id(),
    accountId: () => p.manyToOne(Account).mapToPk().joinColumn('account_id'),
    period: p.text(),
    amountMicros: micros(),
    enabled: p.boolean().default(true),
    sinceAt: instant(),
    setBy: p.text(),
    judgedVersion: p.bigint('string').nullable(),
    version: version(),
  },
})
