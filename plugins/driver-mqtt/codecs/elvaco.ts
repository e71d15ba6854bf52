import type { CodecSettings, FrameField, TlvCodec } from './model.ts'

/*
 * Codecs of Elvaco's LoRaWAN modules for heat and cooling meters, from the tables of their user manuals (message formats
 * of the CMi4110, CMi4140 and CMi4160): a byte that names the message format, then records of M-Bus as EN 13757-3 has
 * them, each with a DIF (how the figure is written), a VIF (what it is, in which unit) and the figure, the smaller end
 * first. A frame counts as a whole or not at all: what stands in it is money.
 */

type Entry = TlvCodec['entries'][number]
type Figure = Pick<FrameField, 'name' | 'decimalExponent'>

/** How a figure is written, and its bytes. */
interface Form {
  readonly dif: number
  readonly length: number
  readonly type: 'int' | 'bcd'
}
const form = (dif: number, length: number, type: Form['type']): Form => ({ dif, length, type })
/** Some modules write binary figures, others digits (BCD). */
const LONG = [form(0x04, 4, 'int'), form(0x0c, 4, 'bcd')]
const SHORT = [form(0x02, 2, 'int'), form(0x0b, 3, 'bcd')]
const TEMPERATURE = [form(0x02, 2, 'int'), form(0x0a, 2, 'bcd')]
/** In a DIF: the value is of an error state, and the maker says that it must not be used. */
const ERROR_STATE = 0x30
/** In a DIF: it is a value that was stored, here that of midnight. */
const STORED = 0x40
/** In the last byte of a VIF: more of it follows. */
const MORE = 0x80

const hex = (...bytes: readonly number[]): string => Buffer.from(bytes).toString('hex')

/** A record, and the same in error state, which is read over. */
function record(
  dif: number,
  vif: readonly number[],
  length: number,
  ...fields: readonly FrameField[]
): Entry[] {
  return [
    { id: hex(dif, ...vif), length, fields },
    { id: hex(dif | ERROR_STATE, ...vif), length, fields: [] },
  ]
}

/** A figure in each form that it may have. */
function figure(forms: readonly Form[], vif: readonly number[], meaning: Figure): Entry[] {
  return forms.flatMap(({ dif, length, type }) =>
    record(dif, vif, length, { ...meaning, offset: 0, length, type }),
  )
}

/** A run of VIFs, each of which moves the decimal point by one. */
function run(
  first: number,
  count: number,
  exponent: number,
): readonly (readonly [number, number])[] {
  return Array.from({ length: count }, (_, index) => [first + index, exponent + index] as const)
}

/**
 * VIFs of energy, the unit in which the codec tells it, and where the decimal point goes. Joules and calories are no
 * power of ten of a watt-hour: they have names of their own, so that none is ever taken for the other.
 */
const ENERGY: readonly {
  readonly vif: readonly number[]
  readonly unit: string
  readonly exponent: number
}[] = [
  ...run(0x00, 8, -6).map(([vif, exponent]) => ({ vif: [vif], unit: '', exponent })),
  ...run(0x00, 2, 2).map(([vif, exponent]) => ({ vif: [0xfb, vif], unit: '', exponent })),
  ...run(0x08, 8, -9).map(([vif, exponent]) => ({ vif: [vif], unit: '_gj', exponent })),
  ...run(0x08, 2, -1).map(([vif, exponent]) => ({ vif: [0xfb, vif], unit: '_gj', exponent })),
  ...run(0x0d, 3, 0).map(([vif, exponent]) => ({ vif: [0xfb, vif], unit: '_mcal', exponent })),
]

/** Energy under a name, in kWh, GJ (`_gj`) or Mcal (`_mcal`); that of midnight is read over. */
function energy(name: string): Entry[] {
  return ENERGY.flatMap(({ vif, unit, exponent }) => [
    ...figure(LONG, vif, { name: `${name}${unit}`, decimalExponent: exponent }),
    ...LONG.flatMap(({ dif, length }) => record(dif | STORED, vif, length)),
  ])
}

/** The second counter of a meter that counts both ways: a VIF of energy, and the maker's `ff02` after it. */
function coolingEnergy(name: string): Entry[] {
  return ENERGY.flatMap(({ vif, unit, exponent }) => {
    const extended = [...vif.slice(0, -1), (vif.at(-1) ?? 0) | MORE, 0xff, 0x02]
    return figure(LONG, extended, { name: `${name}${unit}`, decimalExponent: exponent })
  })
}

