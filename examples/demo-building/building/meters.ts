import { highestRate, type LoadSpec } from '../load.ts'
import { HOUSE, TENANTS, UNITS, type UnitSpec } from './tenants.ts'
import type { DeviceKind, DeviceSpec, MeterSpec } from './types.ts'
import { kindOf, protocolOf } from './wiring.ts'

const ELECTRICITY_INTERVAL_S = 300
const OTHER_INTERVAL_S = 900

/** A BACnet value counts from when it arrives: where time runs fast, rare reports keep that from mattering. */
const BACNET_INTERVAL_S = 900

const MODELS: Readonly<Record<DeviceKind, string>> = {
  'tasmota-power': 'Sonoff POW R2 (Tasmota)',
  'tasmota-counter': 'Pulse counter (Tasmota)',
  'shelly-1pm': 'Shelly Plus 1PM',
  'shelly-3em': 'Shelly Pro 3EM with switch add-on',
  'cooling-telegram': 'Chilled water meter DN25',
  'opcua-energy': 'Three-phase power meter (OPC UA)',
  'opcua-cooling': 'Chilled water meter DN40 (OPC UA)',
  'bacnet-energy': 'Energy meter with load switch (BACnet)',
  'bacnet-water': 'Water meter (BACnet accumulator)',
  'bacnet-pulse': 'Water meter (BACnet pulse converter)',
}
const FIRST_INSTANCE = 260_700

const UTILITY = {
  electricity: { unit: 'kWh', suffix: 'E', title: 'Electricity 电' },
  water: { unit: 'm3', suffix: 'W', title: 'Water 水' },
  cooling: { unit: 'GJ', suffix: 'C', title: 'Cooling 冷' },
} as const

/** Devices that are not like the others, by the code of their metering point. */
const SPECIAL: Readonly<Record<string, Partial<DeviceSpec>>> = {
  // Rolls over a good two hours after the start.
  '104-E': { initial: 99_996_300, digits: 5 },
  '301-E': { absences: [{ fromMinute: 150, toMinute: 210 }] },
  '304-E': { relay: 'lies' },
}

/** Where the technician puts in another meter, and when: minutes after the building's first start. */
export const SWAP = { code: '203-E', afterMinutes: 100, technician: 'Chen Wei 陈伟' }

interface Common {
  readonly code: string
  readonly name: string
  readonly space: string
  readonly load: Omit<LoadSpec, 'shift'>
  readonly kind: DeviceKind
  readonly lifeSafety?: boolean
  readonly relay?: boolean
}

/** What all tenants share. The fire pump and the lift are switched by nobody. */
const SHARED: readonly Common[] = [
  shared('G-LIGHT', 'Lobby lighting 大堂照明', 'CG', 'g3', 9_000),
  shared('1-LIGHT', 'Corridor lighting 走廊照明', 'C1', 'g3', 4_000),
  shared('2-LIGHT', 'Corridor lighting 走廊照明', 'C2', 'g3', 4_000),
  shared('3-LIGHT', 'Corridor lighting 走廊照明', 'C3', 'g3', 4_000),
  { ...shared('LIFT', 'Lift 电梯', 'CG', 'g1', 8_000), lifeSafety: true, relay: true },
  { ...shared('FIRE', 'Fire pump 消防泵', 'CG', 'g3', 600), lifeSafety: true, relay: true },
  water('G-WC', 'Washrooms, ground floor 洗手间', 'CG', 380),
  water('1-WC', 'Washrooms, first floor 洗手间', 'C1', 300),
  water('2-WC', 'Washrooms, second floor 洗手间', 'C2', 300),
  water('3-WC', 'Washrooms, third floor 洗手间', 'C3', 260),
]

function shared(
  code: string,
  name: string,
  space: string,
  profile: 'g1' | 'g3',
  yearly: number,
): Common {
  return {
    code,
    name,
    space,
    load: { kind: 'electricity', profile, yearly },
    kind: 'tasmota-power',
  }
}

function water(code: string, name: string, space: string, yearly: number): Common {
  return {
    code,
    name,
    space,
    load: { kind: 'water', profile: 'g1', yearly },
    kind: 'tasmota-counter',
  }
}

function ofUnit(unit: UnitSpec): readonly Omit<Common, 'relay'>[] {
  const { code, profile, kwhAYear, waterM3AYear, coolingGjAYear, meter } = unit
  const one = (kind: LoadSpec['kind'], yearly: number, device: DeviceKind): Common => ({
    code: `${code}-${UTILITY[kind].suffix}`,
    name: `${UTILITY[kind].title} ${code}`,
    space: code,
    load: { kind, profile, yearly },
    kind: device,
  })
  return [
    one('electricity', kwhAYear, meter),
    one('water', waterM3AYear, 'tasmota-counter'),
    one('cooling', coolingGjAYear, 'cooling-telegram'),
  ].filter(({ load }) => load.yearly > 0)
}

function tenantOf(space: string): string {
  return TENANTS.find(({ units }) => units.includes(space))?.code ?? HOUSE.code
}

