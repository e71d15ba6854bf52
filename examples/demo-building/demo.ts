import { mkdirSync } from 'node:fs'
import type { AccountView, Api } from './api.ts'
import { SITE } from './building/site.ts'
import { HOUSE, TENANTS } from './building/tenants.ts'
import { createDomainClock, type DomainClock, type DomainClockSpec } from './domain-clock.ts'
import { follow, pause } from './events.ts'
import { type Keep, openKeep } from './keep.ts'
import { createNarrator, type Names } from './narrator.ts'
import { apiOf, MANAGER, SHOWN_TENANTS, STAFF, TECHNICIAN, TENANT_LOGINS } from './people.ts'
import { required } from './seed/ensure.ts'
import { driversOf, type Seeded, type Step, seed } from './seed/seed.ts'
import { type RunningSurroundings, startSurroundings } from './surroundings.ts'
import { runTechnician } from './technician.ts'
import { runTenants } from './tenants.ts'

export interface DemoConfig {
  readonly apiUrl: string
  /** One-time token of an empty instance; null where the demo has been set up. */
  readonly ownerToken: string | null
  /** Token of an invitation for the demo's owner, where somebody else owns the instance; null otherwise. */
  readonly invitation: string | null
  /** Folder of the demo's own; made when it is not there. */
  readonly dataDir: string
  readonly clock: DomainClockSpec
}

export interface DemoLogin {
  readonly email: string
  readonly password: string
  readonly name: string
  readonly role: string
}

export interface Demo {
  /** Pids of the demo's processes. */
  readonly pids: readonly number[]
  /** Whom visitors may sign in as. */
  readonly logins: readonly DemoLogin[]
  /** Resolves with what went wrong, if something does. */
  readonly failed: Promise<string>
  stop(): Promise<void>
}

const SUMMARY_MS = 10_000

/** Starts the building, sets it up in Busbar, and lets it live. */
export async function startDemo(
  config: DemoConfig,
  output: { readonly write: (line: string) => void; readonly colours: boolean },
  onStep: (step: Step) => void = () => undefined,
): Promise<Demo> {
  const { apiUrl, ownerToken, invitation, dataDir } = config
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const clock = createDomainClock(config.clock)
  const keep = openKeep(dataDir, config.clock.startAt)
  onStep('surroundings')
  const surroundings = await startSurroundings({ dataDir, clock: config.clock, keep })
  const stopping = new AbortController()
  const lives: Promise<unknown>[] = []
  const { promise: failed, resolve: fail } = Promise.withResolvers<string>()
  const begin = (life: Promise<unknown>) => {
    lives.push(life)
    life.catch((error: Error) => !stopping.signal.aborted && fail(error.message))
  }
  surroundings.broken.then(
    (name) => !stopping.signal.aborted && fail(`The process "${name}" ended.`),
  )
  const logins = loginsOf(keep)
  const stop = async () => {
    stopping.abort()
    await surroundings.stop()
    await Promise.allSettled(lives)
  }
  try {
    const { reach } = surroundings
    const now = clock.now
    const common = { config, output, clock, keep, surroundings, signal: stopping.signal }
    // Who listens before the first reading misses no notice.
    const onMovedIn = (seeded: Seeded) => {
      for (const text of greeting({ apiUrl, logins, surroundings })) output.write(text)
      begin(narrate({ ...common, seeded }))
    }
    const request = { url: apiUrl, ownerToken, invitation, keep, surroundings: reach, now }
    const seeded = await seed({ ...request, onMovedIn, onStep })
    for (const life of live({ ...common, seeded })) begin(life)
  } catch (error) {
    await stop()
    throw error
  }
  return { pids: surroundings.pids, logins, failed, stop }
}

interface Life {
  readonly config: DemoConfig
  readonly output: { readonly write: (line: string) => void; readonly colours: boolean }
  readonly clock: DomainClock
  readonly keep: Keep
  readonly surroundings: RunningSurroundings
  readonly seeded: Seeded
  readonly signal: AbortSignal
}

function live(life: Life): readonly Promise<unknown>[] {
  const { config, output, clock, keep, surroundings, seeded, signal } = life
  const url = config.apiUrl
  const technician = async () =>
    runTechnician({
      api: await apiOf(url, TECHNICIAN, keep),
      keep,
      clock,
      siteId: seeded.siteId,
      connections: driversOf(seeded.connections),
      changeDevices: surroundings.changeDevices,
      signal,
    })
  const tenants = runTenants({
    url,
    keep,
    clock,
    siteId: seeded.siteId,
    sandboxId: required(seeded.connections, 'sandbox'),
    accounts: seeded.accounts,
    complain: output.write,
    signal,
  })
  return [technician(), tenants]
}

async function narrate({ config, output, clock, keep, seeded, signal }: Life): Promise<void> {
  const api = await apiOf(config.apiUrl, MANAGER, keep)
  const narrator = createNarrator({
    ...output,
    names: namesOf(seeded),
    now: clock.now,
    utcOffsetMinutes: SITE.utcOffsetMinutes,
  })
  const topics = ['reading', 'notice', 'supply', 'payment', 'repair']
  const following = follow(api.caller, {
    site: seeded.siteId,
    topics,
    onEvent: narrator.take,
    signal,
  })
  while (!signal.aborted) {
    const accounts = await accountsOf(api, seeded)
    if (accounts !== undefined) narrator.sumUp(accounts)
    await pause(SUMMARY_MS, signal)
  }
  await following
}

/** The tenants' accounts; undefined while the API is away. */
async function accountsOf(api: Api, { siteId, accounts }: Seeded) {
  try {
    const house = accounts.get(HOUSE.code)
    const all = await api.list<AccountView>('accounts', { siteId })
    return all.filter(({ id }) => id !== house)
  } catch {
    return undefined
  }
}

function namesOf({ accounts, tenants }: Seeded): Names {
  const nameOf = new Map([...TENANTS, HOUSE].map(({ code, name }) => [code, name]))
  const byId = (ids: ReadonlyMap<string, string>) =>
    new Map([...ids].map(([code, id]) => [id, nameOf.get(code) ?? code]))
  return { account: byId(accounts), tenant: byId(tenants) }
}

function loginsOf(keep: Keep): readonly DemoLogin[] {
  const tenants = TENANT_LOGINS.filter(({ tenant }) => SHOWN_TENANTS.includes(tenant ?? ''))
  return [...STAFF, ...tenants].map(({ email, name, role }) => ({
    ...{ email, name, role },
    password: keep.secret(email),
  }))
}

function greeting({
  apiUrl,
  logins,
  surroundings,
}: {
  readonly apiUrl: string
  readonly logins: readonly DemoLogin[]
  readonly surroundings: RunningSurroundings
}): readonly string[] {
  const width = Math.max(...logins.map(({ email }) => email.length))
  return [
    '',
    `${SITE.name}`,
    `  API and its reference  ${apiUrl}/api/docs`,
    `  E-mails to tenants     ${surroundings.mailUrl}`,
    `  MQTT broker            mqtt://127.0.0.1:${surroundings.reach.brokerPort}`,
    `  OPC UA server          ${surroundings.reach.opcua.url}`,
    `  BACnet/IP router       udp://127.0.0.1:${surroundings.reach.bacnetPort}`,
    '',
    '  Demo logins',
    ...logins.map(
      ({ email, role, name, password }) =>
        `  ${role.padEnd(10)}  ${email.padEnd(width)}  ${password}  ${name}`,
    ),
    '',
  ]
}