/** What a meter says that it is, in EN 13757-3: heat or cooling, measured in either pipe, or both. */
const MEDIA = { 4: 'heat', 12: 'heat', 10: 'cooling', 11: 'cooling', 13: 'heat-cooling' }

const uint = (name: string, offset: number, length: number): FrameField => ({
  ...{ name, offset, length, type: 'uint' },
})
const serialAt = (offset: number): FrameField => ({
  ...{ name: 'serial', offset, length: 4, type: 'bcd' },
})
const mediumAt = (offset: number): FrameField => ({ ...uint('medium', offset, 1), words: MEDIA })
const hundredths = (name: string, offset: number): FrameField => ({
  ...{ name, offset, length: 2, type: 'int', decimalExponent: -2 },
})

/** All but energy: volume in m³, power in W, flow in m³/h, temperatures in °C. */
const BESIDE: readonly Entry[] = [
  ...run(0x10, 8, -6).flatMap(([vif, decimalExponent]) =>
    figure(LONG, [vif], { name: 'volume', decimalExponent }),
  ),
  ...run(0x28, 8, -3).flatMap(([vif, decimalExponent]) =>
    figure(SHORT, [vif], { name: 'power', decimalExponent }),
  ),
  ...run(0x38, 8, -6).flatMap(([vif, decimalExponent]) =>
    figure(SHORT, [vif], { name: 'flow', decimalExponent }),
  ),
  ...run(0x58, 4, -3).flatMap(([vif, decimalExponent]) =>
    figure(TEMPERATURE, [vif], { name: 'flow_temperature', decimalExponent }),
  ),
  ...run(0x5c, 4, -3).flatMap(([vif, decimalExponent]) =>
    figure(TEMPERATURE, [vif], { name: 'return_temperature', decimalExponent }),
  ),
  ...record(0x0c, [0x78], 4, serialAt(0)),
  ...record(0x07, [0x79], 8, serialAt(0), mediumAt(7)),
  // The DIF of a binary figure of so many bytes is that number.
  ...[1, 2, 4].flatMap((length) => record(length, [0xfd, 0x17], length, uint('info', 0, length))),
  // The meter's clock: when the frame came says the network server.
  ...record(0x04, [0x6d], 4),
  // The joined records of message format Scheduled - Extended. Their power and flow have a scale in the record, of which
  // the manuals say one thing and its contrary: they are not told.
  ...record(
    0x07,
    [0xff, 0xa0],
    9,
    hundredths('flow_temperature', 1),
    hundredths('return_temperature', 3),
  ),
  ...record(0x07, [0xff, 0x21], 8, uint('info', 0, 4), uint('serial', 4, 4)),
  ...record(0x0d, [0xff, 0x21, 0xe9], 9, uint('info', 0, 1), serialAt(1), mediumAt(8)),
]

const ONE: readonly Entry[] = [...energy('energy'), ...BESIDE]
const BOTH: readonly Entry[] = [
  ...energy('heat_energy'),
  ...coolingEnergy('cooling_energy'),
  ...BESIDE,
]

/** Message formats Standard, Compact, Scheduled - Daily redundant and Scheduled - Extended of each module. */
export const ELVACO_CODECS: readonly CodecSettings[] = [
  // In the Landis+Gyr ULTRAHEAT T550 (UH50) and UC50.
  {
    ...{ name: 'elvaco-cmi4110', type: 'tlv', whole: true, entries: ONE },
    startsWith: ['00', '01', '03', '04'],
  },
  // In the Kamstrup MULTICAL 403, 603 and 803.
  {
    ...{ name: 'elvaco-cmi4140', type: 'tlv', whole: true, entries: ONE },
    startsWith: ['15', '16', '18', '19'],
  },
  // The same, in message format Combined heat/cooling.
  {
    ...{ name: 'elvaco-cmi4140-both', type: 'tlv', whole: true, entries: BOTH },
    startsWith: ['1a'],
  },
  // In the Diehl SHARKY 775.
  {
    ...{ name: 'elvaco-cmi4160', type: 'tlv', whole: true, entries: ONE },
    startsWith: ['1e', '1f', '21', '22'],
  },
]
