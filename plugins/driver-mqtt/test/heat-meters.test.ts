import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject } from '@busbar/core/contracts'
import fc from 'fast-check'
import mqtt from 'mqtt'
import { afterEach, describe, expect, it } from 'vitest'
import { decodeTlv } from '../codecs/frame.ts'
import { createCodecs } from '../codecs/registry.ts'
import { startAedes } from './aedes-broker.ts'
import { point, startBench, until } from './bench.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const uplinkOf = (hex: string) => ({ bytes: Buffer.from(hex, 'hex'), fPort: 2, receivedAt: 0 })

function read(name: string, hex: string) {
  const codec = createCodecs([]).named(name)
  if (!('decode' in codec)) throw new Error('a codec of data reads at once')
  const { document, faults } = codec.decode(uplinkOf(hex))
  return { document: { ...(document as object) }, faults }
}

/*
 * Published with what the meter said: the CMi4160's by Elvaco at github.com/TheThingsNetwork/lorawan-devices
 * (vendor/elvaco/cmi4160-codec.yaml), the CMi4110's at github.com/ZennerIoT/element-parsers (lib/elvaco_cmi4110.ex at
 * 90f31e5: the first from the maker's manual, the others from real meters).
 */
const CMI4160 =
  '1e04068fa10100' + '041384b71e00022bcf0f023b5d00025a1003025e9801077982253269a511400401fd1700'
const CMI4160_PARTLY =
  '1e0407e91c0500' + '04158d670f00322f4b33323d3733325a5904325e5904077922988461a511400401fd1704'
const PUBLISHED: readonly (readonly [string, string, JsonObject])[] = [
  [
    'elvaco-cmi4160',
    CMI4160,
    {
      ...{ energy: '106895', volume: '2013.06', power: '4047', flow: '0.093' },
      ...{ flow_temperature: '78.4', return_temperature: '40.8' },
      ...{ serial: '69322582', medium: 'heat', info: '0' },
    },
  ],
  // It counts in MWh with two decimals, and its power, flow and temperatures are of an error state.
  [
    'elvaco-cmi4160',
    CMI4160_PARTLY,
    { energy: '3350810', volume: '100954.9', serial: '61849822', medium: 'heat', info: '4' },
  ],
  [
    'elvaco-cmi4110',
    '000C06384612000C14059753000B2D5201000B3B5706000A5A05030A5E05010C7889478268046D3231542302FD170000',
    {
      ...{ energy: '124638', volume: '5397.05', power: '15200', flow: '0.657' },
      ...{ flow_temperature: '30.5', return_temperature: '10.5', serial: '68824789', info: '0' },
    },
  ],
  [
    'elvaco-cmi4110',
    '000C06150110000C782791206802FD170600',
    { energy: '100115', serial: '68209127', info: '6' },
  ],
  [
    'elvaco-cmi4110',
    '000C06748823000C14099850000B2D0801000B3B6201000A5A54090A5E79030C788851276702FD170000',
    {
      ...{ energy: '238874', volume: '5098.09', power: '10800', flow: '0.162' },
      ...{ flow_temperature: '95.4', return_temperature: '37.9', serial: '67275188', info: '0' },
    },
  ],
  [
    'elvaco-cmi4110',
    '000C06365518000C14136528003B2E0000003B3E0000003A5B00003A5F00000C788414916502FD170304',
    { energy: '185536', volume: '2865.13', serial: '65911484', info: '1027' },
  ],
]

/** By the tables of the CMi4140's manual (pages 12 to 19), put together by hand. */
const HEAT = '0406d2040000'
const COOLING = '0486ff022a000000'
const BOTH = `1a${HEAT}${COOLING}0413e803000002599c18025d98080c788920678104fd1700000000`

