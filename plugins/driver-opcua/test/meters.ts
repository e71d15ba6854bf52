import type { Namespace, UAObject, UAVariable } from 'node-opcua'
import { DataType, makeEUInformation, type StatusCode, StatusCodes, Variant } from 'node-opcua'
import type { Reading } from './protocol.ts'

/** Simulated meters in an address space: a register, a power and a relay each. */
export interface Meters {
  ensure(count: number): void
  publish(reading: Reading): void
  garbage(device: number): void
  online(device: number, online: boolean): void
}

/** What stays when a server is started anew: what its devices are. */
export interface DeviceState {
  readonly relay: Map<number, boolean>
  readonly behaviour: Map<number, string>
  onRelay(device: number, on: boolean): void
}

interface Meter {
  readonly register: UAVariable
  readonly power: UAVariable
  reading: Reading | undefined
  repeated: boolean
}

const RELAY_SAMPLED_MS = 100

export function createMeters(options: {
  readonly namespace: Namespace
  readonly folder: UAObject
  readonly state: DeviceState
  /** Told of each register. */
  readonly onRegister: (variable: UAVariable) => void
}): Meters {
  const { namespace, folder, state } = options
  const meters: Meter[] = []
  const away = new Set<number>()

  function addValue(parent: UAObject, device: number, name: string, unit: string): UAVariable {
    const variable = namespace.addVariable({
      componentOf: parent,
      browseName: name,
      nodeId: `s=Meter${device}.${name}`,
      dataType: 'Double',
      minimumSamplingInterval: 0,
    })
    addUnit(namespace, variable, unit)
    return variable
  }

  function addMeter(device: number): Meter {
    const parent = namespace.addObject({
      organizedBy: folder,
      browseName: `Meter${device}`,
      nodeId: `s=Meter${device}`,
    })
    const register = addValue(parent, device, 'Energy', 'kWh')
    options.onRegister(register)
    const power = addValue(parent, device, 'Power', 'W')
    addRelay(parent, device)
    return { register, power, reading: undefined, repeated: false }
  }

  function addRelay(parent: UAObject, device: number): void {
    namespace.addVariable({
      componentOf: parent,
      browseName: 'Relay',
      nodeId: `s=Meter${device}.Relay`,
      dataType: 'Boolean',
      minimumSamplingInterval: RELAY_SAMPLED_MS,
      value: {
        get: () =>
          away.has(device)
            ? StatusCodes.BadNoCommunication
            : new Variant({ dataType: DataType.Boolean, value: state.relay.get(device) ?? true }),
        set: (wanted: Variant, callback: (error: null, status: StatusCode) => void) =>
          obey(device, wanted.value === true, (status) => callback(null, status)),
      },
    })
  }

  /** One that is `silent` never answers. */
  function obey(device: number, on: boolean, answer: (status: StatusCode) => void): void {
    const behaviour = state.behaviour.get(device) ?? 'answer'
    if (away.has(device)) answer(StatusCodes.BadNoCommunication)
    else if (behaviour === 'refuse') answer(StatusCodes.BadUserAccessDenied)
    else if (behaviour === 'lie') answer(StatusCodes.Good)
    else if (behaviour === 'answer') {
      state.relay.set(device, on)
      state.onRelay(device, on)
      answer(StatusCodes.Good)
    }
  }

  function ensure(count: number): void {
    while (meters.length < count) meters.push(addMeter(meters.length))
  }

  function meter(device: number): Meter {
    ensure(device + 1)
    const found = meters[device]
    if (found === undefined) throw new Error(`There is no meter ${device}.`)
    return found
  }

  function show(device: number, reading: Reading): void {
    const one = meter(device)
    const before = one.reading
    one.reading = reading
    // Servers are silent about what equals the value before in all but its arrival (part 4, 7.22.2): a device that
    // says the same again is heard by another good status.
    const again = before !== undefined && same(before, reading) && !one.repeated
    one.repeated = again
    const status = again ? StatusCodes.GoodLocalOverride : StatusCodes.Good
    const at = new Date(reading.at)
    one.register.setValueFromSource(double(reading.register), status, at)
    one.power.setValueFromSource(double(reading.power), status, at)
  }

  return {
    ensure,
    publish(reading) {
      show(reading.device, reading)
    },
    garbage(device) {
      const value = { dataType: DataType.Double, value: Number.NaN }
      meter(device).register.setValueFromSource(value, StatusCodes.Good, new Date())
    },
    online(device, online) {
      if (online) away.delete(device)
      else away.add(device)
      const { register, power } = meter(device)
      const status = online ? StatusCodes.UncertainInitialValue : StatusCodes.BadNoCommunication
      for (const one of [register, power])
        if (!online) one.setValueFromSource({ dataType: DataType.Double, value: 0 }, status)
    },
  }
}

function double(text: string) {
  return { dataType: DataType.Double, value: Number(text) }
}

function same(one: Reading, other: Reading): boolean {
  return one.at === other.at && one.register === other.register && one.power === other.power
}

function addUnit(namespace: Namespace, variable: UAVariable, text: string): void {
  namespace.addVariable({
    propertyOf: variable,
    browseName: { name: 'EngineeringUnits', namespaceIndex: 0 },
    dataType: 'EUInformation',
    value: {
      dataType: DataType.ExtensionObject,
      value: makeEUInformation('', text, text),
    },
  })
}
