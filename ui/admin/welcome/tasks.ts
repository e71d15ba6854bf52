import type { Item } from '../resource/pages.ts'

/** A step of the set-up as the server counts them. */
export type Step = 'site' | 'connection' | 'meter' | 'tariff' | 'tenant' | 'account' | 'topUp'

/** What is there already: the first object of each task that has one. */
export type Known = Readonly<Partial<Record<TaskId, Item>>>

/** What a plugin adds to a form: which of its contributions may be chosen, and where its own fields go. */
export interface PluginPart {
  readonly points: readonly string[]
  /** Taken first where there are several. */
  readonly preferred: string
}

/** One form of the guide. */
export interface Task {
  readonly id: TaskId
  readonly step: Step
  /** Resource that it makes one of. */
  readonly service: string
  /** Tasks whose objects it is made from. */
  readonly needs: readonly TaskId[]
  /** Which of the resource's objects count, as filters of its list. */
  readonly among?: (known: Known) => Item
  /** What follows from the tasks before, and is not asked. */
  readonly given: (known: Known) => Item
  /** What the form starts with, and may be changed. */
  readonly start: (known: Known, now: Date) => Item
}

const TASK_IDS = [
  ...(['profile', 'site', 'connection'] as const),
  ...(['space', 'meter', 'register', 'point', 'installation'] as const),
  ...(['plan', 'version', 'tenant', 'contract'] as const),
  ...(['account', 'agreement', 'invitation', 'desk', 'topUp'] as const),
] as const
export type TaskId = (typeof TASK_IDS)[number]

const idOf = (known: Known, task: TaskId) => known[task]?.id
const ofSite = (known: Known): Item => ({ siteId: idOf(known, 'site') })
const utilityOf = (known: Known, task: TaskId) => known[task]?.utility ?? 'electricity'
/** The start of the reader's day: what begins then holds now. */
const today = (now: Date) =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate()).toISOString()
const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

/** Rules that cut nobody off by surprise: notice first, a day of grace, and an approval. */
const RULES = {
  graceMinutes: 1440,
  noticeLevel: 'delivered',
  warnings: ['low-balance', 'very-low-balance'],
  readingFreshIntervals: 3,
  meterMaxSilenceMinutes: 120,
  intentExpirySeconds: 60,
  approvalRequired: true,
  noCutOnWeekends: true,
  noCutOnHolidays: true,
  noCutInWeatherBans: true,
  friendlyHours: [],
}

const UNITS: Readonly<Record<string, string>> = {
  ...{ electricity: 'kWh', water: 'm3', gas: 'm3', heating: 'GJ', cooling: 'RTh' },
}