describe('heat and cooling meters behind Elvaco’s modules', () => {
  it.each(PUBLISHED)('%s reads %s as the meter meant it', (name, hex, expected) => {
    expect(read(name, hex)).toEqual({ document: expected, faults: [] })
  })

  it.each([
    ['00', '0.000001', 'energy'],
    ['03', '0.001', 'energy'],
    ['05', '0.1', 'energy'],
    ['06', '1', 'energy'],
    ['07', '10', 'energy'],
    ['fb00', '100', 'energy'],
    ['fb01', '1000', 'energy'],
    ['0e', '0.001', 'energy_gj'],
    ['0f', '0.01', 'energy_gj'],
    ['fb08', '0.1', 'energy_gj'],
    ['fb09', '1', 'energy_gj'],
    ['fb0d', '1', 'energy_mcal'],
    ['fb0f', '100', 'energy_mcal'],
  ])('a unit of energy of VIF %s is %s of %s, exactly, binary or in digits', (vif, value, name) => {
    expect(read('elvaco-cmi4140', `1504${vif}01000000`).document).toEqual({ [name]: value })
    expect(read('elvaco-cmi4110', `000c${vif}01000000`).document).toEqual({ [name]: value })
    const extended = Buffer.from(vif, 'hex')
    extended[extended.length - 1] = (extended.at(-1) ?? 0) | 0x80
    const cooling = `1a04${extended.toString('hex')}ff0201000000`
    expect(read('elvaco-cmi4140-both', cooling).document).toEqual({ [`cooling_${name}`]: value })
  })

  it('a meter of both tells two counters, neither of which is the one of a meter of one', () => {
    expect(read('elvaco-cmi4140-both', BOTH)).toEqual({
      document: {
        ...{ heat_energy: '1234', cooling_energy: '42', volume: '1' },
        ...{ flow_temperature: '63', return_temperature: '22', serial: '81672089', info: '0' },
      },
      faults: [],
    })
    expect(read('elvaco-cmi4140', BOTH).document).toEqual({})
    expect(read('elvaco-cmi4140-both', `15${HEAT}`).document).toEqual({})
    expect(read('elvaco-cmi4140', `15${COOLING}`).document).toEqual({})
  })

  it('what stood at midnight is not what stands now, and a value of an error state is none', () => {
    const midnight = `18${HEAT}0c789920678104fd1700000000046d32315423440601000000`
    expect(read('elvaco-cmi4140', midnight)).toMatchObject({
      document: { energy: '1234' },
      faults: [],
    })
    const before = midnight.replace('4406', '7406')
    expect(read('elvaco-cmi4140', before)).toMatchObject({
      document: { energy: '1234' },
      faults: [],
    })
    expect(read('elvaco-cmi4140', `15${HEAT.replace('04', '34')}`)).toEqual({
      ...{ document: {}, faults: [] },
    })
  })

  it('the joined records of format Scheduled - Extended are read', () => {
    const joined = '07ffa0309c18980800000000'
    expect(read('elvaco-cmi4140', `19${HEAT}${joined}07ff210100000019c9de04`)).toEqual({
      document: {
        ...{ energy: '1234', flow_temperature: '63', return_temperature: '22' },
        ...{ info: '1', serial: '81709337' },
      },
      faults: [],
    })
    const sharky = `22${HEAT}${joined}0dff21e90082253269a511400a`
    expect(read('elvaco-cmi4160', sharky).document).toMatchObject({
      ...{ energy: '1234', serial: '69322582', medium: 'cooling' },
    })
  })

  it.each([
    ['cut short in its energy', CMI4160.slice(0, 10), 'cut short'],
    ['cut short in its last record', CMI4160.slice(0, -2), 'cut short'],
    ['cut short in an id', CMI4160.slice(0, -4), 'knows no'],
    ['too long', `${CMI4160}00`, 'knows no'],
    ['followed by another', `${CMI4160}${CMI4160.slice(2)}`, 'twice'],
    ['of another module', CMI4160.replace(/^1e/, '15'), 'no frame that starts'],
    ['of the format JSON', '207b2245223a317d', 'no frame that starts'],
    ['empty', '', 'no frame that starts'],
    ['with a record of another length', CMI4160.replace('0406', '0206'), 'knows no'],
    ['with a float for its energy', CMI4160.replace('0406', '0506'), 'knows no'],
    ['with two energies', '1e04060100000004060200000001fd1700', 'twice'],
  ])('X4: a frame %s gives nothing, and says why', (_, hex, reason) => {
    const { document, faults } = read('elvaco-cmi4160', hex)
    expect(document).toEqual({})
    expect(faults.join()).toContain(reason)
  })

  it('X4: digits that are none give nothing', () => {
    const { document, faults } = read('elvaco-cmi4110', '000C063846AF000C7889478268')
    expect(document).toEqual({})
    expect(faults).toEqual([expect.stringContaining('no bcd')])
  })

  it('X4: of a frame whose bytes were changed, all figures are decimals or none is told', () => {
    const bytes = Buffer.from(CMI4160, 'hex')
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length), (at, byte, end) => {
        const changed = Buffer.from(bytes.subarray(0, end))
        if (at < end) changed[at] = byte
        const { document, faults } = read('elvaco-cmi4160', changed.toString('hex'))
        if (faults.length > 0) expect(document).toEqual({})
        for (const [name, value] of Object.entries(document))
          if (name !== 'medium') expect(value).toMatch(/^-?\d{1,12}(\.\d{1,12})?$/)
      }),
      { numRuns: 2_000 },
    )
  })
})

