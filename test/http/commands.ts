import type { ServiceBroker } from 'moleculer'
import type { Pool } from 'pg'
import { createSealer } from '../../core/adapters/secrets.ts'
import { createTableFiles } from '../../core/adapters/tables-files.ts'
import { analyticsActions } from '../../core/app/analytics.ts'
import { createCommissioningRecords } from '../../core/app/commissionings.ts'
import { createTraceActions } from '../../core/app/connection-traces.ts'
import { createNotices, type Notices, type NoticesOptions } from '../../core/app/notices.ts'
import { createPayments, type Payments, type PaymentsOptions } from '../../core/app/payments.ts'
import { createPluginAdministration } from '../../core/app/plugin-administration.ts'
import { createInstalledPlugins } from '../../core/app/plugin-folders.ts'
import { createPluginLogActions } from '../../core/app/plugin-logs.ts'
import { createCompiler, createRunner } from '../../core/app/plugins.ts'
import { createPointCheck } from '../../core/app/point-addresses.ts'
import { createSpending, type Spending } from '../../core/app/spending.ts'
import { tellSupply } from '../../core/app/supply-facts.ts'
import type { Wakes } from '../../core/app/wakes.ts'
import { createDenialLog } from '../../core/flow/audit/denials.ts'
import type { AuditLog } from '../../core/flow/audit/ports.ts'
import { createCommissioning } from '../../core/flow/commissioning/commission.ts'
import { createConnections } from '../../core/flow/connections/connections.ts'
import { createSecretFields } from '../../core/flow/connections/sealing.ts'
import type { FactLog } from '../../core/flow/facts/ports.ts'
import type { RoleStore } from '../../core/flow/identity/ports.ts'
import type { RegistryStore } from '../../core/flow/registry/ports.ts'
import { createSupplyNotices } from '../../core/flow/supply/notices.ts'
import {
  createSupplyCommands,
  type SupplyCommands,
} from '../../core/flow/supply-commands/commands.ts'
import type { PluginHost } from '../../core/host/host.ts'
import { createTraces } from '../../core/host/traces.ts'
import { createComponentValidator } from '../../core/http/validators.ts'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { busbarError } from '../../core/kernel/error.ts'
import { type Clock, wallClock } from '../../core/kernel/instant.ts'
import { createCommandKeyStore } from '../../core/persistence/command-keys.ts'
import { createCommissioningStore } from '../../core/persistence/commissioning-store.ts'
import { createConnectionStore } from '../../core/persistence/connection-store.ts'
import { createIdAllocator } from '../../core/persistence/ids.ts'
import { createPurseReader } from '../../core/persistence/ledger-store.ts'
import { createPluginStore } from '../../core/persistence/plugin-store.ts'
import { createSupplyCommandStore } from '../../core/persistence/supply-commands.ts'
import { createSupplyStore } from '../../core/persistence/supply-store.ts'
import { bulkActions } from '../../core/services/bulk.ts'
import { commissioningActions } from '../../core/services/commissioning.ts'
import { connectionActions } from '../../core/services/connections.ts'
import type { Action } from '../../core/services/define.ts'
import { feeActions } from '../../core/services/fees.ts'
import { pluginActions } from '../../core/services/plugins.ts'
import { questionActions } from '../../core/services/questions.ts'
import { supplyActions } from '../../core/services/supply.ts'
import { transferActions } from '../../core/services/transfers.ts'
import { receivablesOn, streamsOn } from '../support/streams.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** What an instance without any plugin answers. */
const noPlugin = (): never => {
  throw busbarError('not-found', { detail: 'No plugin offers this.' })
}
const refuse = async () => noPlugin()

const noRunner = {
  mapSecrets: noPlugin,
  unmask: noPlugin,
  mask: noPlugin,
  open: refuse,
  isOpen: () => false,
  running: () => null,
  tryDiscover: refuse,
  tryBrowse: refuse,
  close: refuse,
  remove: refuse,
  test: refuse,
  setPoints: refuse,
  discover: refuse,
  browse: refuse,
  cancelSearch: refuse,
}

const noLogs = { logs: noPlugin, logsAfter: noPlugin, listenToLog: noPlugin }

const noPlugins = {
  list: () => [],
  get: noPlugin,
  icon: noPlugin,
  diagnostics: refuse,
  configurations: refuse,
  restore: refuse,
  remove: refuse,
  dashboardWidgets: () => ({ items: [], pages: [] }),
  settings: refuse,
  configure: refuse,
  reload: refuse,
  rescan: refuse,
  enable: refuse,
  disable: refuse,
}

/** Nobody takes what drivers hear. */
const noEvents = { snapshots: refuse, malformed: refuse, health: () => undefined }

/** Nor does any gateway see anything. */
const noBuildings = { open: noPlugin, close: () => undefined }

const runnerOf = (host: PluginHost, broker: ServiceBroker) =>
  createRunner({
    ...{ host, broker, guardPublicKeyPem: '', eventsOf: () => noEvents },
    buildings: noBuildings,
  })

/** What an instance without any plugin asks of its host. */
export const noHost = { connections: () => [], contribution: noPlugin, validate: noPlugin }

export interface CommandParts {
  readonly contract: JsonObject
  readonly pool: Pool
  /** For what is asked inside of transactions on the other one. */
  readonly idPool: Pool
  readonly store: RegistryStore
  readonly audit: AuditLog
  readonly roles: RoleStore
  readonly facts: FactLog
  readonly broker: ServiceBroker
  readonly clock: Clock
  readonly wakes: { readonly notices: Wakes; readonly payments: Wakes }
  /** What secrets of configurations are sealed by. */
  readonly sealingKey: Uint8Array
  /** Without one, no plugin is installed. */
  readonly host?: PluginHost
  /** Folder of the plugins that can be removed. */
  readonly installed?: string
}

