import { randomBytes } from 'node:crypto'
import type { MikroORM } from '@mikro-orm/core'
import { ServiceBroker } from 'moleculer'
import { Pool } from 'pg'
import { createIdentity } from '../../core/adapters/identity.ts'
import { createJobs } from '../../core/adapters/jobs.ts'
import { createSealer } from '../../core/adapters/secrets.ts'
import { type Letters, openLetters } from '../../core/app/letters.ts'
import { createChannels } from '../../core/app/notices.ts'
import type { Payments } from '../../core/app/payments.ts'
import { createPointCheck } from '../../core/app/point-addresses.ts'
import { openWakes } from '../../core/app/wakes.ts'
import { checkAnnouncement, tellAnnouncement } from '../../core/flow/announcements/tell.ts'
import {
  badCredentials,
  createDenialLog,
  type DenialLimits,
  type DenialLog,
} from '../../core/flow/audit/denials.ts'
import { createSecretFields } from '../../core/flow/connections/sealing.ts'
import { tellOfDemo } from '../../core/flow/demo/load.ts'
import type { DemoLogin, DemoRunner } from '../../core/flow/demo/ports.ts'
import { createEventHub, type EventHub } from '../../core/flow/facts/hub.ts'
import type { FactLog } from '../../core/flow/facts/ports.ts'
import type { Identity, RoleStore } from '../../core/flow/identity/ports.ts'
import { createHost, type PluginHost } from '../../core/host/host.ts'
import { type AttemptLimits, createAttempts } from '../../core/http/attempts.ts'
import { createClientAddress } from '../../core/http/client-address.ts'
import { loadContract } from '../../core/http/contract.ts'
import { docsService } from '../../core/http/docs.ts'
import { createGateway, handlerOf } from '../../core/http/gateway.ts'
import { withPages } from '../../core/http/pages.ts'
import { type HttpServer, startHttpServer } from '../../core/http/server.ts'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { type Clock, wallClock } from '../../core/kernel/instant.ts'
import type { Role } from '../../core/kernel/roles.ts'
import { createAnnouncementStore } from '../../core/persistence/announcement-store.ts'
import { type AuditStore, createAuditStore } from '../../core/persistence/audit-store.ts'
import { createCommandKeyStore } from '../../core/persistence/command-keys.ts'
import { createConnectionStore } from '../../core/persistence/connection-store.ts'
import { createFactStore } from '../../core/persistence/fact-store.ts'
import { createInvitationStore } from '../../core/persistence/invitation-store.ts'
import { createOrm } from '../../core/persistence/orm.ts'
import { createPluginStore } from '../../core/persistence/plugin-store.ts'
import { withClient } from '../../core/persistence/provision.ts'
import { createReadStore } from '../../core/persistence/read-store.ts'
import { registryOf } from '../../core/persistence/registry-resources.ts'
import { createRegistryStore } from '../../core/persistence/registry-store.ts'
import { createRoleStore } from '../../core/persistence/role-store.ts'
import { transactOn } from '../../core/persistence/sql.ts'
import { announcementActions } from '../../core/services/announcements.ts'
import { createServices } from '../../core/services/create-services.ts'
import type { Action } from '../../core/services/define.ts'
import { demoActions } from '../../core/services/demo.ts'
import type { PartHealth } from '../../core/services/operations.ts'
import { readResources } from '../../core/services/resources.ts'
import { createTemporaryDatabase, type TemporaryDatabase } from '../support/database.ts'
import { type CommandParts, commandActions, noHost, paymentsOf } from './commands.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: JsonObject
}

