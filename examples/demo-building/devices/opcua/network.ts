import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { DeviceSpec } from '../../building/types.ts'
import { electric, fixed, rounded } from '../electric.ts'
import type { Device, Network } from '../link.ts'
import type { Measurement } from '../meter.ts'
import type {
  Found,
  FromServer,
  MeterObject,
  ServerConfig,
  ServerReady,
  Shown,
  ToServer,
  Written,
} from './protocol.ts'

export interface OpcuaNetwork extends Network {
  readonly ready: ServerReady
  readonly pid: number
  /** Resolves when the server has ended by itself. */
  readonly broken: Promise<void>
  close(): Promise<void>
}

/** The library is large, and a few values a second need no optimised code: with these it takes half the memory. */
const MEMORY_FLAGS = [
  ...['--optimize-for-size', '--max-semi-space-size=1'],
  ...['--no-opt', '--no-maglev', '--no-sparkplug'],
]
const STOP_TIMEOUT_MS = 3_000

/** The building's OPC UA server with its meters, in a process of its own. */
export async function startOpcuaNetwork(
  config: Omit<ServerConfig, 'meters'> & { readonly devices: readonly DeviceSpec[] },
): Promise<OpcuaNetwork> {
  const { devices, ...rest } = config
  const child = fork(fileURLToPath(new URL('./main.ts', import.meta.url)), [], {
    execArgv: MEMORY_FLAGS,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // As JSON, what is no number would become nothing.
    serialization: 'advanced',
    env: {},
  })
  const connected = new Map<string, Device>()
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let stopping = false
  const tell = (message: ToServer) => {
    if (child.connected) child.send(message, () => undefined)
  }

  function obey({ id, device, on }: Extract<FromServer, { say: 'write' }>): void {
    const target = connected.get(device)
    const answer = (written: Written) => tell({ do: 'written', id, written })
    if (target === undefined) answer('away')
    target?.act((handle) => {
      const obeyed = handle.switchRelay(on)
      if (obeyed) tell({ do: 'show', shown: shownBy(target.spec, handle.measure()) })
      answer(obeyed ? 'obeyed' : 'refused')
    })
  }

  const ready = await new Promise<ServerReady>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The OPC UA server ended (${code}).`)))
    child.once('error', reject)
    child.on('message', (message: FromServer) => {
      if (message.say === 'ready') resolve(message.ready)
      else obey(message)
    })
    tell({ do: 'start', config: { ...rest, meters: devices.map(objectOf) } })
  })
  return {
    ready,
    pid: child.pid ?? 0,
    broken: new Promise((resolve) => void ended.then(() => stopping || resolve())),
    connect(device) {
      const { spec, act, report } = device
      connected.set(spec.device, device)
      // What it shows at first; its link is there by then.
      setImmediate(() => {
        if (connected.get(spec.device) !== device) return
        act((handle) => tell({ do: 'find', found: foundBy(spec, handle.measure()) }))
        report()
      })
      const leave = () => {
        connected.delete(spec.device)
        tell({ do: 'lose', device: spec.device })
      }
      return {
        tell: (measurement) => tell({ do: 'show', shown: shownBy(spec, measurement) }),
        drop: leave,
        close: async () => leave(),
      }
    },
    async close() {
      stopping = true
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
      if (child.connected) child.disconnect()
      await ended
      clearTimeout(timer)
    },
  }
}

function objectOf({ device, kind, relay }: DeviceSpec): MeterObject {
  const isElectric = kind === 'opcua-energy'
  return {
    device,
    energyUnit: isElectric ? 'Wh' : 'MJ',
    hasCurrent: isElectric,
    hasRelay: relay !== 'none',
  }
}

function foundBy({ device, relay }: DeviceSpec, { at, on }: Measurement): Found {
  return { device, at, on: relay === 'none' ? null : on }
}

function shownBy(spec: DeviceSpec, measurement: Measurement): Shown {
  const { registerMicros, rate } = measurement
  const isElectric = spec.kind === 'opcua-energy'
  // Cooling flows in MJ an hour.
  const watts = isElectric ? rate : rate / 0.0036
  return {
    ...foundBy(spec, measurement),
    ...{ energy: fixed(registerMicros, 0), power: rounded(watts, 1) },
    current: isElectric ? rounded(electric(rate).amperes, 3) : null,
  }
}