/** Notices as the composition root makes them. */
export function noticesOf(
  parts: CommandParts,
  change: Partial<Pick<NoticesOptions, 'pool' | 'wallClock' | 'settings'>> = {},
): Notices {
  const host = parts.host ?? noHost
  const { store: registry, wakes } = parts
  const common = { ...parts, host, registry, wallClock, wakes: wakes.notices, log: silent }
  return createNotices({ ...common, ...change })
}

/** Payments as the composition root makes them. */
export function paymentsOf(
  parts: CommandParts,
  change: Pick<PaymentsOptions, 'publicUrl'> &
    Partial<Pick<PaymentsOptions, 'wallClock' | 'limits'>>,
): Payments {
  const { idPool, store: registry } = parts
  return createPayments({
    ...{ ...parts, registry, wallClock, log: silent },
    host: parts.host ?? noHost,
    receivables: receivablesOn({ pool: parts.pool, ids: createIdAllocator(idPool) }),
    connections: createConnectionStore({ pool: idPool }),
    notices: noticesOf(parts),
    wakes: parts.wakes.payments,
    keys: createCommandKeyStore(),
    ...change,
  })
}

/** Spending limits as the composition root makes them; nobody looks but by hand. */
export function spendingOf(parts: CommandParts): Spending {
  return createSpending({ ...parts, registry: parts.store, notices: noticesOf(parts), log: silent })
}

/** Supply's commands as the composition root makes them, with relays that nobody drives. */
export function supplyCommandsOf(parts: CommandParts): SupplyCommands {
  const { pool, clock } = parts
  return createSupplyCommands({
    store: createSupplyStore({ pool }),
    commands: createSupplyCommandStore({ pool }),
    notices: createSupplyNotices({ store: noticesOf(parts).store, clock }),
    payments: paymentsOf(parts, { publicUrl: () => '' }),
    relays: { ...noRelays, expiringCommands: () => true },
    clock,
    wallClock,
    report: tellSupply({ pool, facts: parts.facts, log: silent }),
  })
}

const noRelays = { write: refuse, read: refuse }

/** The other commands of the contract on the real stores, with the plugins of the host. */
export function commandActions(parts: CommandParts): Action[] {
  const { contract, pool, idPool, store, audit, facts, clock, broker, host } = parts
  const ids = createIdAllocator(idPool)
  const streams = streamsOn({ pool, ids, clock })
  const compile = host === undefined ? refuse : createCompiler({ host, broker })
  const commissioning = createCommissioning({
    store: createCommissioningStore({ pool }),
    streams,
    audit,
    clock,
    compile,
    // Nothing is read here.
    onPlaced: () => undefined,
  })
  const sealer = createSealer({ key: parts.sealingKey })
  const connections = createConnections({
    store: createConnectionStore({ pool }),
    sealer,
    runner: host === undefined ? noRunner : runnerOf(host, broker),
    audit,
    log: silent,
    onPoints: () => undefined,
  })
  const plugins =
    host === undefined
      ? noPlugins
      : createPluginAdministration({
          ...{ host, store: createPluginStore({ pool }), secrets: createSecretFields(sealer) },
          installed: createInstalledPlugins({ folder: parts.installed ?? '' }),
          connections: createConnectionStore({ pool }).list,
          mask: runnerOf(host, broker).mask,
          wallClock,
          onEnabled: connections.openMissing,
        })
  const receivables = receivablesOn({ pool, ids })
  const purses = createPurseReader({ pool })
  return [
    ...bulkActions({
      ...{ contract, store, audit, keys: createCommandKeyStore(), files: createTableFiles() },
      denials: createDenialLog({ audit, clock: wallClock }),
      judge: createComponentValidator(contract),
      ...(host === undefined
        ? {}
        : {
            checks: {
              points: createPointCheck({ host, connections: createConnectionStore({ pool }) }),
            },
          }),
    }),
    ...commissioningActions({ contract, store, commissioning }),
    ...createCommissioningRecords({
      ...{ contract, store, audit, commissioning, clock, domainRate: 1, host: host ?? null },
      ...{ keys: createCommandKeyStore(), commands: supplyCommandsOf(parts) },
      checkPoint:
        host === undefined
          ? null
          : createPointCheck({ host, connections: createConnectionStore({ pool }) }),
    }),
    ...connectionActions({ contract, store, connections }),
    ...createTraceActions({
      ...{ contract, host: host ?? { traces: createTraces({ wallClock }) } },
      stores: { audit, roles: parts.roles, connections: createConnectionStore({ pool }) },
    }),
    ...createPluginLogActions({ host: host ?? noLogs, roles: parts.roles }),
    ...pluginActions({ plugins, audit }),
    ...analyticsActions({ contract, pool, clock, compile }),
    ...noticesOf(parts).actions,
    ...questionActions({ ...parts, notices: noticesOf(parts), keys: createCommandKeyStore() }),
    ...spendingOf(parts).actions,
    ...transferActions({ receivables, purses, audit, clock }),
    ...feeActions({ contract, receivables, keys: createCommandKeyStore(), audit, clock }),
    ...supplyActions({
      ...{ contract, store, audit, facts },
      commands: supplyCommandsOf(parts),
      keys: createCommandKeyStore(),
    }),
  ]
}
