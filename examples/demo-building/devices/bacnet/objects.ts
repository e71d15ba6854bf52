import type { BACNetAppData, BACNetObjectID } from '@bacnet-js/client'
import type { DeviceSpec } from '../../building/types.ts'
import { electric, fixed, rounded } from '../electric.ts'
import type { Measurement } from '../meter.ts'

/** A property's value; more than one for arrays and lists. */
export type Values = readonly BACNetAppData[]

export interface BacnetObject {
  readonly id: BACNetObjectID
  /** By property number. */
  readonly properties: ReadonlyMap<number, Values>
  /** Its present value, as things are. */
  readonly value: (measurement: Measurement) => BACNetAppData
  /** Properties besides that change with it. */
  readonly also?: (measurement: Measurement) => readonly (readonly [number, BACNetAppData])[]
}

export const PROPERTY = {
  count: 177,
  eventState: 36,
  maxPresentValue: 65,
  modelName: 70,
  objectIdentifier: 75,
  objectList: 76,
  objectName: 77,
  objectType: 79,
  outOfService: 81,
  polarity: 84,
  presentValue: 85,
  priorityArray: 87,
  relinquishDefault: 104,
  statusFlags: 111,
  systemStatus: 112,
  units: 117,
  vendorIdentifier: 120,
  vendorName: 121,
  description: 28,
  scaleFactor: 188,
} as const

const TYPE = {
  analogInput: 0,
  binaryOutput: 4,
  device: 8,
  accumulator: 23,
  pulseConverter: 24,
} as const
/** Engineering units of clause 21. */
const UNIT = { amperes: 3, wattHours: 18, watts: 47, cubicMeters: 80, liters: 82 } as const
/** Of the makers of the test simulators that the BACnet committee lists. */
export const VENDOR_ID = 260

export const NULL: BACNetAppData = { type: 0, value: null }
export const enumerated = (value: number): BACNetAppData => ({ type: 9, value })
const unsigned = (value: number): BACNetAppData => ({ type: 2, value })
const real = (value: number): BACNetAppData => ({ type: 4, value })
const text = (value: string): BACNetAppData => ({ type: 7, value, encoding: 0 }) as BACNetAppData
const objectId = (value: BACNetObjectID): BACNetAppData => ({ type: 12, value })
/** No alarm, no fault, not overridden, in service. */
export const ALL_WELL: BACNetAppData = { type: 8, value: { bitsUsed: 4, value: [0] } }

/** The objects of a meter: those that count and measure, its relay, and the device itself last. */
export function objectsOf(spec: DeviceSpec, instance: number): readonly BacnetObject[] {
  const meters = spec.kind === 'bacnet-energy' ? electricObjects(spec) : [waterObject(spec)]
  return [...meters, deviceObject(spec, instance, meters)]
}

/** What can be commanded: it has a priority array. */
export function isCommanded({ id }: BacnetObject): boolean {
  return id.type === TYPE.binaryOutput
}

function electricObjects({ relay, digits }: DeviceSpec): readonly BacnetObject[] {
  const watts = ({ rate }: Measurement) => real(rounded(electric(rate).watts, 1))
  const amperes = ({ rate }: Measurement) => real(rounded(electric(rate).amperes, 3))
  const measured = [
    counter('Active energy import', { unit: UNIT.wattHours, digits }),
    object({ type: TYPE.analogInput, instance: 1 }, 'Active power', watts, [
      [PROPERTY.units, enumerated(UNIT.watts)],
    ]),
    object({ type: TYPE.analogInput, instance: 2 }, 'Current', amperes, [
      [PROPERTY.units, enumerated(UNIT.amperes)],
    ]),
  ]
  const state = ({ on }: Measurement) => enumerated(on ? 1 : 0)
  const output = object({ type: TYPE.binaryOutput, instance: 1 }, 'Load switch', state, [
    [PROPERTY.polarity, enumerated(0)],
    // Without a command the supply is on.
    [PROPERTY.relinquishDefault, enumerated(1)],
  ])
  return relay === 'none' ? measured : [...measured, output]
}

function waterObject({ kind, digits }: DeviceSpec): BacnetObject {
  if (kind !== 'bacnet-pulse') return counter('Volume', { unit: UNIT.liters, digits })
  const litres = ({ registerMicros }: Measurement) => fixed(registerMicros, 0)
  const cubicMetres = (measurement: Measurement) => real(litres(measurement) / 1_000)
  return {
    ...object({ type: TYPE.pulseConverter, instance: 1 }, 'Volume', cubicMetres, [
      [PROPERTY.units, enumerated(UNIT.cubicMeters)],
      [PROPERTY.scaleFactor, real(0.001)],
    ]),
    also: (measurement) => [[PROPERTY.count, unsigned(litres(measurement))]],
  }
}

/** An accumulator that counts whole Wh or litres. */
function counter(
  name: string,
  { unit, digits }: { readonly unit: number; readonly digits: number },
): BacnetObject {
  const value = ({ registerMicros }: Measurement) => unsigned(fixed(registerMicros, 0))
  return object({ type: TYPE.accumulator, instance: 1 }, name, value, [
    [PROPERTY.units, enumerated(unit)],
    [PROPERTY.maxPresentValue, unsigned(10 ** (digits + 3) - 1)],
  ])
}

function deviceObject(
  { device, kind }: DeviceSpec,
  instance: number,
  others: readonly BacnetObject[],
): BacnetObject {
  const id = { type: TYPE.device, instance }
  const model = kind === 'bacnet-energy' ? 'Energy meter' : 'Water meter'
  const properties: readonly (readonly [number, Values])[] = [
    [PROPERTY.objectIdentifier, [objectId(id)]],
    [PROPERTY.objectType, [enumerated(TYPE.device)]],
    [PROPERTY.objectName, [text(device)]],
    [PROPERTY.objectList, [id, ...others.map((one) => one.id)].map(objectId)],
    [PROPERTY.systemStatus, [enumerated(0)]],
    [PROPERTY.vendorIdentifier, [unsigned(VENDOR_ID)]],
    [PROPERTY.vendorName, [text('Harbour House field')]],
    [PROPERTY.modelName, [text(model)]],
  ]
  return { id, properties: new Map(properties), value: () => enumerated(0) }
}

function object(
  id: BACNetObjectID,
  name: string,
  value: BacnetObject['value'],
  more: readonly (readonly [number, BACNetAppData])[],
): BacnetObject {
  const properties: readonly (readonly [number, BACNetAppData])[] = [
    [PROPERTY.objectIdentifier, objectId(id)],
    [PROPERTY.objectType, enumerated(id.type)],
    [PROPERTY.objectName, text(name)],
    [PROPERTY.description, text(name)],
    [PROPERTY.statusFlags, ALL_WELL],
    [PROPERTY.eventState, enumerated(0)],
    [PROPERTY.outOfService, { type: 1, value: false }],
    ...more,
  ]
  return { id, value, properties: new Map(properties.map(([key, one]) => [key, [one]])) }
}
