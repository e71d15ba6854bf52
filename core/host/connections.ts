import type { ConnectionTest, Health, JsonObject } from '../contracts/index.ts'
import { type BusbarError, busbarError } from '../kernel/error.ts'
import { crossError } from './boundary.ts'
import {
  judgeConnection,
  type LiveConnection,
  type OpenConnection,
  openLive,
} from './connection-instance.ts'
import { asEvents } from './event-shapes.ts'
import type { FindContribution, GenerationOptions } from './generation.ts'
import { createLocks } from './locks.ts'
import { pointSpecs } from './points.ts'
import { acceptPoints, asConnectionTest, prepare, schema } from './prechecks.ts'
import { createRedact } from './redact.ts'
import { secretTexts } from './secrets.ts'
import type { ConnectionState, ConnectionStatus, LastError } from './status.ts'

export interface TestConnection {
  readonly point: OpenConnection['point']
  readonly type: string
  readonly connection: JsonObject
  readonly timeoutMs: number
}

export interface ReconfigureConnection {
  readonly connectionId: string
  readonly connection: JsonObject
  /** How long the test before the change may take. */
  readonly timeoutMs: number
}

export interface Connections {
  open(request: OpenConnection): Promise<ConnectionStatus>
  close(request: { readonly connectionId: string }): Promise<void>
  test(request: TestConnection): Promise<ConnectionTest>
  reconfigure(request: ReconfigureConnection): Promise<ConnectionStatus>
  call(request: {
    readonly pluginId: string
    readonly connectionId: string
    readonly point: string
    readonly type: string
    readonly method: string
    readonly request: unknown
  }): Promise<unknown>
  /** Makes every connection of the plugin anew, by the code and configuration now in force. */
  reopenAll(request: { readonly pluginId: string }): Promise<void>
  /** The process of the plugin is gone, and what served its connections with it. */
  loseAll(request: {
    readonly pluginId: string
    /** `opening`: they are made anew as soon as it runs again. */
    readonly state: 'opening' | 'failed'
    readonly error: BusbarError
  }): void
  /** Stops every connection of the plugin; they can be made anew later. */
  suspendAll(request: { readonly pluginId: string }): Promise<void>
  list(): readonly ConnectionStatus[]
}

interface Entry {
  request: OpenConnection
  readonly pluginId: string
  live: LiveConnection | undefined
  state: ConnectionState
  health: Health
  lastError: LastError | null
}

const NOT_OPEN: Health = Object.freeze({ status: 'down', detail: 'Not open.' })
const BLANK = { live: undefined, state: 'opening', health: NOT_OPEN, lastError: null } as const

type Options = GenerationOptions & { readonly find: FindContribution }

const failedKey = (connectionId: string): string => `connection:${connectionId}:failed`

/** Keeps what serves each connection, one instance by connection id. */
export function createConnections(options: Options): Connections {
  const { find, repairs } = options
  const entries = new Map<string, Entry>()
  const locked = createLocks()

  const open: Connections['open'] = async (request) => {
    const { connectionId } = request
    const active = find(request)
    const judged = judgeConnection(active, request)
    if (entries.has(connectionId))
      throw busbarError('conflict', { detail: `Connection ${connectionId} is open already.` })
    const { pluginId } = active.declared
    const entry: Entry = { ...BLANK, request: judged, pluginId }
    entries.set(connectionId, entry)
    await locked(connectionId, () => start(options, entry))
    return statusOf(entry)
  }

  const close: Connections['close'] = ({ connectionId }) =>
    locked(connectionId, async () => {
      const entry = entries.get(connectionId)
      if (!entry) return
      await stop(options, entry, 'disabled')
      entries.delete(connectionId)
      repairs.resolve({ key: failedKey(connectionId) })
    })

  const call: Connections['call'] = async ({ connectionId, pluginId, point, type, ...of }) => {
    const entry = entryOf(entries, connectionId)
    const same = entry.request.point === point && entry.request.type === type
    if (!same || entry.pluginId !== pluginId)
      throw busbarError('not-found', {
        detail: `Connection ${connectionId} is not one of ${pluginId}, ${point}/${type}.`,
      })
    const live = liveOf(entry)
    if (of.method === 'setPoints')
      return locked(connectionId, () => setPoints(options, entry, of.request))
    const result = await live.call(of)
    if (of.method === 'health') entry.health = asEvents.health(result)
    return result
  }

  const each = async (pluginId: string, act: (entry: Entry) => Promise<void>): Promise<void> => {
    const own = [...entries.values()].filter((entry) => entry.pluginId === pluginId)
    await Promise.all(
      own.map((entry) => {
        const { connectionId } = entry.request
        return locked(connectionId, async () => {
          if (entries.get(connectionId) === entry) await act(entry)
        })
      }),
    )
  }

  return Object.freeze({
    ...{ open, close, call },
    test: (request) => testConnection(options, request),
    reconfigure: (request) =>
      locked(request.connectionId, () =>
        reconfigure(options, entryOf(entries, request.connectionId), request),
      ),
    reopenAll: ({ pluginId }) =>
      each(pluginId, async (entry) => {
        await stop(options, entry, 'opening')
        // A failure stands in the connection's status and repair item.
        await start(options, entry).catch(() => undefined)
      }),
    loseAll: ({ pluginId, state, error }) => {
      for (const entry of entries.values())
        if (entry.pluginId === pluginId) lose(options, entry, state, error)
    },
    suspendAll: ({ pluginId }) => each(pluginId, (entry) => stop(options, entry, 'disabled')),
    list: () => [...entries.values()].map(statusOf),
  } satisfies Connections)
}

