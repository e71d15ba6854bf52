import { defineEntity, p } from '@mikro-orm/core'
import { id, instant, json, version } from './columns.ts'
import { Connection } from './metering.ts'
import { Account, Site, Tenant } from './parties.ts'

/** As the API tells it; the flow of notices has statements of its own. */
export const Notice = defineEntity({
  name: 'Notice',
  tableName: 'notice',
  properties: {
    id: id(),
    siteId: () => p.manyToOne(Site).mapToPk().joinColumn('site_id'),
    accountId: () => p.manyToOne(Account).mapToPk().joinColumn('account_id').nullable(),
    tenantId: () => p.manyToOne(Tenant).mapToPk().joinColumn('tenant_id').nullable(),
    staffRole: p.text().nullable(),
    kind: p.text(),
    causeKey: p.text(),
    urgency: p.text(),
    language: p.text(),
    subject: p.text(),
    text: p.text(),
    requiredLevel: p.text(),
    state: p.text(),
    deadlineAt: instant().nullable(),
    createdAt: instant(),
    deliveredAt: instant().nullable(),
    readAt: instant().nullable(),
  },
})

export const NoticeRoute = defineEntity({
  name: 'NoticeRoute',
  tableName: 'notice_route',
  properties: {
    id: id(),
    siteId: () => p.manyToOne(Site).mapToPk().joinColumn('site_id'),
    accountId: () => p.manyToOne(Account).mapToPk().joinColumn('account_id').nullable(),
    staffRole: p.text().nullable(),
    connectionId: () => p.manyToOne(Connection).mapToPk().joinColumn('connection_id'),
    address: json(),
    rank: p.integer(),
    enabled: p.boolean(),
    automatic: p.boolean().default(false),
    archivedAt: instant().nullable(),
    version: version(),
  },
})