/** Serial numbers and names as makers give them: from the place in the list, so that they stay the same. */
function identify(kind: DeviceKind, index: number): { serial: string; device: string } {
  const mac = (0x2c_bc_bb_00_00_00 + index * 0x1_03).toString(16)
  const number = (26_070_000 + index * 17).toString()
  switch (kind) {
    case 'tasmota-power':
      return { serial: `POW-${number}`, device: `pow-${number}` }
    case 'tasmota-counter':
      return { serial: `CNT-${number}`, device: `cnt-${number}` }
    case 'shelly-1pm':
      return { serial: mac.toUpperCase(), device: `shellyplus1pm-${mac}` }
    case 'shelly-3em':
      return { serial: mac.toUpperCase(), device: `shellypro3em-${mac}` }
    case 'cooling-telegram':
      return { serial: `CHW-${number}`, device: `chw-${number}` }
    case 'opcua-energy':
      return { serial: `PM-${number}`, device: `PM-${number}` }
    case 'opcua-cooling':
      return { serial: `CM-${number}`, device: `CM-${number}` }
    case 'bacnet-energy':
      return { serial: `BE-${number}`, device: `BE-${number}` }
    case 'bacnet-water':
    case 'bacnet-pulse':
      return { serial: `BW-${number}`, device: `BW-${number}` }
  }
}

function numberOf(kind: DeviceKind, index: number): { readonly instance?: number } {
  return protocolOf(kind) === 'bacnet' ? { instance: FIRST_INSTANCE + index } : {}
}

/** A pulse converter tells single-precision numbers: a young one tells every litre. */
function initialOf(kind: DeviceKind, index: number): number {
  const old = 120_000 + ((index * 7_919_333) % 38_000_000)
  return kind === 'bacnet-pulse' ? old % 4_000_000 : old
}

function intervalOf(kind: DeviceKind, utility: MeterSpec['utility']): number {
  if (protocolOf(kind) === 'bacnet') return BACNET_INTERVAL_S
  return utility === 'electricity' ? ELECTRICITY_INTERVAL_S : OTHER_INTERVAL_S
}

function meter(common: Common, index: number): MeterSpec {
  const { code, name, space } = common
  const kind = kindOf(code, common.kind)
  const load: LoadSpec = { ...common.load, shift: index }
  const { serial, device } = identify(kind, index)
  const electric = load.kind === 'electricity'
  const intervalS = intervalOf(kind, load.kind)
  const switchable = electric && (common.relay ?? tenantOf(space) !== HOUSE.code)
  return {
    code,
    name,
    serial,
    model: MODELS[kind],
    utility: load.kind,
    unit: UTILITY[load.kind].unit,
    space,
    tenant: tenantOf(space),
    plan: electric ? 'electricity-tou' : load.kind,
    maxRate: highestRate(load),
    lifeSafety: common.lifeSafety ?? false,
    device: {
      device,
      kind,
      load,
      sumOf: [],
      initial: initialOf(kind, index),
      digits: 6,
      ...numberOf(kind, index),
      intervalS,
      phaseS: (index * 67) % intervalS,
      relay: switchable ? 'answers' : 'none',
      absences: [],
      inService: true,
      ...SPECIAL[code],
    },
  }
}

const SUBMETERS: readonly MeterSpec[] = [...UNITS.flatMap(ofUnit), ...SHARED].map(meter)

/** The meter that the technician brings. */
export const SUCCESSOR: MeterSpec = successor()

function successor(): MeterSpec {
  const old = SUBMETERS.find(({ code }) => code === SWAP.code)
  if (old === undefined) throw new Error(`There is no meter ${SWAP.code} to be swapped.`)
  const { serial, device } = identify(old.device.kind, 900)
  return { ...old, serial, device: { ...old.device, device, initial: 0, inService: false } }
}

const BULK_KINDS = {
  electricity: 'shelly-3em',
  water: 'tasmota-counter',
  cooling: 'opcua-cooling',
} as const

/** One meter of the supplier for each utility, in front of all others. */
function bulk(utility: MeterSpec['utility'], index: number): MeterSpec {
  const behind = [...SUBMETERS, SUCCESSOR].filter((one) => one.utility === utility)
  const kind = BULK_KINDS[utility]
  const { serial, device } = identify(kind, index)
  const intervalS = intervalOf(kind, utility)
  return {
    code: `BULK-${UTILITY[utility].suffix}`,
    name: `${UTILITY[utility].title}, whole building 总表`,
    serial,
    model: MODELS[kind],
    utility,
    unit: UTILITY[utility].unit,
    space: 'CG',
    tenant: HOUSE.code,
    plan: `check-${utility}`,
    maxRate: Math.ceil(behind.reduce((sum, { maxRate }) => sum + maxRate, 0)),
    lifeSafety: false,
    device: {
      device,
      kind,
      load: null,
      sumOf: behind.map((one) => one.device.device),
      initial: 12_345_678,
      digits: 7,
      intervalS,
      // After the meters behind it have reported.
      phaseS: intervalS - 1,
      relay: 'none',
      absences: [],
      inService: true,
    },
  }
}

/** Every meter that is in service when the building first starts. */
export const METERS: readonly MeterSpec[] = [
  ...SUBMETERS,
  bulk('electricity', 801),
  bulk('water', 802),
  bulk('cooling', 803),
]

/** Every device there is, the ones in the store room too. */
export const DEVICES: readonly DeviceSpec[] = [...METERS, SUCCESSOR].map(({ device }) => device)
