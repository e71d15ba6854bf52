import type { BuildingView, GatewayValue } from '../../contracts/building-gateway.ts'
import type { Log } from '../../contracts/plugin.ts'
import type { Reading } from '../../domain/metering/model.ts'
import { errorMessage } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { Clock } from '../../kernel/instant.ts'
import type { Delivery, EventHub } from '../facts/hub.ts'
import type { PointObservation } from '../points/ports.ts'
import { createModel, type Model } from './model.ts'
import {
  accountValues,
  clockValues,
  deviceScalar,
  lowBalance,
  repairAlarm,
  scaled,
  siteValues,
  supplyAlarm,
  supplyNode,
  supplyValues,
} from './points.ts'
import type { GatewaySupply } from './ports.ts'
import { buildTree } from './tree.ts'
import { viewOf } from './view.ts'
import { principalOf, type WriteDependencies, type Writer } from './write.ts'

/**
 * Keeps, for each connection of a gateway, what it may see of its site, and follows what happens there:
 * readings and device values as they are committed, supply, payments and repair items by their facts,
 * the structure by the audit log. Only what was touched is read again.
 */
export interface Gateways {
  open(gateway: Writer): BuildingView
  close(connection: { readonly connectionId: Id }): void
  /** Told of each reading that was committed. */
  reading(reading: Reading): void
  /** Told of values of points that are no registers, once they are kept. */
  observed(points: readonly PointObservation[]): void
  /** Reads again what was touched since the last time. */
  refresh(): Promise<void>
  stop(): void
}

export interface GatewaysOptions extends WriteDependencies {
  readonly hub: Pick<EventHub, 'subscribe'>
  /** Domain time. */
  readonly clock: Clock
  readonly log: Log
}

interface Entry extends Writer {
  readonly model: Model
  readonly supplies: Set<Id>
  readonly accounts: Set<Id>
  siteTouched: boolean
  /** Its structure may be another one. */
  stale: boolean
  loading: Promise<void> | undefined
  principalId: string | null
  /** What was heard while it was being read. */
  heard: (() => void)[] | undefined
  following: AsyncGenerator<Delivery, void, undefined> | undefined
  closed: boolean
}

const TOPICS = ['supply', 'payment', 'repair']
/** Services whose changes make another tree; others may have moved balances. */
const STRUCTURE: ReadonlySet<string> = new Set([
  ...['sites', 'spaces', 'tenants', 'contracts', 'accounts', 'meters', 'registers'],
  ...['meteringPoints', 'installations', 'serviceAgreements', 'points', 'supplyPoints'],
  ...['roleAssignments', 'users', 'policyProfiles'],
])
const MONEY: ReadonlySet<string> = new Set([
  ...['fees', 'transfers', 'topUps', 'paymentOrders', 'refunds', 'tariffVersions'],
])

