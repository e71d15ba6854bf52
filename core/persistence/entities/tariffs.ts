import { defineEntity, p } from '@mikro-orm/core'
import { id, instant, version } from './columns.ts'
import { MeteringPoint } from './metering.ts'
import { Account, Contract, Site } from './parties.ts'

export const TariffPlan = defineEntity({
  name: 'TariffPlan',
  tableName: 'tariff_plan',
  properties: {
    id: id(),
    siteId: () => p.manyToOne(Site).mapToPk().joinColumn('site_id'),
    code: p.text(),
    name: p.text(),
    utility: p.text(),
    strategy: p.text(),
    archivedAt: instant().nullable(),
    version: version(),
  },
})

export const ServiceAgreement = defineEntity({
  name: 'ServiceAgreement',
  tableName: 'service_agreement',
  properties: {
    id: id(),
    contractId: () => p.manyToOne(Contract).mapToPk().joinColumn('contract_id'),
    accountId: () => p.manyToOne(Account).mapToPk().joinColumn('account_id'),
    meteringPointId: () => p.manyToOne(MeteringPoint).mapToPk().joinColumn('metering_point_id'),
    tariffPlanId: () => p.manyToOne(TariffPlan).mapToPk().joinColumn('tariff_plan_id'),
    fromAt: instant(),
    toAt: instant().nullable(),
    version: version(),
  },
})

/** A charge as far as it says whose it is; the hot stores write and read it. */
export const UsageInterval = defineEntity({
  name: 'UsageInterval',
  tableName: 'usage_interval',
  properties: {
    id: id(),
    meteringPointId: () => p.manyToOne(MeteringPoint).mapToPk().joinColumn('metering_point_id'),
    agreementId: () =>
      p.manyToOne(ServiceAgreement).mapToPk().joinColumn('agreement_id').nullable(),
  },
})
