import type {
  DiscoveredDevice,
  DriverOptions,
  Health,
  JsonObject,
  MeterDriver,
  PointRole,
  ReadResult,
} from '@busbar/core/contracts'
import { createCommands } from './commands.ts'
import { createIntake } from './intake.ts'
import { createLink } from './link.ts'
import { type DeviceMessage, decode, snapshotOf } from './messages.ts'
import { createRequests } from './requests.ts'

const KEPT_BYTES = 4_096

/** As in connection.schema.json. */
export function settingsOf(connection: JsonObject) {
  const { host, port, answerSeconds = 5 } = connection
  return { host: String(host), port: Number(port), answerMs: Number(answerSeconds) * 1_000 }
}

export function createDriver(options: DriverOptions): MeterDriver {
  const { connection, events, log, trace } = options
  const { host, port, answerMs } = settingsOf(connection)
  const source = `${host}:${port}`
  let points = options.points
  let stopped = false
  let firstState = (): void => undefined

  const link = createLink({ host, port, trace, onLine, onState })
  const requests = createRequests(link)
  const intake = createIntake({ events, log, hold: link.hold })
  const write = createCommands({
    driver: options,
    requests,
    answerMs,
    pointOf: (wanted) => points.find(({ pointId }) => pointId === wanted),
  })

  function onState(up: boolean): void {
    firstState()
    if (!up) requests.abandon()
    if (!stopped) events.health(health())
  }

  function health(): Health {
    return link.isUp()
      ? { status: 'up', detail: `Connected to ${source}.` }
      : { status: 'down', detail: `Not connected to ${source}.` }
  }

  function onLine(line: string): void {
    if (stopped) return
    let message: ReturnType<typeof decode>
    try {
      message = decode(line)
    } catch (thrown) {
      const payload = Buffer.from(line).subarray(0, KEPT_BYTES)
      const reason = thrown instanceof Error ? thrown.message : 'cannot be read'
      events
        .malformed({ source, reason, payloadBase64: payload.toString('base64') })
        .catch(() => log.warn('What could not be understood could not be kept either.'))
      return
    }
    if ('reply' in message) requests.settle(message)
    else {
      const snapshot = snapshotOf(message, points)
      if (snapshot !== null) intake.take(snapshot)
    }
  }

  async function readPoint(pointId: string, timeoutMs: number): Promise<ReadResult> {
    const point = points.find((candidate) => candidate.pointId === pointId)
    if (point === undefined) return unread(pointId, 'not-found', 'There is no such point.')
    const { device, name } = point.address
    const answer = await requests.ask({ do: 'read', device }, Math.min(timeoutMs, answerMs))
    if (answer.kind !== 'reply') return unread(pointId, 'timeout', 'There was no answer.')
    const { error, message } = answer.reply
    const value = message?.values.get(String(name))
    if (value !== undefined) return { pointId, value, at: message?.at ?? null }
    return unread(pointId, 'device-error', error ?? 'The device has no such value.')
  }

  return {
    async connect() {
      const known = new Promise<void>((resolve) => {
        firstState = resolve
      })
      link.start()
      const timer = Promise.withResolvers<void>()
      const timeout = setTimeout(timer.resolve, answerMs)
      await Promise.race([known, timer.promise])
      clearTimeout(timeout)
      return health()
    },
    async stop() {
      stopped = true
      intake.stop()
      link.stop()
      requests.abandon()
    },
    async setPoints(request) {
      points = request.points
    },
    async read({ pointIds, timeoutMs }) {
      return { items: await Promise.all(pointIds.map((pointId) => readPoint(pointId, timeoutMs))) }
    },
    write,
    async discover({ timeoutMs, limit = 200 }) {
      const answer = await requests.ask({ do: 'list' }, timeoutMs)
      const devices = answer.kind === 'reply' ? answer.reply.devices : []
      return { devices: devices.slice(0, limit).map(deviceOf) }
    },
    health: async () => health(),
  }
}

function unread(pointId: string, code: string, message: string): ReadResult {
  return { pointId, error: { code, message } }
}

const KNOWN: Readonly<Record<string, { readonly role: PointRole; readonly unit: string }>> = {
  register: { role: 'register', unit: 'kWh' },
  power: { role: 'power', unit: 'W' },
  relay: { role: 'relay', unit: '' },
}

function deviceOf({ device, values }: DeviceMessage): DiscoveredDevice {
  const points = [...values.keys()].map((name) => {
    const { role, unit } = KNOWN[name] ?? { role: 'value' as const, unit: '' }
    return { address: { device, name }, title: name, role, unit }
  })
  return { source: device, title: device, points }
}
