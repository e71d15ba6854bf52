import type {
  DriverOptions,
  Health,
  MeterDriver,
  Snapshot,
  WriteRequest,
  WriteResult,
} from '../contracts/index.ts'
import { isSignedByGuard } from '../contracts/index.ts'
import type { RelayBehaviour } from './meter-driver-peer.ts'

/** What a driver can do wrong; the suite must find each. */
export type DriverDefect =
  | 'gives up when unreachable'
  | 'subscribes again at each return'
  | 'emits after stop'
  | 'splits snapshots'
  | 'rounds'
  | 'drops out-of-order values'
  | 'swallows garbage'
  | 'drops what is rejected'
  | 'floods'
  | 'ignores changed points'
  | 'claims success unseen'
  | 'keeps commands for later'
  | 'ignores signatures'
  | 'ignores expiry'
  | 'obeys an intent twice'
  | 'sends whatever the value'
  | 'finds without end'
  | 'cannot be cancelled'
  | 'searches on after stop'
  | 'browses in a circle'
  | 'traces one way alone'
  | 'traces unasked'
  | 'traces its password'

/** A device as its field knows it. */
export interface FakeDevice {
  on: boolean
  online: boolean
  behaviour: RelayBehaviour
  last: Snapshot | undefined
}

export type Hear = (input: Snapshot | 'garbage', device: number) => void

const RETRY_MS = 20
const ANSWER_MS = 30
const AT_ONCE = 500

export interface FakeDriverContext {
  readonly options: DriverOptions
  readonly defect: DriverDefect | undefined
  readonly hearers: Set<Hear>
  readonly devices: ReadonlyMap<number, FakeDevice>
  deviceAt(index: number): FakeDevice
  isUp(): boolean
}

/** A driver of a fake field, sound or with one defect. */
export function createFakeDriver(context: FakeDriverContext): MeterDriver {
  const { options, defect, hearers, deviceAt, isUp } = context
  let points = options.points
  let stopped = false
  let connected = false
  let timer: NodeJS.Timeout | undefined
  let lastAt = 0
  const queue: Snapshot[] = []
  let sending = 0

  const health = (): Health =>
    connected && isUp() && !stopped
      ? { status: 'up', detail: 'Connected.' }
      : { status: 'down', detail: 'Not connected.' }

  const tell = (direction: 'in' | 'out', summary: string): void => {
    const { trace, connection } = options
    if (trace?.isOn !== true && defect !== 'traces unasked') return
    const detail = defect === 'traces its password' ? JSON.stringify(connection) : summary
    trace?.add({ direction, peer: 'fake', summary, detail })
  }

  const hear: Hear = (input, device) => {
    if (stopped && defect !== 'emits after stop') return
    tell('in', 'READING')
    if (defect !== 'traces one way alone') tell('out', 'RECEIVED')
    if (input !== 'garbage') take(input, device)
    else if (defect !== 'swallows garbage') {
      const malformed = { source: `fake${device}`, reason: 'garbage', payloadBase64: '' }
      void options.events.malformed(malformed)
    }
  }

  function take(input: Snapshot, device: number): void {
    const values = points.flatMap(({ pointId, address }) =>
      address.device === device
        ? input.values
            .filter((one) => one.pointId === `fake${device}-${address.role}`)
            .map((one) => ({ ...one, pointId }))
        : [],
    )
    if (values.length === 0) return
    if (defect === 'drops out-of-order values' && (input.at ?? 0) <= lastAt) return
    lastAt = input.at ?? 0
    queue.push(...deformed({ ...input, values }, defect))
    void drain()
  }

  async function drain(): Promise<void> {
    if (sending > 0 && defect !== 'floods') return
    sending += 1
    while (queue.length > 0) {
      const snapshots = queue.splice(0, AT_ONCE)
      try {
        await options.events.snapshots({ snapshots })
      } catch {
        if (defect !== 'drops what is rejected') queue.unshift(...snapshots)
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      }
    }
    sending -= 1
  }

  function tryConnect(): void {
    const wasThere = hearers.has(hear)
    if (!isUp()) connected = false
    else if (!wasThere) {
      const again = connected || lastAt > 0
      hearers.add(hear)
      if (again && defect === 'subscribes again at each return')
        hearers.add((input, device) => hear(input, device))
      connected = true
    }
  }

  const { end: endSearches, ...searching } = fakeSearches(context)
  const command = fakeCommands(context, () => connected && isUp())
  return {
    async connect() {
      tryConnect()
      if (defect !== 'gives up when unreachable' || isUp())
        timer ??= setInterval(tryConnect, RETRY_MS)
      return health()
    },
    async stop() {
      clearInterval(timer)
      stopped = true
      if (defect !== 'searches on after stop') endSearches()
      if (defect !== 'emits after stop') hearers.delete(hear)
    },
    async setPoints(request) {
      if (defect !== 'ignores changed points') points = request.points
    },
    async read({ pointIds }) {
      const items = pointIds.map((pointId) => {
        const [, device] = /^fake(\d+)-/.exec(pointId) ?? []
        const { last, online } = deviceAt(Number(device ?? -1))
        const found = last?.values.find((value) => value.pointId === pointId)
        return found === undefined || !online
          ? { pointId, error: { code: 'timeout', message: 'No answer.' } }
          : { pointId, value: found.value, at: last?.at ?? null }
      })
      return { items }
    },
    write: command,
    ...searching,
    health: async () => health(),
  }
}

type Searching = Required<Pick<MeterDriver, 'discover' | 'browse' | 'cancelSearch'>>

