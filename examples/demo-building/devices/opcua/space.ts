import {
  DataType,
  DataValue,
  makeEUInformation,
  type Namespace,
  type StatusCode,
  StatusCodes,
  type UAObject,
  type UAVariable,
} from 'node-opcua'
import type { Found, MeterObject, Shown, Written } from './protocol.ts'

/** The meters in the server's address space: an object each. */
export interface Space {
  /** The server reaches the meter. */
  find(found: Found): void
  show(shown: Shown): void
  /** The server does not reach the meter any more. */
  lose(device: string): void
}

type Numbers = 'energy' | 'power' | 'current'

interface Meter {
  readonly numbers: Readonly<Partial<Record<Numbers, UAVariable>>>
  readonly online: UAVariable
  /** Where the relay is, by the last word of the meter. */
  relay: { readonly on: boolean; readonly at: Date; readonly status: StatusCode } | null
}

const RELAY_SAMPLED_MS = 200
const ANSWERS: Readonly<Record<Written, StatusCode>> = {
  obeyed: StatusCodes.Good,
  refused: StatusCodes.BadInvalidState,
  away: StatusCodes.BadNoCommunication,
}
const NAMES = { energy: 'Energy', power: 'Power', current: 'Current' } as const

/** @param onWrite resolves when the meter has obeyed and shown so, or will not */
export function createSpace(options: {
  readonly namespace: Namespace
  readonly folder: UAObject
  readonly meters: readonly MeterObject[]
  readonly onWrite: (device: string, on: boolean) => Promise<Written>
}): Space {
  const { namespace, folder, onWrite } = options
  const meters = new Map(options.meters.map((one) => [one.device, addMeter(one)]))

  function addMeter({ device, energyUnit, hasCurrent, hasRelay }: MeterObject): Meter {
    const parent = namespace.addObject({
      organizedBy: folder,
      browseName: device,
      nodeId: `s=${device}`,
    })
    const number = (name: Numbers, unit: string) => addNumber(namespace, parent, device, name, unit)
    const meter: Meter = {
      numbers: {
        energy: number('energy', energyUnit),
        power: number('power', 'W'),
        ...(hasCurrent ? { current: number('current', 'A') } : {}),
      },
      online: namespace.addVariable({
        ...{ componentOf: parent, browseName: 'Online', nodeId: `s=${device}.Online` },
        ...{ dataType: 'Boolean', minimumSamplingInterval: 0 },
      }),
      relay: null,
    }
    if (hasRelay) addRelay(parent, device, meter)
    return meter
  }

  function addRelay(parent: UAObject, device: string, meter: Meter): void {
    namespace.addVariable({
      ...{ componentOf: parent, browseName: 'Relay', nodeId: `s=${device}.Relay` },
      ...{ dataType: 'Boolean', minimumSamplingInterval: RELAY_SAMPLED_MS },
      accessLevel: 'CurrentRead | CurrentWrite',
      value: {
        timestamped_get: () => relayValue(meter),
        timestamped_set: async ({ value }: DataValue) => {
          if (meter.relay === null) return StatusCodes.BadWaitingForInitialData
          if (meter.relay.status.isNot(StatusCodes.Good)) return meter.relay.status
          return ANSWERS[await onWrite(device, value.value === true)]
        },
      },
    })
  }

  return {
    find({ device, at, on }) {
      const meter = meters.get(device)
      if (meter !== undefined && on !== null)
        meter.relay = { on, at: new Date(at), status: StatusCodes.Good }
    },
    show({ device, at, on, ...measured }) {
      const meter = meters.get(device)
      if (meter === undefined) return
      const time = new Date(at)
      for (const [name, variable] of Object.entries(meter.numbers)) {
        const value = measured[name as Numbers] ?? 0
        variable.setValueFromSource({ dataType: DataType.Double, value }, StatusCodes.Good, time)
      }
      const online = { dataType: DataType.Boolean, value: true }
      meter.online.setValueFromSource(online, StatusCodes.Good, time)
      if (on !== null) meter.relay = { on, at: time, status: StatusCodes.Good }
    },
    lose(device) {
      const meter = meters.get(device)
      if (meter === undefined) return
      const status = StatusCodes.BadNoCommunication
      // With a bad status there is no value (part 4, 7.11).
      for (const variable of Object.values(meter.numbers))
        variable.setValueFromSource({ dataType: DataType.Null }, status)
      const offline = { dataType: DataType.Boolean, value: false }
      meter.online.setValueFromSource(offline, StatusCodes.Good)
      if (meter.relay !== null) meter.relay = { ...meter.relay, status }
    },
  }
}

function relayValue({ relay }: Meter): DataValue {
  if (relay === null) return new DataValue({ statusCode: StatusCodes.BadWaitingForInitialData })
  return new DataValue({
    value: { dataType: DataType.Boolean, value: relay.on },
    statusCode: relay.status,
    sourceTimestamp: relay.at,
  })
}

function addNumber(
  namespace: Namespace,
  parent: UAObject,
  device: string,
  name: Numbers,
  unit: string,
): UAVariable {
  const variable = namespace.addVariable({
    ...{ componentOf: parent, browseName: NAMES[name], nodeId: `s=${device}.${NAMES[name]}` },
    ...{ dataType: 'Double', minimumSamplingInterval: 0, accessLevel: 'CurrentRead' },
  })
  namespace.addVariable({
    propertyOf: variable,
    browseName: { name: 'EngineeringUnits', namespaceIndex: 0 },
    dataType: 'EUInformation',
    value: { dataType: DataType.ExtensionObject, value: makeEUInformation('', unit, unit) },
  })
  return variable
}