export function createGateways(options: GatewaysOptions): Gateways {
  const { gateways: store, hub, clock, log } = options
  const entries = new Map<Id, Entry>()
  let cursor: string | null = null

  function load(entry: Entry): Promise<void> {
    entry.loading ??= read(entry).finally(() => {
      entry.loading = undefined
    })
    return entry.loading
  }

  async function read(entry: Entry): Promise<void> {
    const { siteId, exposure, model } = entry
    entry.heard = []
    entry.stale = false
    try {
      // Before anything is read: what changes from here on is looked at again.
      cursor ??= (await store.changedSince({ cursor: null })).cursor
      follow(entry)
      const principal = await principalOf(options, entry)
      const principalId = principal?.userId ?? null
      const now = clock.now()
      const rows = await store.rows({ siteId, principalId, now })
      entry.principalId = principalId
      const scope = { siteId, personalData: exposure.personalData, mayOrder: principal !== null }
      model.replace(buildTree(rows, { ...scope, now }), now)
    } catch (thrown) {
      entry.stale = true
      throw thrown
    } finally {
      const { heard } = entry
      entry.heard = undefined
      for (const set of heard ?? []) set()
    }
  }

  /** Marks what facts tell of; the next refresh reads it. */
  function follow(entry: Entry): void {
    if (entry.following !== undefined) return
    const { siteId } = entry
    const following = hub.subscribe({
      ...{ grants: [{ siteId, tenantId: null }], siteId, topics: TOPICS, after: null },
      stillAllowed: async () => !entry.closed,
    })
    entry.following = following
    void (async () => {
      try {
        for await (const delivery of following) mark(entry, delivery)
      } catch (thrown) {
        log.warn('Facts for a gateway could not be followed', { reason: errorMessage(thrown) })
      }
      entry.following = undefined
      // What was told meanwhile is not known.
      entry.stale = true
    })()
  }

  /** Sets what was heard, or, while a tree is being read, once it is there. */
  function hear(entry: Entry, set: () => void): void {
    if (entry.heard === undefined) set()
    else entry.heard.push(set)
  }

  async function refreshOne(entry: Entry): Promise<void> {
    if (entry.closed || entry.model.tree() === null) return
    if (entry.stale) return load(entry)
    tellTime(entry)
    await refreshSupplies(entry)
    await refreshAccounts(entry)
    if (!entry.siteTouched) return
    entry.siteTouched = false
    const site = await store.site({ siteId: entry.siteId })
    for (const value of siteValues(entry.siteId, site, clock.now())) setIfOther(entry.model, value)
  }

  /** What is otherwise now because time has passed. */
  function tellTime({ siteId, model }: Entry): void {
    const policy = model.tree()?.policy
    if (policy === undefined) return
    for (const value of clockValues(siteId, policy, clock.now())) setIfOther(model, value)
  }

  async function refreshSupplies(entry: Entry): Promise<void> {
    const ids = take(entry.supplies)
    if (ids.length === 0) return
    const { principalId, model } = entry
    for (const supply of await store.supplies({ ids, principalId })) {
      const { supplyPointId } = supply
      if (model.tree()?.supplies.has(`${supplyNode(supplyPointId)}/order`) !== true) {
        entry.stale = true
        continue
      }
      tellAlarms(model, supply)
      for (const value of supplyValues(supply)) {
        const before = model.set(value)
        if (before !== null && value.pointId.endsWith('/state') && before.value !== value.value)
          model.tell({
            ...{ eventId: value.pointId, nodeId: supplyNode(supplyPointId), kind: 'supply' },
            ...{ severity: 'info', active: false, message: String(value.value) },
            at: supply.stateSince,
          })
      }
    }
  }

  async function refreshAccounts(entry: Entry): Promise<void> {
    const ids = take(entry.accounts)
    if (ids.length === 0) return
    const { model, exposure } = entry
    const at = clock.now()
    for (const account of await store.accounts({ ids }))
      for (const value of accountValues(account, exposure.personalData, at)) {
        const before = setIfOther(entry.model, value)
        const crossed = before !== null && before.value !== value.value
        if (crossed && value.pointId.endsWith('/low'))
          model.tell(lowBalance(account, value.value === true, at))
      }
  }

  async function noteChanges(): Promise<void> {
    if (cursor === null) return
    const since = await store.changedSince({ cursor })
    cursor = since.cursor
    for (const { siteId, service } of since.changed)
      for (const entry of entries.values()) {
        if (siteId !== null && siteId !== entry.siteId) continue
        if (STRUCTURE.has(service)) entry.stale = true
        else if (MONEY.has(service)) touchAccounts(entry)
      }
  }

  return Object.freeze<Gateways>({
    open(gateway) {
      const model = createModel()
      const entry: Entry = {
        ...gateway,
        ...{ model, supplies: new Set(), accounts: new Set(), siteTouched: false, stale: false },
        ...{ loading: undefined, principalId: null, heard: undefined, following: undefined },
        closed: false,
      }
      const before = entries.get(gateway.connectionId)
      if (before) end(before)
      entries.set(gateway.connectionId, entry)
      return viewOf(options, {
        ...{ writer: gateway, model },
        load: async () => {
          if (model.tree() === null || entry.stale) await load(entry)
        },
        touched: (supplyPointId) => entry.supplies.add(supplyPointId),
      })
    },
    close({ connectionId }) {
      const entry = entries.get(connectionId)
      if (!entry) return
      entries.delete(connectionId)
      end(entry)
    },
    reading({ registerId, valueMicros, quality, at }) {
      for (const entry of entries.values())
        hear(entry, () => {
          const tree = entry.model.tree()
          const register = tree?.registers.get(registerId)
          if (register === undefined) return
          const { pointId, multiplier } = register
          setIfNewer(entry.model, {
            ...{ pointId, value: scaled(valueMicros, multiplier), quality, at },
          })
          const payer = tree?.payers.get(registerId)
          if (payer !== undefined) entry.accounts.add(payer)
        })
    },
    observed(points) {
      for (const entry of entries.values())
        hear(entry, () => {
          const known = entry.model.tree()?.devicePoints
          for (const { pointId: id, value, quality, at } of points) {
            const point = known?.get(id)
            if (point === undefined) continue
            const { pointId, state } = point
            setIfNewer(entry.model, { pointId, value: deviceScalar(value, state), quality, at })
          }
        })
    },
    async refresh() {
      if (entries.size === 0) return
      await noteChanges()
      for (const entry of [...entries.values()])
        await refreshOne(entry).catch((thrown: unknown) => {
          // What was touched is not known any more: all of it is read again.
          entry.stale = true
          const { connectionId } = entry
          log.warn('A gateway could not be refreshed', {
            connectionId,
            reason: errorMessage(thrown),
          })
        })
    },
    stop() {
      for (const entry of entries.values()) end(entry)
      entries.clear()
    },
  })
}