function entryOf(entries: ReadonlyMap<string, Entry>, connectionId: string): Entry {
  const entry = entries.get(connectionId)
  if (entry) return entry
  throw busbarError('not-found', { detail: `Connection ${connectionId} is not open.` })
}

function liveOf({ live, state, lastError, request }: Entry): LiveConnection {
  if (live) return live
  throw busbarError('plugin-not-available', {
    detail: `Connection ${request.connectionId} is ${state}${lastError ? `: ${lastError.detail}` : ''}.`,
  })
}

async function start(options: Options, entry: Entry): Promise<void> {
  const { find, repairs, wallClock } = options
  const { pluginId } = entry
  const { connectionId } = entry.request
  entry.state = 'opening'
  let waking = false
  try {
    const active = find(entry.request)
    const request = judgeConnection(active, entry.request)
    waking = true
    await active.isolate.wake()
    waking = false
    let told: Health | undefined
    const live = await openLive(options, active, request, (health) => {
      told = health
      entry.health = health
    })
    entry.live = live
    // What the driver told of itself meanwhile is newer than what connect() gave.
    entry.health = told ?? live.health
    entry.state = 'enabled'
    entry.lastError = null
    repairs.resolve({ key: failedKey(connectionId) })
  } catch (thrown) {
    const error = crossError(thrown, (text) => text)
    const { code, detail } = error
    // Its process went meanwhile: that is told of the plugin, and all of it is tried again.
    if (code === 'plugin-crashed' || (waking && code === 'plugin-not-available')) throw error
    entry.state = 'failed'
    entry.health = { status: 'down', detail }
    entry.lastError = { code, detail, at: wallClock.now() }
    // What ails the plugin has a repair item of the plugin's.
    if (waking) throw error
    repairs.open({ key: failedKey(connectionId), pluginId, connectionId, error: { code, detail } })
    throw error
  }
}

function lose(
  { wallClock }: Options,
  entry: Entry,
  state: 'opening' | 'failed',
  { code, detail }: BusbarError,
): void {
  entry.live?.abandon()
  entry.live = undefined
  entry.state = state
  entry.health = { status: 'down', detail }
  entry.lastError = { code, detail, at: wallClock.now() }
}

async function stop(options: Options, entry: Entry, state: ConnectionState): Promise<void> {
  const { log, repairs } = options
  const { live, pluginId } = entry
  const { connectionId } = entry.request
  const key = `connection:${connectionId}:stop`
  entry.live = undefined
  entry.state = state
  const error = await live?.stop()
  entry.health = NOT_OPEN
  if (!error) {
    if (live) repairs.resolve({ key })
    return
  }
  const { code, detail } = error
  log.error('A connection did not stop properly and was cut off.', { connectionId, detail })
  repairs.open({ key, pluginId, connectionId, error: { code, detail } })
}

async function testConnection(
  { find }: Options,
  { point, type, connection, timeoutMs }: TestConnection,
): Promise<ConnectionTest> {
  const { declared, invoke, isolate } = find({ point, type })
  const prepared = prepare(declared, 'test', { connection, timeoutMs })
  if (prepared.kind === 'answer') return asConnectionTest(prepared.result)
  const { request } = prepared
  const redact = createRedact(
    secretTexts({ schema: schema(declared, 'connection').document, value: connection }),
  )
  const spec = pointSpecs[point].contribution.test ?? { limitMs: timeoutMs }
  try {
    const run = () => isolate.call({ point, type, method: 'test', request })
    const { ok, detail } = asConnectionTest(await invoke({ method: 'test', spec, request, run }))
    return { ok, detail: redact(detail) }
  } catch (thrown) {
    // For the person at the form a crash is a test that failed.
    return { ok: false, detail: crossError(thrown, redact).detail }
  }
}

async function reconfigure(
  options: Options,
  entry: Entry,
  { connection, timeoutMs }: ReconfigureConnection,
): Promise<ConnectionStatus> {
  const previous = entry.request
  const { point, type } = previous
  const next = judgeConnection(options.find(previous), { ...previous, connection })
  const { ok, detail } = await testConnection(options, {
    ...{ point, type, timeoutMs },
    connection: next.connection,
  })
  if (!ok) throw busbarError('connection-test-failed', { detail })
  await stop(options, entry, 'opening')
  entry.request = next
  try {
    await start(options, entry)
  } catch (thrown) {
    entry.request = previous
    // What failed is told; should the old one fail now as well, its status says so.
    await start(options, entry).catch(() => undefined)
    throw thrown
  }
  return statusOf(entry)
}

async function setPoints({ find }: Options, entry: Entry, request: unknown): Promise<unknown> {
  const result = await liveOf(entry).call({ method: 'setPoints', request })
  if (entry.request.point === 'meterDrivers') {
    const points: unknown = Reflect.get(Object(request), 'points')
    // Kept, so that a reload opens the connection with them.
    entry.request = { ...entry.request, points: acceptPoints(find(entry.request).declared, points) }
  }
  return result
}

function statusOf(entry: Entry): ConnectionStatus {
  const { request, pluginId, health, lastError, live } = entry
  const { connectionId, point, type } = request
  const ailing = health.status !== 'up' || live?.tripped() === true
  const state = entry.state === 'enabled' && ailing ? 'degraded' : entry.state
  return Object.freeze({ connectionId, pluginId, point, type, state, health, lastError })
}
