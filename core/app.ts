import { fileURLToPath } from 'node:url'
import { createIdentity } from './adapters/identity.ts'
import { createJobs } from './adapters/jobs.ts'
import { createMetrics } from './adapters/metrics.ts'
import { createSealer } from './adapters/secrets.ts'
import { createTableFiles } from './adapters/tables-files.ts'
import { analyticsActions, startSumming } from './app/analytics.ts'
import { createCommissioningRecords } from './app/commissionings.ts'
import { createTraceActions } from './app/connection-traces.ts'
import { openGateways } from './app/gateways.ts'
import { databaseHealth, pluginHealth } from './app/health.ts'
import { createKeptTexts } from './app/kept-texts.ts'
import { loadKeys } from './app/keys.ts'
import { openLetters } from './app/letters.ts'
import { startLoop } from './app/loops.ts'
import { createChannels, createNotices } from './app/notices.ts'
import { createPayments } from './app/payments.ts'
import { createPluginAdministration } from './app/plugin-administration.ts'
import { createInstalledPlugins, installedPlugins, pluginFolders } from './app/plugin-folders.ts'
import { createPluginLogActions } from './app/plugin-logs.ts'
import { createCompiler, createRunner } from './app/plugins.ts'
import { createPointCheck } from './app/point-addresses.ts'
import { createSpending } from './app/spending.ts'
import { openStores } from './app/stores.ts'
import { createSupply, startGuard } from './app/supply.ts'
import { createTariffSchedule } from './app/tariffs.ts'
import { openWakes } from './app/wakes.ts'
import type { Config } from './config.ts'
import type { Log } from './contracts/plugin.ts'
import type { Database } from './database.ts'
import { surchargeTaken } from './domain/ledger/receivables.ts'
import { languagePacks } from './domain/notices/templates.ts'
import { prepareTariff } from './domain/rating/prepare.ts'
import { checkAnnouncement, tellAnnouncement } from './flow/announcements/tell.ts'
import { badCredentials, createDenialLog } from './flow/audit/denials.ts'
import { startSealing } from './flow/audit/sealing.ts'
import { createCommissioning } from './flow/commissioning/commission.ts'
import { createConnections } from './flow/connections/connections.ts'
import { createSecretFields } from './flow/connections/sealing.ts'
import { tellOfDemo } from './flow/demo/load.ts'
import type { DemoLogin, DemoRunner } from './flow/demo/ports.ts'
import { createEventHub } from './flow/facts/hub.ts'
import { prepareSetup } from './flow/identity/setup.ts'
import { settleReceivables } from './flow/ledger/receivables.ts'
import { createIngest, driverEvents } from './flow/metering/ingest.ts'
import { rejudge } from './flow/metering/rejudge.ts'
import { createBroker } from './host/broker.ts'
import { createHost } from './host/host.ts'
import { createAttempts } from './http/attempts.ts'
import { createClientAddress } from './http/client-address.ts'
import { loadContract } from './http/contract.ts'
import { docsService } from './http/docs.ts'
import { createGateway, handlerOf } from './http/gateway.ts'
import { withPages } from './http/pages.ts'
import { startHttpServer } from './http/server.ts'
import { createComponentValidator } from './http/validators.ts'
import { formatMicros } from './kernel/decimal.ts'
import { busbarError, errorMessage } from './kernel/error.ts'
import { type Clock, formatInstant, MINUTE_MS, wallClock } from './kernel/instant.ts'
import { createStreamStore } from './persistence/stream-store.ts'
import { announcementActions } from './services/announcements.ts'
import { bulkActions } from './services/bulk.ts'
import { commissioningActions } from './services/commissioning.ts'
import { connectionActions } from './services/connections.ts'
import { createServices } from './services/create-services.ts'
import { demoActions } from './services/demo.ts'
import { feeActions } from './services/fees.ts'
import { pluginActions } from './services/plugins.ts'
import { questionActions } from './services/questions.ts'
import { readResources } from './services/resources.ts'
import { supplyActions } from './services/supply.ts'
import { transferActions } from './services/transfers.ts'