function end(entry: Entry): void {
  entry.closed = true
  entry.model.close()
  void entry.following?.return()
}

function mark(entry: Entry, delivery: Delivery): void {
  if (delivery.kind === 'lagged') entry.stale = true
  if (delivery.kind !== 'fact') return
  const { topic, type, data } = delivery.fact
  const { supplyPointId, accountId, repairItemId, kind, severity } = data
  if (typeof supplyPointId === 'string') entry.supplies.add(supplyPointId)
  if (typeof accountId === 'string') entry.accounts.add(accountId)
  if (topic === 'repair' || type.startsWith('supply-hold')) entry.siteTouched = true
  if (type !== 'repair-opened' && type !== 'repair-closed') return
  // A tree that is being read may not know of it.
  if (entry.heard !== undefined) entry.stale = true
  const item = {
    repairItemId: String(repairItemId),
    kind: String(kind),
    severity: severity === 'critical' || severity === 'warning' ? severity : 'info',
  } as const
  const isOpen = type === 'repair-opened'
  entry.model.tell(repairAlarm(entry.siteId, item, isOpen, delivery.fact.at))
}

/** Alarms that stand, and those that have ended. */
function tellAlarms(model: Model, supply: GatewaySupply): void {
  const { supplyPointId, alarms, stateSince: at } = supply
  const node = supplyNode(supplyPointId)
  const stood = (model.snapshot()?.events ?? []).filter(
    ({ nodeId, kind }) => nodeId === node && kind === 'supply',
  )
  const known = stood.map(({ message }) => message)
  for (const alarm of alarms)
    if (!known.includes(alarm)) model.tell(supplyAlarm(supplyPointId, alarm, true, at))
  for (const alarm of known)
    if (!alarms.includes(alarm)) model.tell(supplyAlarm(supplyPointId, alarm, false, at))
}

/** Of what has no instant of its own, looking again is no news. @returns the value before */
function setIfOther(model: Model, value: GatewayValue): GatewayValue | null {
  const before = model.latest(value.pointId)
  return before?.value === value.value ? before : model.set(value)
}

/** A late reading does not put a point back. */
function setIfNewer(model: Model, value: GatewayValue): void {
  const latest = model.latest(value.pointId)?.at ?? null
  if (latest === null || value.at === null || value.at >= latest) model.set(value)
}

function touchAccounts(entry: Entry): void {
  for (const { nodeId, kind } of entry.model.tree()?.nodes ?? [])
    if (kind === 'account') entry.accounts.add(nodeId.slice('account:'.length))
}

function take(ids: Set<Id>): readonly Id[] {
  const taken = [...ids]
  ids.clear()
  return taken
}