it('a table with ids of several lengths takes the longest that fits', () => {
  const field = (name: string) => [{ name, offset: 0, length: 1, type: 'uint' }] as const
  const codec = {
    type: 'tlv',
    entries: [
      { id: '01', length: 1, fields: field('short') },
      { id: '01FF', length: 1, fields: field('long') },
    ],
  } as const
  const { document, faults } = decodeTlv(codec, uplinkOf('010201ff07'))
  expect({ ...(document as object) }).toEqual({ short: '2', long: '7' })
  expect(faults).toEqual([])
})

it('every codec that a template names comes with the driver', () => {
  const folder = join(import.meta.dirname, '../templates')
  const codecs = createCodecs([])
  const named = readdirSync(folder).flatMap((file) => {
    const { points } = JSON.parse(readFileSync(join(folder, file), 'utf8'))
    return points.flatMap(({ address }: { address: JsonObject }) => address.codec ?? [])
  })
  expect(named.length).toBeGreaterThan(10)
  for (const name of new Set<string>(named)) expect(codecs.named(name).name).toBe(name)
})

it('X4: bad frames are kept as malformed with their device, none is billed, and the next value arrives', async () => {
  const { url, close } = await startAedes()
  closers.push(close)
  const address = { format: 'chirpstack', application: 'app', codec: 'elvaco-cmi4160' }
  const of = (id: string, pointer: string) =>
    point(id, 'register', 'kWh', { ...address, device: 'sharky', pointer })
  const bench = startBench({
    connection: { url },
    points: [of('kwh', '/energy'), of('gj', '/energy_gj')],
  })
  closers.push(() => bench.driver.stop())
  await bench.driver.connect()
  const field = mqtt.connect(url, { clientId: 'network', reconnectPeriod: 0 })
  closers.push(() => field.endAsync(true))
  await new Promise<void>((resolve) => field.once('connect', () => resolve()))
  const up = (frame: string) =>
    field.publishAsync(
      'application/app/device/sharky/event/up',
      JSON.stringify({
        ...{ time: '2026-05-13T04:00:00Z', fPort: 2 },
        data: Buffer.from(frame, 'hex').toString('base64'),
      }),
      { qos: 1 },
    )
  const bad = [CMI4160.slice(0, -2), `${CMI4160}00`, CMI4160.replace('0406', '0506'), '20', 'ff00']
  for (const frame of bad) await up(frame)
  await until(
    () => bench.sink.malformed().length,
    (count) => count === bad.length,
  )
  expect(bench.sink.kept()).toEqual([])
  await up(CMI4160)
  await until(
    () => bench.valuesOf('kwh').map(({ value }) => value),
    (values) => values.join() === '106895',
  )
  // What counts in kWh is never taken for GJ.
  expect(bench.valuesOf('gj')).toEqual([])
})