export interface CallOptions {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Somebody signed in, by cookie. */
export interface Person {
  readonly userId: string
  readonly email: string
  readonly cookie: string
  call(method: string, path: string, options?: CallOptions): Promise<Answer>
}

/** The whole API on a database of its own, with answers checked against the contract. */
export interface Api {
  readonly url: string
  readonly broker: ServiceBroker
  readonly server: HttpServer
  readonly database: TemporaryDatabase
  readonly pool: Pool
  readonly orm: MikroORM
  readonly audit: AuditStore
  readonly roles: RoleStore
  readonly identity: Identity
  readonly contract: JsonObject
  readonly denials: DenialLog
  readonly facts: FactLog
  readonly hub: EventHub
  /** What the commands were made of, for more of the same. */
  readonly parts: CommandParts
  /** Not started: letters wait until they are. */
  readonly letters: Letters
  /** Not started. */
  readonly payments: Payments
  /** What was logged as failed. */
  readonly failures: string[]
  call(method: string, path: string, options?: CallOptions): Promise<Answer>
  /** A new user with these roles, signed in. */
  person(assignments: readonly RoleDraft[], email?: string): Promise<Person>
  stop(): Promise<void>
}

export interface RoleDraft {
  readonly role: Role
  readonly siteId?: string | null
  readonly tenantId?: string | null
}

export const PASSWORD = 'correct horse battery'

function checksOf({ host, pool }: { readonly host: PluginHost | null; readonly pool: Pool }) {
  const checks = { announcements: checkAnnouncement }
  if (host === null) return checks
  const connections = createConnectionStore({ pool })
  return { ...checks, points: createPointCheck({ host, connections }) }
}

export async function startApi(
  options: {
    readonly limits?: AttemptLimits
    readonly codeLimits?: AttemptLimits
    readonly actions?: (api: { readonly pool: Pool }) => readonly Action[]
    readonly health?: () => Promise<readonly PartHealth[]>
    readonly clock?: Clock
    readonly denials?: Partial<DenialLimits>
    readonly hub?: { readonly stallMs?: number; readonly pauseMs?: number }
    /** Folder whose subfolders are plugins; without it, none is installed. */
    readonly plugins?: string
    /** As it is reached through a proxy. */
    readonly proxy?: { readonly publicUrl: string; readonly trusted: readonly string[] }
    readonly payments?: Partial<Parameters<typeof paymentsOf>[1]>
    /** Folder of the built user interface, served beside the API. */
    readonly pages?: string
    /** Another contract than the project's own. */
    readonly contract?: JsonObject
    /** Statements that make its tables. */
    readonly tables?: string
    /** As in the demo. */
    readonly demo?: { readonly logins: () => readonly DemoLogin[] }
    /** Runs the demo building in an instance of somebody's own. */
    readonly ownDemo?: DemoRunner
  } = {},
): Promise<Api> {
  const { ownDemo = null } = options
  const database = await createTemporaryDatabase()
  const pool = new Pool({ connectionString: database.appUrl, max: 6 })
  const identityPool = new Pool({ connectionString: database.appUrl, max: 3 })
  // Dropping the database may cut a connection that is just being closed.
  const idPool = new Pool({ connectionString: database.appUrl, max: 1 })
  for (const each of [pool, identityPool, idPool]) each.on('error', () => undefined)
  if (options.tables !== undefined) await asOwner(database, options.tables)
  const contract = options.contract ?? loadContract()
  const { resources, entities } = registryOf(readResources(contract))
  const orm = await createOrm({ url: database.appUrl, entities, poolMax: 4 })
  const audit = createAuditStore({ pool, key: randomBytes(32) })
  const roles = createRoleStore({ pool })
  const identity = createIdentity({
    pool: identityPool,
    transact: transactOn(identityPool),
    secret: randomBytes(32).toString('hex'),
    publicUrl: options.proxy?.publicUrl ?? 'http://127.0.0.1',
  })
  const facts = createFactStore({ client: pool, listenUrl: database.appUrl })
  const denials = createDenialLog({ audit, clock: wallClock, limits: options.denials ?? {} })
  const hub = createEventHub({ reader: facts, clock: wallClock, pauseMs: 300, ...options.hub })
  await hub.start()
  const failures: string[] = []
  const https = options.proxy?.publicUrl.startsWith('https:') === true
  // With the services that tell of the process, to show that they cannot be reached.
  const broker = new ServiceBroker({
    logger: false,
    internalServices: true,
    requestTimeout: 10_000,
  })
  const clock = options.clock ?? wallClock
  const sealingKey = randomBytes(32)
  const store = createRegistryStore({ orm, resources, clock })
  await broker.start()
  const host =
    options.plugins === undefined
      ? null
      : await startHost({ broker, directory: options.plugins, clock, pool, sealingKey })
  const jobs = createJobs({ url: database.appUrl, log: silent })
  await jobs.start()
  const wakesOf = (queue: string, wall: Clock = wallClock) =>
    openWakes({ jobs, queue, clock, wallClock: wall, domainRate: 1, log: silent })
  const wakes = {
    notices: await wakesOf('notices'),
    payments: await wakesOf('payments', options.payments?.wallClock),
  }
  const parts = {
    ...{ contract, pool, idPool, store, audit, roles, facts, broker, clock, wakes, sealingKey },
    ...(host === null ? {} : { host }),
    ...(options.plugins === undefined ? {} : { installed: options.plugins }),
  }
  let url = ''
  const payments = paymentsOf(parts, { publicUrl: () => url, ...options.payments })
  const letters = await openLetters({
    ...{ jobs, pool, identity, roles, wallClock, log: silent, retries: 2 },
    sealer: createSealer({ key: sealingKey }),
    channels: createChannels({ host: host ?? noHost, broker }),
    publicUrl: () => url,
  })
  const reads = createReadStore({ client: pool })
  const inviting = {
    ...{ wallClock, letters, store, identity, publicUrl: () => url },
    ...{ invitations: createInvitationStore({ pool }), roles, audit },
  }
  const transact = transactOn(pool)
  tellOfDemo({
    ...{ runner: ownDemo, facts, transact },
    failed: (thrown) => failures.push(String(thrown)),
  })
  const services = createServices({
    ...inviting,
    contract,
    clock,
    reads,
    denials,
    hub,
    health: options.health ?? (async () => [{ name: 'database', status: 'ok' }]),
    metrics: async () => '# none\n',
    instance: { publicUrl: () => url, languages: ['en', 'zh-CN'], demo: options.demo ?? null },
    ...(host === null
      ? {}
      : {
          removed: { connections: ({ id }) => host.closeConnection({ connectionId: id }) },
          standingOf: (id) =>
            host.connections().find(({ connectionId }) => connectionId === id) ?? null,
        }),
    checks: checksOf({ host, pool }),
    told: { announcements: tellAnnouncement({ facts }) },
    actions: [
      ...announcementActions({ announcements: createAnnouncementStore({ client: pool }), clock }),
      ...demoActions({
        ...{ ...inviting, reads, transact, keys: createCommandKeyStore() },
        runner: ownDemo,
      }),
      ...commandActions(parts),
      ...payments.actions,
      ...(options.actions?.({ pool }) ?? []),
    ],
  })
  for (const service of services) broker.createService(service)
  broker.createService(docsService({ contract }))
  const gateway = broker.createService(
    createGateway({
      contract,
      attempts: createAttempts(options.limits ?? { perAddress: wide, perEmail: wide }),
      codeLimits: options.codeLimits ?? { perAddress: wide, perEmail: wide },
      log: { error: (message, data) => failures.push(`${message} ${JSON.stringify(data)}`) },
      origins: options.proxy === undefined ? null : [options.proxy.publicUrl],
      clientAddress: createClientAddress({ trusted: options.proxy?.trusted ?? [] }),
      https,
      denied: ({ operationId, ip }) => denials.record(badCredentials(operationId, ip)),
      checkAnswers: true,
    }),
  )
  await gateway.waitForServices([])
  const server = await startHttpServer({
    handler:
      options.pages === undefined
        ? handlerOf(gateway)
        : withPages({ folder: options.pages, next: handlerOf(gateway) }),
    host: '127.0.0.1',
    port: 0,
    https,
  })
  url = `http://127.0.0.1:${server.port}`
  const call = (method: string, path: string, given: CallOptions = {}) =>
    send(`${url}${path}`, { method, ...given })
  return {
    url,
    broker,
    server,
    database,
    pool,
    orm,
    audit,
    roles,
    identity,
    contract,
    denials,
    facts,
    hub,
    parts,
    letters,
    payments,
    failures,
    call,
    async person(assignments, email = `${randomBytes(6).toString('hex')}@busbar.example`) {
      const user = await identity.createUser(
        { email, name: email, password: PASSWORD },
        async () => undefined,
      )
      for (const { role, siteId = null, tenantId = null } of assignments)
        await roles.assign({ userId: user.id, role, siteId, tenantId }, async () => undefined)
      const { cookies } = await identity.signIn({ email, password: PASSWORD })
      const cookie = cookies.map((text) => text.split(';')[0]).join('; ')
      return {
        userId: user.id,
        email,
        cookie,
        call: (method, path, given = {}) =>
          call(method, path, { ...given, headers: { cookie, ...given.headers } }),
      }
    },
    async stop() {
      await hub.stop()
      await payments.stop()
      await letters.stop()
      await jobs.stop({ timeoutMs: 2_000 })
      await host?.stop()
      await server.drain({ timeoutMs: 2_000 })
      await broker.stop()
      await orm.close(true)
      await Promise.all([pool.end(), identityPool.end(), idPool.end()])
      await database.drop()
    },
  }
}

async function asOwner({ ownerUrl }: TemporaryDatabase, statements: string): Promise<void> {
  await withClient({ url: ownerUrl }, (client) => client.query(statements))
}

async function startHost(options: {
  readonly broker: ServiceBroker
  readonly directory: string
  readonly clock: Clock
  readonly pool: Pool
  readonly sealingKey: Uint8Array
}) {
  const { broker, directory, clock, pool, sealingKey } = options
  const store = createPluginStore({ pool })
  const host = await createHost({
    ...{ broker, log: silent, clock, wallClock, monotonic: () => performance.now() },
    directories: [directory],
    settingsOf: ({ pluginId }) => store.settingsOf(pluginId),
    unseal: createSecretFields(createSealer({ key: sealingKey })).unseal,
    // As it ends, there may be no database to keep the last ones in.
    onRepair: (repair) => void store.keepRepair(repair).catch(() => undefined),
    roundTrip: true,
  })
  await host.start()
  return host
}

const silent = { debug() {}, info() {}, warn() {}, error() {} }

const wide = { attempts: 100_000, seconds: 60 }

async function send(url: string, { method, body, headers }: CallOptions & { method: string }) {
  const response = await fetch(url, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const json = response.headers.get('content-type')?.includes('json') === true && text !== ''
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: (json ? JSON.parse(text) : {}) as JsonObject,
  }
}
