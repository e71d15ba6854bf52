import type {
  BrowseRequest,
  Browsing,
  Discovery,
  SearchLimits,
} from '../../contracts/device-search.ts'
import type { ConnectionTest, Log, RefusedCertificate } from '../../contracts/plugin.ts'
import type { JsonObject } from '../../kernel/canonical.ts'
import { busbarError, errorMessage } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { AuditActor, AuditLog } from '../audit/ports.ts'
import type { Transaction } from '../ledger/ports.ts'
import { createDrafts, type Drafts } from './drafts.ts'
import type {
  ConnectionRunner,
  ConnectionStore,
  KeptConfiguration,
  LastReading,
  RunningConnection,
  Sealer,
  StoredConnection,
} from './ports.ts'
import { createSecretFields } from './sealing.ts'

/** Who changes a connection, by which operation. */
export interface ChangeBy {
  readonly actor: AuditActor
  readonly operation: string
}

export interface Connections {
  /** Opens all that are kept and enabled; one that fails is told, and the others go on. */
  openAll(): Promise<void>
  /** Opens those that are kept and enabled and that nothing runs, as after their plugin has come. */
  openMissing(): Promise<void>
  /** Closes one that has been removed. */
  closeRemoved(connection: { readonly id: Id }): Promise<void>
  /** Hands changed points to their drivers. */
  refreshPoints(): Promise<void>
  /** @throws `connection-test-failed`, `validation-failed`, `already-exists` */
  create(
    request: Omit<StoredConnection, 'id' | 'enabled'> & { readonly skipTest: boolean },
    by: ChangeBy,
  ): Promise<Id>
  /** @throws `not-found`, `connection-test-failed`, `validation-failed` */
  configure(
    request: { readonly id: Id; readonly config: JsonObject; readonly skipTest: boolean },
    by: ChangeBy,
  ): Promise<void>
  /**
   * Trusts a certificate that the connection has refused, and opens it anew.
   * @throws `not-found` where it has refused no such certificate
   */
  trust(request: { readonly id: Id; readonly thumbprint: string }, by: ChangeBy): Promise<void>
  /** What was kept of it lately, newest first, secrets masked. @throws `not-found` */
  configurations(request: { readonly id: Id }): Promise<readonly KeptConfiguration[]>
  /** Brings back what was kept, tested first. @throws `not-found`, `connection-test-failed`, `validation-failed` */
  restore(request: { readonly id: Id; readonly version: number }, by: ChangeBy): Promise<void>
  /** Looks for what is on the devices' side. @throws `not-found`, `unsupported`, and codes of plugins */
  discover(request: SearchLimits & { readonly id: Id }): Promise<Discovery>
  browse(request: BrowseRequest & { readonly id: Id }): Promise<Browsing>
  cancelSearch(request: { readonly id: Id; readonly searchId: string }): Promise<void>
  /** @throws `not-found` */
  test(request: { readonly id: Id }): Promise<ConnectionTest>
  /** How one fares now; null where nothing runs it. */
  running(id: Id): RunningConnection | null
  /** @throws `not-found` */
  status(request: { readonly id: Id }): Promise<ConnectionStatus>
  /** Opens or closes it, and keeps that. @throws `not-found` */
  setEnabled(request: { readonly id: Id; readonly enabled: boolean }, by: ChangeBy): Promise<void>
  /** Closes and opens it again. @throws `not-found`, `conflict` for one that is disabled */
  reload(request: { readonly id: Id }, by: ChangeBy): Promise<void>
  readonly drafts: Drafts
}

/** How a connection fares, and the newest that it has read. */
export interface ConnectionStatus {
  /** Null where nothing runs it although it is enabled: its plugin is gone, or refused it. */
  readonly running: RunningConnection | null
  readonly enabled: boolean
  readonly reading: LastReading | null
}

export interface ConnectionsOptions {
  readonly store: ConnectionStore
  readonly sealer: Sealer
  readonly runner: ConnectionRunner
  readonly audit: AuditLog
  readonly log: Log
  /** Told after a driver's points have changed. */
  readonly onPoints: () => void
}

