import type { DeviceSpec } from '../building/types.ts'
import { createCoolingTelegram } from './cooling.ts'
import type { Dialect } from './dialect.ts'
import { createLine } from './line.ts'
import type { Network } from './link.ts'
import { createShelly } from './shelly.ts'
import { createTasmota } from './tasmota.ts'

interface Surroundings {
  readonly utcOffsetMinutes: number
  readonly bootedAt: number
}

/**
 * Devices on the MQTT broker, each in the dialect of its maker.
 * @param openLine how a device reaches the broker
 */
export function createMqttNetwork({
  port,
  openLine = createLine,
  ...at
}: Surroundings & { readonly port: number; readonly openLine?: typeof createLine }): Network {
  return {
    connect({ spec, password, act, report }) {
      const dialect = dialectOf(spec, at)
      const line = openLine({
        ...{ port, device: spec.device, password, dialect },
        onConnect: report,
        onMessage: (message) => {
          for (const answer of act((handle) => dialect.hear(message, handle))) line.publish(answer)
        },
      })
      return {
        tell(measurement) {
          for (const message of dialect.report(measurement)) line.publish(message)
        },
        close: line.close,
        drop: line.drop,
      }
    },
  }
}

function dialectOf({ device, kind, relay, wattRes }: DeviceSpec, at: Surroundings): Dialect {
  const hasRelay = relay !== 'none'
  switch (kind) {
    case 'tasmota-power':
      return createTasmota({ device, sensor: 'energy', hasRelay, wattRes, ...at })
    case 'tasmota-counter':
      return createTasmota({ device, sensor: 'counter', hasRelay, ...at })
    case 'shelly-1pm':
      return createShelly({ device, model: '1pm', hasRelay })
    case 'shelly-3em':
      return createShelly({ device, model: '3em', hasRelay })
    case 'cooling-telegram':
      return createCoolingTelegram({ device })
    default:
      throw new Error(`${kind} does not speak MQTT.`)
  }
}