/** What `npm run build` makes of ui/. */
const UI_FOLDER = fileURLToPath(new URL('../ui/dist', import.meta.url))
const DRAIN_MS = 15_000
const JOBS_DRAIN_MS = 5_000

/** A Busbar that serves. */
export interface App {
  /** Where it listens. */
  readonly url: string
  /** Where people reach it. */
  readonly publicUrl: string
  /** Token of the one-time link that makes the first owner; null where there is one. */
  readonly setupToken: string | null
  /** Takes no more requests, finishes what is under way, and closes everything it opened. */
  stop(): Promise<void>
}

/** Constructs everything, once, and starts it. The database is migrated already. */
export async function startApp(options: {
  readonly config: Config
  readonly database: Database
  readonly port: number
  /** Domain time: the wall clock but in the demo. */
  readonly clock: Clock
  /** Domain milliseconds in a wall-clock millisecond. */
  readonly domainRate: number
  /** Whom visitors may sign in as; null: it is no demo. */
  readonly demo: { readonly logins: () => readonly DemoLogin[] } | null
  /** Runs the demo building in an instance of somebody's own; null: none is offered. */
  readonly ownDemo: DemoRunner | null
  readonly log: Log
}): Promise<App> {
  const { config, database, port, clock, domainRate, demo, ownDemo, log } = options
  const guardUrl = database.guardUrl
  if (guardUrl === null)
    throw busbarError('configuration-invalid', {
      detail: 'DATABASE_GUARD_URL is needed: the Supply Guard has a login of its own.',
    })
  const url = `http://${config.http.host}:${port}`
  const publicUrl = config.http.publicUrl ?? url
  const https = publicUrl.startsWith('https:')
  const keys = loadKeys(config)
  const contract = loadContract()
  const shapes = readResources(contract)
  const stores = await openStores({ database, config, keys, shapes, clock, log })
  const { broker, metricsText } = createBroker({ nodeId: `core-${process.pid}`, log })
  await broker.start()

  const sealer = createSealer({ key: keys.sealing })
  const secrets = createSecretFields(sealer)
  const hub = createEventHub({ reader: stores.facts, clock: wallClock })
  const host = await createHost({
    broker,
    log,
    clock,
    wallClock,
    monotonic: () => performance.now(),
    directories: pluginFolders(config),
    settingsOf: ({ pluginId }) => stores.plugins.settingsOf(pluginId),
    unseal: secrets.unseal,
    kept: createKeptTexts({ dataDir: config.dataDir, sealer }),
    onRepair: (repair) =>
      void stores.plugins.keepRepair(repair).catch((thrown: unknown) => {
        log.error(repair.title, { detail: repair.detail, notKept: errorMessage(thrown) })
      }),
  })
  await host.start()
  const store = stores.registry
  const { pool, audit, facts } = stores
  const shared = { contract, pool, host, broker, audit, facts, clock, wallClock, log }
  const { guard, close: closeGuard } = await startGuard({ ...config, guardUrl, clock, log })
  const jobs = createJobs({ url: database.appUrl, log })
  await jobs.start()
  const wakesOf = (queue: string) => openWakes({ jobs, queue, clock, wallClock, domainRate, log })
  const notices = createNotices({
    ...shared,
    registry: store,
    roles: stores.roles,
    wakes: await wakesOf('notices'),
    // A tenant's e-mail must not lead to this machine's own address; the demo's is read on it.
    portalUrl: demo || config.http.publicUrl !== null ? `${publicUrl}/portal` : null,
  })
  const payments = createPayments({
    ...shared,
    receivables: stores.receivables,
    connections: stores.lookups,
    registry: store,
    keys: stores.commandKeys,
    notices,
    wakes: await wakesOf('payments'),
    publicUrl: () => publicUrl,
  })
  const supply = createSupply({
    ...shared,
    guard,
    noticeStore: notices.store,
    payments,
    domainRate,
  })
  const denials = createDenialLog({ audit, clock: wallClock })
  const gateways = openGateways({
    ...shared,
    ...{ store, commands: supply.commands, keys: stores.commandKeys, roles: stores.roles },
    ...{ denials, hub },
  })
  const spending = createSpending({ ...shared, registry: store, notices })
  const streams = createStreamStore({
    pool: stores.pool,
    ids: stores.ids,
    clock,
    prepare: prepareTariff,
    owing: {
      taken: surchargeTaken,
      settle: (credited) => settleReceivables(stores.receivables, credited),
    },
  })
  const ingest = createIngest({
    streams,
    points: stores.points,
    observe: async (points) => {
      await supply.observe({ points, wallNow: wallClock.now() })
      gateways.observed(points)
    },
    clock,
    log,
    writers: 2,
    batchReadings: 1_000,
    queuedReadings: 10_000,
    cachedStreams: 50_000,
    onReading: (owner, reading) => {
      const { registerId, at, valueMicros } = reading
      const data = { registerId, at: formatInstant(at), value: formatMicros(valueMicros) }
      hub.reading({ ...owner, data })
      gateways.reading(reading)
    },
  })
  const runner = createRunner({
    host,
    broker,
    guardPublicKeyPem: guard.publicKeyPem,
    eventsOf: (id) => ({ ...driverEvents(ingest, id), health: () => undefined }),
    buildings: gateways.buildings,
  })
  const connections = createConnections({
    store: stores.connections,
    sealer,
    runner,
    audit: stores.audit,
    log,
    onPoints: ingest.forgetPoints,
  })
  const compile = createCompiler({ host, broker })
  const commissioning = createCommissioning({
    store: stores.commissioning,
    streams,
    audit: stores.audit,
    clock,
    compile,
    onPlaced: ingest.forgetPoints,
  })
  const tariffs = createTariffSchedule({ jobs, pool, streams, compile, clock, log })
  const metrics = createMetrics({ others: [metricsText], listeners: hub.listeners })
  const identity = createIdentity({
    pool: stores.identityPool,
    transact: stores.identityTransaction,
    secret: Buffer.from(keys.sessions).toString('hex'),
    publicUrl,
  })
  const letters = await openLetters({
    ...{ jobs, sealer, pool, identity, wallClock, log },
    roles: stores.roles,
    channels: createChannels({ host, broker }),
    publicUrl: () => publicUrl,
  })
  const inviting = {
    ...{ wallClock, letters, store, identity, publicUrl: () => publicUrl },
    ...{ invitations: stores.invitations, roles: stores.roles, audit: stores.audit },
  }
  const checks = {
    points: createPointCheck({ host, connections: stores.connections }),
    announcements: checkAnnouncement,
  }
  const told = { announcements: tellAnnouncement({ facts }) }
  const services = createServices({
    ...inviting,
    contract,
    clock,
    reads: stores.reads,
    denials,
    hub,
    health: async () => [await databaseHealth(stores.pool), pluginHealth(host.ready())],
    metrics: () => metrics.text(),
    removed: { connections: connections.closeRemoved },
    standingOf: connections.running,
    instance: { publicUrl: () => publicUrl, languages: Object.keys(languagePacks), demo },
    checks,
    told,
    actions: [
      ...bulkActions({
        ...{ contract, store, audit, denials, checks, told, keys: stores.commandKeys },
        files: createTableFiles(),
        judge: createComponentValidator(contract),
      }),
      ...commissioningActions({ contract, store, commissioning }),
      ...createCommissioningRecords({
        ...{ contract, store, audit, commissioning, clock, domainRate, host },
        ...{ keys: stores.commandKeys, commands: supply.commands, checkPoint: checks.points },
      }),
      ...connectionActions({ contract, store, connections }),
      ...createTraceActions({ contract, stores, host }),
      ...createPluginLogActions({ host, roles: stores.roles }),
      ...pluginActions({
        plugins: createPluginAdministration({
          ...{ host, store: stores.plugins, secrets, wallClock, mask: runner.mask },
          installed: createInstalledPlugins({ folder: installedPlugins(config) }),
          connections: stores.connections.list,
          onEnabled: connections.openMissing,
        }),
        audit: stores.audit,
      }),
      ...transferActions({ ...stores, clock }),
      ...feeActions({ ...stores, contract, keys: stores.commandKeys, audit, clock }),
      ...analyticsActions({ contract, pool, clock, compile }),
      ...questionActions({ ...shared, ...stores, store, notices, keys: stores.commandKeys }),
      ...announcementActions({ announcements: stores.announcements, clock }),
      ...demoActions({
        ...{ ...inviting, reads: stores.reads, keys: stores.commandKeys, runner: ownDemo },
        transact: stores.transaction,
      }),
      ...notices.actions,
      ...payments.actions,
      ...spending.actions,
      ...supplyActions({
        contract,
        store,
        audit,
        facts,
        commands: supply.commands,
        keys: stores.commandKeys,
      }),
    ],
  })
  for (const service of services) broker.createService(service)
  broker.createService(docsService({ contract }))
  const gateway = broker.createService(
    createGateway({
      contract,
      attempts: createAttempts(),
      log,
      origins: config.http.publicUrl === null ? null : [config.http.publicUrl],
      clientAddress: createClientAddress({ trusted: config.http.trustedProxies }),
      https,
      denied: ({ operationId, ip }) => denials.record(badCredentials(operationId, ip)),
      observe: metrics.observe,
    }),
  )
  await hub.start()
  tellOfDemo({
    ...{ runner: ownDemo, facts, transact: stores.transaction },
    failed: (thrown) => log.warn('A step was not told', { reason: errorMessage(thrown) }),
  })
  const denialsLoop = startLoop({
    name: 'Counting denials',
    pauseMs: 60_000,
    work: () => denials.flush(),
    log,
  })
  const sealing = startSealing({ sealer: stores.audit, log })
  const server = await startHttpServer({
    handler: withPages({ folder: UI_FOLDER, next: handlerOf(gateway) }),
    host: config.http.host,
    port,
    https,
  })
  await connections.openAll()
  gateways.start()
  const watch = startLoop({
    name: 'Watching for changed points',
    pauseMs: 1_000,
    work: connections.refreshPoints,
    log,
  })
  const again = startLoop({
    name: 'Judging readings again that were set aside',
    pauseMs: 10 * MINUTE_MS,
    work: () => rejudge({ store: streams, log }),
    log,
  })
  const summing = startSumming({ pool, log })
  await notices.start()
  await letters.start()
  await payments.start()
  await tariffs.start()
  spending.start()
  supply.start()
  const setup = await prepareSetup({ roles: stores.roles })

  return {
    url,
    publicUrl,
    setupToken: setup?.token ?? null,
    async stop() {
      await supply.stop()
      await gateways.stop()
      // Live streams end at once: they are resumed elsewhere.
      await hub.stop()
      await Promise.all([
        watch.stop(),
        again.stop(),
        summing.stop(),
        payments.stop(),
        server.drain({ timeoutMs: DRAIN_MS }),
      ])
      await Promise.all([notices.stop(), letters.stop(), tariffs.stop(), spending.stop()])
      await jobs.stop({ timeoutMs: JOBS_DRAIN_MS })
      await host.stop()
      await ingest.drain()
      await denialsLoop.stop()
      await denials.flush({ all: true }).catch((thrown: unknown) => {
        log.warn('Counted denials were not written', { reason: errorMessage(thrown) })
      })
      await sealing.stop()
      await broker.stop()
      await Promise.all([stores.close(), closeGuard()])
    },
  }
}