/** Connections from the form to the running plugin: tested before they are kept, secrets sealed. */
export function createConnections(options: ConnectionsOptions): Connections {
  const { store, sealer, runner, audit, log, onPoints } = options
  const { seal, unseal } = createSecretFields(sealer)
  let marks: ReadonlyMap<Id, string> = new Map()

  const sealed = (connection: Pick<StoredConnection, 'point' | 'type'>, config: JsonObject) =>
    runner.mapSecrets({ ...pick(connection), value: config, replace: seal })
  const inClear = (connection: StoredConnection): StoredConnection => ({
    ...connection,
    config: runner.mapSecrets({
      ...pick(connection),
      value: connection.config,
      replace: unseal,
    }),
  })

  async function found(id: Id): Promise<StoredConnection> {
    const connection = await store.get(id)
    if (!connection) throw busbarError('not-found', { detail: `No connection ${id}.` })
    return connection
  }

  /** A connection of a meter driver: others have no devices. */
  async function driver(id: Id): Promise<StoredConnection> {
    const connection = await found(id)
    if (connection.point === 'meterDrivers') return connection
    throw busbarError('unsupported', { detail: 'Only a connection of a meter driver has devices.' })
  }

  async function mustPass(connection: Parameters<ConnectionRunner['test']>[0]): Promise<void> {
    const { ok, detail } = await runner.test(connection)
    if (!ok) throw busbarError('connection-test-failed', { detail })
  }

  async function open(connection: StoredConnection): Promise<void> {
    try {
      await runner.open(inClear(connection), await store.points(connection.id))
    } catch (thrown) {
      log.warn('A connection could not be opened', {
        connectionId: connection.id,
        name: connection.name,
        reason: errorMessage(thrown),
      })
    }
  }

  async function putInForce(
    change: {
      readonly before: StoredConnection
      readonly clear: JsonObject
      readonly restoredFrom: number | null
      /** What the audit log says of it. */
      readonly after?: JsonObject
    },
    { actor, operation }: ChangeBy,
  ): Promise<void> {
    const { before, clear, restoredFrom } = change
    const after = restoredFrom === null ? change.after : { restoredFrom }
    const { id, siteId } = before
    const config = sealed(before, clear)
    await store.transaction(async (transaction) => {
      await store.configure({ id, config, by: actor.name, restoredFrom }, transaction)
      await audit.append(
        {
          ...{ actor, operation, outcome: 'done', siteId, subject: `connections:${id}` },
          ...(after === undefined ? {} : { after }),
        },
        transaction,
      )
    })
    await runner.close(id)
    await open({ ...before, config })
  }

  return {
    async openAll() {
      marks = await store.pointMarks()
      const connections = await store.list()
      await Promise.all(connections.filter(({ enabled }) => enabled).map(open))
    },

    async openMissing() {
      const connections = await store.list()
      await Promise.all(
        connections.filter(({ id, enabled }) => enabled && !runner.isOpen(id)).map(open),
      )
    },

    closeRemoved: ({ id }) => runner.remove(id),

    async refreshPoints() {
      const now = await store.pointMarks()
      const changed = [...now].filter(([id, mark]) => marks.get(id) !== mark)
      if (changed.length === 0) return
      onPoints()
      for (const [id] of changed) {
        const connection = await found(id)
        await runner.setPoints(connection, await store.points(id))
      }
      marks = now
    },

    async create({ skipTest, ...draft }, { actor, operation }) {
      if (!skipTest) await mustPass(draft)
      const kept = { ...draft, config: sealed(draft, draft.config), enabled: true }
      const id = await store.transaction(async (transaction) => {
        const keptBy = { by: actor.name, restoredFrom: null }
        const made = await store.insert(kept, keptBy, transaction)
        const after = { pluginId: draft.pluginId, type: draft.type, name: draft.name }
        await audit.append(
          {
            actor,
            operation,
            outcome: 'done',
            siteId: draft.siteId,
            subject: `connections:${made}`,
            after,
          },
          transaction,
        )
        return made
      })
      await open({ ...kept, id })
      return id
    },

    async configure({ id, config, skipTest }, by) {
      const before = await found(id)
      const clear = runner.unmask({ ...pick(before), value: config, kept: inClear(before).config })
      if (!skipTest) await mustPass({ ...pick(before), config: clear })
      await putInForce({ before, clear, restoredFrom: null }, by)
    },

    async trust({ id, thumbprint }, by) {
      const before = await found(id)
      const { refused = [] } = runner.running(id)?.health ?? {}
      const certificate = refused.find((one) => one.thumbprint === thumbprint)
      if (certificate === undefined)
        throw busbarError('not-found', {
          detail: `Connection ${id} has not refused this certificate lately.`,
        })
      const { config } = inClear(before)
      const after = { thumbprint, subject: certificate.subject, list: certificate.list }
      await putInForce(
        { before, clear: trusting(config, certificate), restoredFrom: null, after },
        by,
      )
    },

    async configurations({ id }) {
      const connection = await found(id)
      const kept = await store.configurations(id)
      return kept.map((one) => ({
        ...one,
        config: runner.mask({ ...pick(connection), value: one.config }),
      }))
    },

    async restore({ id, version }, by) {
      const before = await found(id)
      const kept = await store.configuration(id, version)
      if (!kept)
        throw busbarError('not-found', { detail: `Connection ${id} has no version ${version}.` })
      const clear = inClear({ ...before, config: kept.config }).config
      await mustPass({ ...pick(before), config: clear })
      await putInForce({ before, clear, restoredFrom: version }, by)
    },

    discover: async ({ id, ...request }) => runner.discover(await driver(id), request),
    browse: async ({ id, ...request }) => runner.browse(await driver(id), request),
    cancelSearch: async ({ id, ...search }) => runner.cancelSearch(await driver(id), search),

    running: (id) => runner.running(id),

    async status({ id }) {
      const { enabled } = await found(id)
      return { enabled, running: runner.running(id), reading: await store.lastReading(id) }
    },

    async setEnabled({ id, enabled }, by) {
      const connection = await found(id)
      await store.transaction(async (transaction) => {
        await store.setEnabled({ id, enabled }, transaction)
        await appendChange(audit, { connection, by, transaction })
      })
      await runner.close(id)
      if (enabled) await open({ ...connection, enabled })
    },

    async reload({ id }, by) {
      const connection = await found(id)
      if (!connection.enabled)
        throw busbarError('conflict', { detail: `Connection ${id} is disabled: enable it.` })
      await store.transaction((transaction) => appendChange(audit, { connection, by, transaction }))
      await runner.close(id)
      await open(connection)
    },

    drafts: createDrafts({ runner, found, inClear }),

    async test({ id }) {
      const connection = inClear(await found(id))
      return runner.test({ ...pick(connection), config: connection.config })
    },
  }
}

const LONGEST_NOTE = 200

/** Settings with a certificate on the list that its plugin named. */
function trusting(config: JsonObject, certificate: RefusedCertificate): JsonObject {
  const { thumbprint, subject, list } = certificate
  const listed = config[list] ?? []
  if (!Array.isArray(listed))
    throw busbarError('unsupported', { detail: `The setting ${list} is no list of certificates.` })
  return { ...config, [list]: [...listed, { thumbprint, note: subject.slice(0, LONGEST_NOTE) }] }
}

async function appendChange(
  audit: AuditLog,
  change: {
    readonly connection: StoredConnection
    readonly by: ChangeBy
    readonly transaction: Transaction
  },
): Promise<void> {
  const { connection, by, transaction } = change
  const { id, siteId } = connection
  await audit.append({ ...by, outcome: 'done', siteId, subject: `connections:${id}` }, transaction)
}

function pick({ point, type }: Pick<StoredConnection, 'point' | 'type'>) {
  return { point, type }
}