/** Every form of the guide, in the order in which they are best done. */
export const TASKS: readonly Task[] = [
  {
    ...{ id: 'profile', step: 'site', service: 'policyProfiles', needs: [] },
    given: () => ({}),
    start: () => ({ code: 'standard', title: 'Standard', rules: RULES }),
  },
  {
    ...{ id: 'site', step: 'site', service: 'sites', needs: ['profile'] },
    given: (known) => ({ policyProfileId: idOf(known, 'profile') }),
    start: () => ({ code: 'main', timeZone: zone(), currency: 'CNY' }),
  },
  {
    ...{ id: 'connection', step: 'connection', service: 'connections', needs: ['site'] },
    among: ofSite,
    given: ofSite,
    start: () => ({ skipTest: false }),
  },
  {
    ...{ id: 'space', step: 'meter', service: 'spaces', needs: ['site'] },
    among: ofSite,
    given: ofSite,
    start: () => ({ kind: 'unit', code: '1-01' }),
  },
  {
    ...{ id: 'meter', step: 'meter', service: 'meters', needs: ['site'] },
    among: ofSite,
    given: ofSite,
    start: () => ({ utility: 'electricity' }),
  },
  {
    ...{ id: 'register', step: 'meter', service: 'registers', needs: ['meter'] },
    among: (known) => ({ meterId: idOf(known, 'meter') }),
    given: (known) => ({ meterId: idOf(known, 'meter') }),
    start: () => ({ code: 'total', digits: 8 }),
  },
  {
    ...{ id: 'point', step: 'meter', service: 'meteringPoints', needs: ['space', 'meter'] },
    among: (known) => ({ ...ofSite(known), utility: utilityOf(known, 'meter') }),
    given: (known) => ({ ...ofSite(known), utility: utilityOf(known, 'meter') }),
    start: (known) => ({
      spaceId: idOf(known, 'space'),
      unit: UNITS[String(utilityOf(known, 'meter'))],
      code: known.space?.code,
      name: known.space?.name,
      maxRate: '40',
      intervalSeconds: 900,
    }),
  },
  {
    ...{ id: 'installation', step: 'meter', service: 'installations' },
    needs: ['register', 'point'],
    among: (known) => ({ meteringPointId: idOf(known, 'point') }),
    given: (known) => ({
      meterId: idOf(known, 'meter'),
      meteringPointId: idOf(known, 'point'),
    }),
    start: (known, now) => ({
      at: today(now),
      multiplier: '1',
      openings: [{ registerId: idOf(known, 'register'), value: '0' }],
    }),
  },
  {
    ...{ id: 'plan', step: 'tariff', service: 'tariffPlans', needs: ['site'] },
    among: ofSite,
    given: ofSite,
    start: (known) => ({ code: 'standard', utility: utilityOf(known, 'meter') }),
  },
  {
    ...{ id: 'version', step: 'tariff', service: 'tariffVersions', needs: ['plan'] },
    among: (known) => ({ tariffPlanId: idOf(known, 'plan') }),
    given: (known) => ({ tariffPlanId: idOf(known, 'plan') }),
    start: (_known, now) => ({ effectiveAt: today(now) }),
  },
  {
    ...{ id: 'tenant', step: 'tenant', service: 'tenants', needs: ['site'] },
    among: ofSite,
    given: ofSite,
    start: () => ({ code: 'T-1' }),
  },
  {
    ...{ id: 'contract', step: 'tenant', service: 'contracts', needs: ['tenant'] },
    among: (known) => ({ ...ofSite(known), tenantId: idOf(known, 'tenant') }),
    given: (known) => ({ ...ofSite(known), tenantId: idOf(known, 'tenant') }),
    start: (known, now) => ({
      code: 'C-1',
      fromAt: today(now),
      spaceIds: known.space === undefined ? [] : [known.space.id],
    }),
  },
  {
    ...{ id: 'account', step: 'account', service: 'accounts', needs: ['contract'] },
    among: (known) => ({ ...ofSite(known), contractId: idOf(known, 'contract') }),
    given: (known) => ({
      ...ofSite(known),
      contractId: idOf(known, 'contract'),
      currency: known.site?.currency,
    }),
    start: () => ({ code: 'A-1', lowBalance: '50', veryLowBalance: '10' }),
  },
  {
    ...{ id: 'agreement', step: 'account', service: 'serviceAgreements' },
    needs: ['account', 'point', 'plan'],
    among: (known) => ({ accountId: idOf(known, 'account') }),
    given: (known) => ({
      contractId: idOf(known, 'contract'),
      accountId: idOf(known, 'account'),
    }),
    start: (known, now) => ({
      meteringPointId: idOf(known, 'point'),
      tariffPlanId: idOf(known, 'plan'),
      fromAt: today(now),
    }),
  },
  {
    ...{ id: 'invitation', step: 'account', service: 'invitations', needs: ['tenant'] },
    among: (known) => ({ ...ofSite(known), tenantId: idOf(known, 'tenant') }),
    given: (known) => ({ ...ofSite(known), tenantId: idOf(known, 'tenant'), role: 'tenant' }),
    start: (known) => ({
      expiresInDays: 7,
      ...(known.tenant?.email ? { email: known.tenant.email } : {}),
    }),
  },
  {
    ...{ id: 'desk', step: 'topUp', service: 'connections', needs: ['site'] },
    among: ofSite,
    given: ofSite,
    start: () => ({ skipTest: false }),
  },
  {
    ...{ id: 'topUp', step: 'topUp', service: 'paymentOrders', needs: ['account', 'desk'] },
    among: (known) => ({ accountId: idOf(known, 'account') }),
    given: (known) => ({
      accountId: idOf(known, 'account'),
      connectionId: idOf(known, 'desk'),
    }),
    start: () => ({ amount: '100' }),
  },
]

/** What plugins take part in; the others are the core's alone. */
export const PLUGIN_PARTS: Readonly<Partial<Record<TaskId, PluginPart>>> = {
  connection: {
    points: ['meterDrivers', 'paymentProviders', 'notificationChannels'],
    preferred: 'mqtt',
  },
  desk: { points: ['paymentProviders'], preferred: 'cash' },
  plan: { points: ['tariffStrategies'], preferred: 'flat' },
}

/** Whether one of the resource's objects is what the task makes. */
export function counts(task: Task, item: Item): boolean {
  if (task.id === 'desk') return item.extensionPoint === 'paymentProviders'
  if (task.id === 'topUp') return item.credited === true || item.state === 'captured'
  return true
}

/** The first task that has nothing yet and was not put off, where everything that it needs is there. */
export function nextTask(known: Known, putOff: ReadonlySet<TaskId>): Task | null {
  return (
    TASKS.find((task) => {
      const ready = task.needs.every((need) => known[need] !== undefined)
      return known[task.id] === undefined && !putOff.has(task.id) && ready
    }) ?? null
  )
}