/** Searches that last as long as they may, as those that listen do. */
function fakeSearches({
  devices,
  defect,
}: FakeDriverContext): Searching & { readonly end: () => void } {
  const underWay = new Map<() => void, string | undefined>()
  const pointAt = (device: number) => {
    const address = { device, role: 'register' }
    return { title: '', role: 'register' as const, unit: 'kWh', address }
  }
  const found = (limit: number) =>
    [...devices.keys()]
      .filter((index) => index >= 0)
      .slice(0, defect === 'finds without end' ? undefined : limit)
  const elapsed = (timeoutMs: number, searchId: string | undefined): Promise<void> =>
    new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        underWay.delete(done)
        resolve()
      }
      const timer = setTimeout(done, timeoutMs)
      timer.unref()
      underWay.set(done, searchId)
    })
  return {
    end: () => {
      for (const done of [...underWay.keys()]) done()
    },
    async discover({ timeoutMs, searchId, limit = 200 }) {
      await elapsed(timeoutMs, searchId)
      return {
        devices: found(limit).map((index) => ({
          ...{ source: `fake${index}`, title: '' },
          points: [pointAt(index)],
        })),
      }
    },
    async browse({ nodeId, limit = 200 }) {
      const inCircle = defect === 'browses in a circle'
      if (nodeId === null || inCircle) {
        const nodes = found(limit).map((index) => ({
          ...{ nodeId: String(index), title: `fake${index}`, hasChildren: true },
        }))
        return { nodes }
      }
      const node = { nodeId: `${nodeId}/register`, title: 'Register', hasChildren: false }
      return { nodes: [{ ...node, point: pointAt(Number(nodeId)) }] }
    },
    async cancelSearch({ searchId }) {
      if (defect === 'cannot be cancelled') return
      for (const [done, name] of [...underWay]) if (name === searchId) done()
    },
  }
}

/** The snapshot as a driver with a defect would make it. */
function deformed(snapshot: Snapshot, defect: DriverDefect | undefined): readonly Snapshot[] {
  const { values } = snapshot
  if (defect === 'splits snapshots')
    return values.map((value) => ({ ...snapshot, values: [value] }))
  if (defect !== 'rounds') return [snapshot]
  const rounded = values.map((one) => ({ ...one, value: Number(one.value).toFixed(3) }))
  return [{ ...snapshot, values: rounded }]
}

function fakeCommands(
  { options, defect, deviceAt }: FakeDriverContext,
  isConnected: () => boolean,
): (request: WriteRequest) => Promise<WriteResult> {
  const used = new Set<string>()
  let turn: Promise<unknown> = Promise.resolve()

  function forbidden({
    signedIntent,
    pointId,
    value,
    expiresAt,
  }: WriteRequest): string | undefined {
    if (signedIntent === undefined)
      return defect === 'ignores signatures' ? undefined : 'There is no intent.'
    const { intent } = signedIntent
    if (defect !== 'ignores signatures' && !isSigned(signedIntent, options.guardPublicKeyPem))
      return 'Not signed.'
    if (intent.pointId !== pointId) return 'For another point.'
    if (defect !== 'sends whatever the value' && value !== (intent.action === 'restore'))
      return 'Another value.'
    if (defect !== 'ignores expiry' && Math.min(expiresAt, intent.expiresAt) <= options.clock.now())
      return 'Expired.'
    if (defect !== 'obeys an intent twice' && used.has(intent.intentId)) return 'Used.'
    return undefined
  }

  async function obey(request: WriteRequest): Promise<WriteResult> {
    const wanted = request.value === true
    const device = deviceAt(Number(/^fake(\d+)-/.exec(request.pointId)?.[1] ?? -1))
    const reason = forbidden(request)
    if (reason !== undefined) return { outcome: 'refused', detail: reason }
    if (!isConnected() || !device.online) {
      if (defect === 'keeps commands for later') later(device, wanted, isConnected)
      return { outcome: 'offline', detail: 'Not there.' }
    }
    if (request.signedIntent !== undefined) used.add(request.signedIntent.intent.intentId)
    await new Promise((resolve) => setTimeout(resolve, ANSWER_MS))
    if (device.behaviour === 'answer') device.on = wanted
    return defect === 'claims success unseen'
      ? { outcome: 'confirmed', detail: 'Surely.', readBack: wanted }
      : verified(device, wanted)
  }

  async function verified(device: FakeDevice, wanted: boolean): Promise<WriteResult> {
    const { behaviour } = device
    if (behaviour === 'refuse') return { outcome: 'refused', detail: 'The device says no.' }
    if (behaviour === 'silent') {
      await new Promise((resolve) => setTimeout(resolve, ANSWER_MS * 4))
      return { outcome: 'unknown', detail: 'No answer.' }
    }
    const readBack = device.on
    return {
      outcome: readBack === wanted ? 'confirmed' : 'unknown',
      detail: 'Read back.',
      readBack,
    }
  }

  return (request) => {
    const result = turn.then(() => obey(request))
    turn = result
    return result
  }
}

function later(device: FakeDevice, wanted: boolean, isConnected: () => boolean): void {
  const timer = setInterval(() => {
    if (!device.online || !isConnected()) return
    device.on = wanted
    clearInterval(timer)
  }, RETRY_MS)
  timer.unref()
}

function isSigned(signed: NonNullable<WriteRequest['signedIntent']>, pem: string): boolean {
  try {
    return isSignedByGuard(signed, pem)
  } catch {
    return false
  }
}
