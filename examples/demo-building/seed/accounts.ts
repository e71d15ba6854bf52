import type { Api } from '../api.ts'
import { SPACES, warningLevels } from '../building/building.ts'
import { SITE } from '../building/site.ts'
import { PLANS } from '../building/tariffs.ts'
import { HOUSE, TENANTS } from '../building/tenants.ts'
import type { MeterSpec } from '../building/types.ts'
import { emailOf } from '../people.ts'
import { byCode, ensure, required } from './ensure.ts'

/** The house pays in arrears: far enough that nothing of it is ever in question. */
const HOUSE_LEVELS = { overdraft: '1000000', lowBalance: '-900000', veryLowBalance: '-950000' }

interface Place {
  readonly api: Api
  readonly siteId: string
}

/** Tenants with a contract and an account each; ids of all three by the tenant's code. */
export async function ensureTenants(
  { api, siteId }: Place,
  { spaces, fromAt }: { readonly spaces: ReadonlyMap<string, string>; readonly fromAt: string },
) {
  const all = [
    ...TENANTS,
    { ...HOUSE, units: SPACES.filter(({ kind }) => kind === 'common').map(({ code }) => code) },
  ]
  const filter = { siteId }
  const tenants = await ensure(api, 'tenants', {
    keyOf: byCode,
    filter,
    wanted: all.map(({ code, name, language, trade }) => ({
      key: code,
      body: { siteId, code, name, language, email: emailOf(code), trade },
    })),
  })
  const contracts = await ensure(api, 'contracts', {
    keyOf: ({ tenantId }) => String(tenantId),
    filter,
    wanted: all.map(({ code, units }) => {
      const tenantId = required(tenants, code)
      const spaceIds = units.map((unit) => required(spaces, unit))
      return {
        key: tenantId,
        body: { siteId, tenantId, code: code.replace('T-', 'C-'), fromAt, toAt: null, spaceIds },
      }
    }),
  })
  const byContract = await ensure(api, 'accounts', {
    keyOf: ({ contractId }) => String(contractId),
    filter,
    wanted: all.map(({ code }) => {
      const contractId = required(contracts, required(tenants, code))
      return {
        key: contractId,
        body: {
          siteId,
          contractId,
          code: code.replace('T-', 'A-'),
          currency: SITE.currency,
          ...levelsOf(code),
        },
      }
    }),
  })
  const contractOf = (code: string) => required(contracts, required(tenants, code))
  return {
    tenants,
    contracts: new Map(all.map(({ code }) => [code, contractOf(code)])),
    accounts: new Map(all.map(({ code }) => [code, required(byContract, contractOf(code))])),
  }
}

function levelsOf(code: string) {
  if (code === HOUSE.code) return { emergencyCredit: '0', ...HOUSE_LEVELS }
  const { low, veryLow } = warningLevels(code)
  return {
    overdraft: '0',
    emergencyCredit: '0',
    lowBalance: String(low),
    veryLowBalance: String(veryLow),
  }
}

/** Plans with their first version; ids of the plans by code. */
export async function ensurePlans({ api, siteId }: Place, effectiveAt: string) {
  const plans = await ensure(api, 'tariffPlans', {
    keyOf: byCode,
    filter: { siteId },
    wanted: PLANS.map(({ code, name, utility, strategy }) => ({
      key: code,
      body: { siteId, code, name, utility, strategy },
    })),
  })
  await ensure(api, 'tariffVersions', {
    keyOf: ({ tariffPlanId }) => String(tariffPlanId),
    wanted: PLANS.map(({ code, terms }) => {
      const tariffPlanId = required(plans, code)
      return { key: tariffPlanId, body: { tariffPlanId, effectiveAt, terms } }
    }),
  })
  return plans
}

/** Who pays for which metering point by which plan. */
export async function ensureAgreements(
  api: Api,
  {
    specs,
    contracts,
    accounts,
    meteringPoints,
    plans,
    fromAt,
  }: {
    readonly specs: readonly MeterSpec[]
    readonly contracts: ReadonlyMap<string, string>
    readonly accounts: ReadonlyMap<string, string>
    readonly meteringPoints: ReadonlyMap<string, string>
    readonly plans: ReadonlyMap<string, string>
    readonly fromAt: string
  },
): Promise<void> {
  await ensure(api, 'serviceAgreements', {
    keyOf: ({ meteringPointId }) => String(meteringPointId),
    wanted: specs.map(({ code, tenant, plan }) => {
      const meteringPointId = required(meteringPoints, code)
      return {
        key: meteringPointId,
        body: {
          contractId: required(contracts, tenant),
          accountId: required(accounts, tenant),
          meteringPointId,
          tariffPlanId: required(plans, plan),
          fromAt,
        },
      }
    }),
  })
}
