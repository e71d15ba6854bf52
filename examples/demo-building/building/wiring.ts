import type { DeviceKind } from './types.ts'

/*
 * What speaks what. The building was fitted out in three lots: the power meters of the larger units and most of the
 * chilled water are on the plant's OPC UA server, the water and some shops on the BACnet network, the rest on MQTT. Each
 * has a third of the meters and of the relays.
 */

export const PROTOCOLS = ['mqtt', 'opcua', 'bacnet'] as const

export type Protocol = (typeof PROTOCOLS)[number]

/** Codes of metering points whose device is not the one that their unit's row names. */
const FITTED: Readonly<Partial<Record<DeviceKind, readonly string[]>>> = {
  'opcua-energy': ['G01-E', 'G02-E', '101-E', '102-E', '103-E', '202-E', '204-E', 'LIFT'],
  'bacnet-energy': ['G04-E', 'G06-E', '106-E', '205-E', '302-E', '303-E', '306-E', 'FIRE'],
  'opcua-cooling': [
    ...['G01-C', 'G02-C', 'G03-C', 'G04-C', 'G05-C', 'G06-C', '101-C', '102-C', '103-C'],
    ...['201-C', '202-C', '203-C', '204-C', '205-C'],
  ],
  'bacnet-water': [
    ...['G01-W', 'G02-W', 'G03-W', 'G05-W', '101-W', '102-W', '105-W', '205-W', '301-W'],
    ...['302-W', '304-W', '306-W'],
  ],
  'bacnet-pulse': ['G04-W', 'G06-W', '103-W'],
}

const KINDS = new Map(
  Object.entries(FITTED).flatMap(([kind, codes]) =>
    codes.map((code) => [code, kind as DeviceKind] as const),
  ),
)

/** @param usual what it is unless another lot fitted it */
export function kindOf(code: string, usual: DeviceKind): DeviceKind {
  return KINDS.get(code) ?? usual
}

export function protocolOf(kind: DeviceKind): Protocol {
  if (kind.startsWith('opcua-')) return 'opcua'
  return kind.startsWith('bacnet-') ? 'bacnet' : 'mqtt'
}
