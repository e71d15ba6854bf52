import { type Encodable, encodeContext, encodeGroup, encodeValue } from '@busbar/bacnet/encode'
import type { Peer } from '@busbar/bacnet/frames'
import { MAX_APDU, OBJECT, PROPERTY } from '@busbar/bacnet/numbers'
import { enumerated, objectValue, unsigned } from '@busbar/bacnet/replies'
import type { ObjectId } from '@busbar/bacnet/tags'
import type { Building } from './building.ts'
import {
  arrayOf,
  optional,
  type Properties,
  type Property,
  required,
  text,
  withList,
} from './properties.ts'
import { APDU_TIMEOUT_MS, RETRIES, type Settings } from './settings.ts'
import type { Subscription } from './subscriptions.ts'

/** Services that are carried out, by their bits (clause 21): COV, reads, write, I-Am, I-Have, Who-Has, Who-Is. */
const SERVICES = [5, 12, 14, 15, 26, 27, 33, 34]
/** Those of revision 14, which has lists of properties and no object of the network port yet. */
const SERVICE_BITS = 40
const TYPE_BITS = 55
const REVISION = 14
const NO_SEGMENTS = 3

export interface DeviceState {
  readonly settings: Settings
  readonly building: Building
  readonly version: string
  /** Raised with each change of the objects' list. */
  readonly revision: number
  /** Whether the core has answers; where not, what is shown may be old. */
  readonly isCurrent: boolean
  readonly subscriptions: () => readonly Subscription[]
}

export const deviceId = ({ deviceInstance }: Settings): ObjectId => ({
  ...{ type: OBJECT.device, instance: deviceInstance },
})

export const deviceName = ({ settings, building }: Pick<DeviceState, 'settings' | 'building'>) =>
  settings.deviceName ?? building.title

/** The device's own properties. */
export function deviceProperties(state: DeviceState): Properties {
  const { settings, building, revision, isCurrent } = state
  const id = deviceId(settings)
  const types = [...new Set(Object.values(OBJECT))].filter((type) => type !== OBJECT.trendLog)
  return withList([
    [PROPERTY.objectIdentifier, required(objectValue(id))],
    [PROPERTY.objectName, required(text(deviceName(state)))],
    [PROPERTY.objectType, required(enumerated(OBJECT.device))],
    // Operational, or operational and read only.
    [PROPERTY.systemStatus, required(enumerated(isCurrent ? 0 : 1))],
    [PROPERTY.vendorName, required(text('Busbar'))],
    [PROPERTY.vendorIdentifier, required(unsigned(settings.vendorId))],
    [PROPERTY.modelName, required(text('Busbar gateway-bacnet'))],
    [PROPERTY.firmwareRevision, required(text(state.version))],
    [PROPERTY.applicationSoftwareVersion, required(text(state.version))],
    [PROPERTY.description, optional(text(building.title))],
    [PROPERTY.protocolVersion, required(unsigned(1))],
    [PROPERTY.protocolRevision, required(unsigned(REVISION))],
    [PROPERTY.protocolServicesSupported, required(bits(SERVICES, SERVICE_BITS))],
    [PROPERTY.protocolObjectTypesSupported, required(bits(types, TYPE_BITS))],
    [PROPERTY.objectList, arrayOf([objectValue(id), ...building.ids], true)],
    [PROPERTY.maxApduLengthAccepted, required(unsigned(MAX_APDU))],
    [PROPERTY.segmentationSupported, required(enumerated(NO_SEGMENTS))],
    [PROPERTY.apduTimeout, required(unsigned(APDU_TIMEOUT_MS))],
    [PROPERTY.numberOfApduRetries, required(unsigned(RETRIES))],
    [PROPERTY.deviceAddressBinding, required()],
    [PROPERTY.databaseRevision, required(unsigned(revision))],
    [PROPERTY.activeCovSubscriptions, subscriptionsOf(state)],
  ])
}

/** Put together only where somebody reads it: there may be a thousand. */
const subscriptionsOf = ({ subscriptions }: DeviceState): Property => ({
  get values() {
    return subscriptions().map(subscriptionOf)
  },
  ...{ isArray: false, isRequired: false },
})

const bits = (set: readonly number[], length: number): Encodable => ({
  kind: 'bits',
  bits: Array.from({ length }, (_, index) => set.includes(index)),
})

/** A BACnetCOVSubscription of clause 21. */
function subscriptionOf({
  peer,
  processId,
  object,
  confirmed,
  secondsLeft,
}: Subscription): Encodable {
  const address = [
    encodeValue(unsigned(peer.network)),
    encodeValue({ kind: 'raw', bytes: octetString(addressOf(peer)) }),
  ]
  const recipient = [
    encodeGroup(0, [encodeGroup(1, address)]),
    encodeContext(1, unsigned(processId)),
  ]
  const reference = [
    encodeContext(0, objectValue(object)),
    encodeContext(1, enumerated(PROPERTY.presentValue)),
  ]
  const parts = [
    encodeGroup(0, recipient),
    encodeGroup(1, reference),
    encodeContext(2, { kind: 'boolean', value: confirmed }),
    encodeContext(3, unsigned(secondsLeft)),
  ]
  return { kind: 'raw', bytes: Buffer.concat(parts) }
}

/** Behind a router its address there; else the four octets of IP and the port. */
function addressOf({ host, port, network, mac }: Peer): Buffer {
  if (network !== 0) return Buffer.from(mac, 'hex')
  return Buffer.from([...host.split('.').map(Number), port >> 8, port & 255])
}

/** Of fewer than 254 octets. */
function octetString(bytes: Buffer): Buffer {
  const head = bytes.length < 5 ? [0x60 | bytes.length] : [0x65, bytes.length]
  return Buffer.concat([Buffer.from(head), bytes])
}
