import { type ChildProcess, fork } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { join } from 'node:path'
import type { PointBinding } from '@busbar/core/contracts'
import type { MeterDriverPeer, PeerDevice, RelayBehaviour } from '@busbar/core/testkit'
import type { FromField, ToField } from './field-child.ts'

/** Limits that a test need not wait for. */
export const QUICK = {
  port: 0,
  timeoutSeconds: 1,
  retries: 1,
  requestsPerSecond: 1_000,
  maxInFlight: 4,
  keepAliveSeconds: 1,
  searchSeconds: 0.5,
  pollSeconds: 3_600,
  refreshSeconds: 3_600,
}

export interface Field extends MeterDriverPeer {
  readonly port: number
  /** Subscriptions that the devices hold. */
  subscriptions(): Promise<number>
}

/** Below what systems give out by themselves, so that who stops listening finds it free again. */
const RANGE = [20_000, 32_000] as const
export const FIRST_INSTANCE = 1_000

export async function keptUdpPort(host = '127.0.0.1'): Promise<number> {
  for (;;) {
    const port = randomInt(...RANGE)
    const probe = createSocket('udp4')
    const isFree = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false))
      probe.bind(port, host, () => resolve(true))
    })
    await new Promise<void>((resolve) => probe.close(() => resolve()))
    if (isFree) return port
  }
}

/** Meters of the foreign stack behind a router, in a process of their own. */
export async function createField(options: { readonly extra?: number } = {}): Promise<Field> {
  const port = await keptUdpPort()
  const relays = new Map<number, boolean>()
  const behaviours = new Map<number, RelayBehaviour>()
  const known = new Set<number>()
  const waiting = new Map<number, (value: number | undefined) => void>()
  let child: ChildProcess | undefined
  let nextId = 1

  function hear(from: ChildProcess, message: FromField): void {
    if (message.say === 'done') {
      waiting.get(message.id)?.(message.value)
      waiting.delete(message.id)
    }
    if (message.say !== 'write') return
    const behaviour = behaviours.get(message.device) ?? 'answer'
    if (behaviour === 'answer') relays.set(message.device, message.on ?? true)
    from.send({ verdict: message.id, behaviour })
  }

  function tell(message: ToField): Promise<number | undefined> {
    const id = nextId++
    const to = child
    if (to === undefined) return Promise.resolve(undefined)
    return new Promise((resolve) => {
      waiting.set(id, resolve)
      to.send({ ...message, id })
    })
  }

  async function stop(): Promise<void> {
    const ending = child
    child = undefined
    if (ending !== undefined && ending.exitCode === null) {
      const ended = new Promise((resolve) => ending.once('exit', resolve))
      ending.kill('SIGKILL')
      await ended
    }
    for (const resolve of waiting.values()) resolve(undefined)
    waiting.clear()
  }

  return {
    port,
    connection: { ...QUICK, targets: [`127.0.0.1:${port}`], broadcastAddress: '127.255.255.255' },
    async start() {
      const path = join(import.meta.dirname, 'field-child.ts')
      const starting = fork(path, [String(port), String(options.extra ?? 0)], {
        execArgv: ['--disable-warning=ExperimentalWarning'],
      })
      child = starting
      await new Promise<void>((resolve, reject) => {
        starting.once('exit', (code) => {
          reject(new Error(`The field ended with ${code}.`))
          if (child === starting) void stop()
        })
        starting.on('message', (message: FromField) => {
          if (message.say === 'ready') resolve()
          else hear(starting, message)
        })
      })
      await Promise.all([...known].map((device) => tell({ do: 'device', device })))
    },
    stop,
    partition: async ({ cut }) => void (await tell({ do: 'cut', cut })),
    device(index) {
      if (!known.has(index)) void tell({ do: 'device', device: index })
      known.add(index)
      return bindingsOf(index)
    },
    async publish({ device, register, power }) {
      known.add(device)
      await tell({ do: 'publish', device, register: Number(register), power: Number(power) })
    },
    publishGarbage: async ({ device }) => void (await tell({ do: 'garbage', device })),
    relay: {
      behave: ({ device, behaviour }) => void behaviours.set(device, behaviour),
      isOn: (device) => relays.get(device) ?? true,
    },
    setDeviceOnline: async ({ device, online }) =>
      void (await tell({ do: 'online', device, online })),
    subscriptions: async () => (await tell({ do: 'subscriptions' })) ?? 0,
    close: stop,
  }
}

function bindingsOf(index: number): PeerDevice {
  const device = FIRST_INSTANCE + index
  const point = (
    name: string,
    role: PointBinding['role'],
    unit: string,
    address: { objectType: string; objectInstance: number },
  ): PointBinding => ({ pointId: `${device}-${name}`, role, unit, address: { device, ...address } })
  return {
    register: point('energy', 'register', 'kWh', {
      ...{ objectType: 'large-analog-value', objectInstance: 1 },
    }),
    power: point('power', 'power', 'W', { objectType: 'analog-input', objectInstance: 2 }),
    relay: point('relay', 'relay', '', { objectType: 'binary-output', objectInstance: 3 }),
  }
}
