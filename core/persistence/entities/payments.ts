import { defineEntity, p } from '@mikro-orm/core'
import { id, instant, json, micros } from './columns.ts'
import { Connection } from './metering.ts'
import { Account, Site } from './parties.ts'

/** Read here; written by the payments' own store. */
export const PaymentOrder = defineEntity({
  name: 'PaymentOrder',
  tableName: 'payment_order',
  properties: {
    id: id(),
    reference: p.text(),
    siteId: () => p.manyToOne(Site).mapToPk().joinColumn('site_id'),
    accountId: () => p.manyToOne(Account).mapToPk().joinColumn('account_id'),
    connectionId: () => p.manyToOne(Connection).mapToPk().joinColumn('connection_id'),
    alternativeToId: p.bigint('string').nullable(),
    amountMicros: micros(),
    currency: p.text(),
    description: p.text(),
    state: p.text(),
    unknownSince: instant().nullable(),
    payerAction: json(),
    channelReference: p.text().nullable(),
    capturedAt: instant().nullable(),
    credited: p.boolean().nullable(),
    refundReservedMicros: micros(),
    createdAt: instant(),
    expiresAt: instant(),
  },
})
