import type { CodecSettings, FrameField, TlvCodec } from './model.ts'

/*
 * Codecs of Milesight's devices, from the tables of their user guides and of the payload tables at
 * github.com/Milesight-IoT/SensorDecoders (CT101, UC511/UC512, WS523): a channel and a type of one
 * byte each, then data of the length that belongs to them, the smaller end first.
 */

type Entry = TlvCodec['entries'][number]

function entry(id: string, length: number, ...fields: readonly Partial<FrameField>[]): Entry {
  return {
    id,
    length,
    fields: fields.map((field) => ({
      ...{ name: id, offset: 0, length, type: 'uint' as const },
      ...field,
    })),
  }
}

/** What every device of theirs may send about itself: read over. */
const ABOUT: readonly Entry[] = [
  ...[entry('ff01', 1), entry('ff09', 2), entry('ff0a', 2), entry('ffff', 2)],
  ...[entry('ff16', 8), entry('ff0f', 1), entry('fffe', 1), entry('ff0b', 1)],
]

const VALVE = { 0: 'close', 1: 'open' }
const SWITCH = { 0: 'off', 1: 'on' }
const STATE_BIT = { first: 0, count: 1 }
const PORT = 85
/** Asks for a report at once (ff28ff, "report status"). */
const QUERY = { fPort: PORT, data: 'ff28ff' }

const CT101: CodecSettings = {
  name: 'milesight-ct101',
  type: 'tlv',
  entries: [
    ...ABOUT,
    entry('0397', 4, { name: 'total_current', decimalExponent: -2 }),
    entry('0498', 2, { name: 'current', decimalExponent: -2, none: ['65535'] }),
    entry('0967', 2, {
      name: 'temperature',
      type: 'int',
      decimalExponent: -1,
      none: ['-1', '-3'],
    }),
    entry('8498', 7, { name: 'current', offset: 4, length: 2, decimalExponent: -2 }),
    entry('8967', 3, { name: 'temperature', length: 2, type: 'int', decimalExponent: -1 }),
  ],
}

const WS523: CodecSettings = {
  name: 'milesight-ws523',
  type: 'tlv',
  entries: [
    ...ABOUT,
    entry('ff3f', 1),
    entry('0374', 2, { name: 'voltage', decimalExponent: -1 }),
    entry('0480', 4, { name: 'active_power' }),
    entry('0581', 1, { name: 'power_factor' }),
    entry('0683', 4, { name: 'power_consumption' }),
    entry('07c9', 2, { name: 'current' }),
    entry('0870', 1, { name: 'socket_status', bits: STATE_BIT, words: SWITCH }),
    // Answers to settings: the command's echo, which says nothing of the socket.
    ...[entry('fe28', 1), entry('ff28', 1), entry('fe03', 2), entry('ff03', 2), entry('ff26', 1)],
  ],
  commands: { socket_status: { fPort: PORT, on: '0801ffff', off: '0800ffff' } },
  query: QUERY,
}

const UC511: CodecSettings = {
  name: 'milesight-uc511',
  type: 'tlv',
  entries: [
    ...ABOUT,
    entry('0175', 1, { name: 'battery' }),
    entry('0301', 1, { name: 'valve_1', words: VALVE, none: ['255'] }),
    entry('0501', 1, { name: 'valve_2', words: VALVE, none: ['255'] }),
    entry('04c8', 4, { name: 'valve_1_pulse' }),
    entry('06c8', 4, { name: 'valve_2_pulse' }),
    entry('0701', 1, { name: 'gpio_1', words: SWITCH }),
    entry('0801', 1, { name: 'gpio_2', words: SWITCH }),
    entry('097b', 2, { name: 'pressure' }),
    entry('b97b', 1),
    // Kept values of the past, which have times of their own.
    ...[entry('20ce', 9), entry('21ce', 6)],
    // The echo of a command: what the valve does it reports by itself.
    ...[entry('fe1d', 2), entry('ff1d', 2), entry('fe28', 1), entry('ff28', 1)],
  ],
  commands: {
    valve_1: { fPort: PORT, on: 'ff1d2000', off: 'ff1d0000' },
    valve_2: { fPort: PORT, on: 'ff1d2100', off: 'ff1d0100' },
  },
  query: QUERY,
}

export const MILESIGHT_CODECS: readonly CodecSettings[] = [CT101, WS523, UC511]
