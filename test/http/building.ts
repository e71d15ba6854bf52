import { expect } from 'vitest'
import type { Person } from './api.ts'

/** The least that a tenancy needs, made through the API. */
export interface Building {
  readonly siteId: string
  readonly spaceId: string
  readonly tenantId: string
  readonly contractId: string
  readonly accountId: string
  readonly meterId: string
  readonly registerId: string
  readonly pointId: string
  readonly planId: string
}

const RULES = {
  graceMinutes: 60,
  noticeLevel: 'accepted',
  warnings: ['low-balance', 'very-low-balance'],
  readingFreshIntervals: 3,
  meterMaxSilenceMinutes: 120,
  intentExpirySeconds: 60,
  approvalRequired: false,
  noCutOnWeekends: true,
  noCutOnHolidays: true,
  noCutInWeatherBans: true,
  friendlyHours: [],
}

export async function makeBuilding(
  owner: Person,
  code: string,
  timeZone = 'Asia/Shanghai',
): Promise<Building> {
  const make = async (path: string, body: object): Promise<string> => {
    const answer = await owner.call('POST', `/api/v1/${path}`, { body })
    expect(answer.status, answer.text).toBe(201)
    return String(answer.body.id)
  }
  const policyProfileId = await make('policy-profiles', { code, title: code, rules: RULES })
  const siteId = await make('sites', {
    code,
    name: code,
    timeZone,
    currency: 'CNY',
    policyProfileId,
  })
  const spaceId = await make('spaces', { siteId, kind: 'unit', code: 'U-1', name: 'Unit 1' })
  const tenantId = await make('tenants', { siteId, code: 'T-1', name: 'Tenant 1' })
  const contractId = await make('contracts', {
    siteId,
    tenantId,
    code: 'C-1',
    fromAt: '2026-01-01T00:00:00Z',
    spaceIds: [spaceId],
  })
  const accountId = await make('accounts', {
    siteId,
    contractId,
    code: 'A-1',
    currency: 'CNY',
    lowBalance: '50.5',
    veryLowBalance: '10',
  })
  const meterId = await make('meters', {
    siteId,
    serial: 'S-1',
    model: 'M',
    utility: 'electricity',
  })
  const registerId = await make('registers', { meterId, code: 'total', digits: 6 })
  const pointId = await make('metering-points', {
    siteId,
    spaceId,
    utility: 'electricity',
    unit: 'kWh',
    code: 'MP-1',
    name: 'Point 1',
    maxRate: '40',
  })
  const planId = await make('tariff-plans', {
    siteId,
    code: 'P-1',
    name: 'Plan 1',
    utility: 'electricity',
    strategy: 'flat',
  })
  return { siteId, spaceId, tenantId, contractId, accountId, meterId, registerId, pointId, planId }
}
