import { afterEach, expect, it } from 'vitest'
import { iAm, objectId, openRaw } from './raw-device.ts'
import { startRig, until, valuesOf } from './rig.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const NAME = 77
const LIST = 76
const VALUE = 85
const UNITS = 117
const SCALE = 187

/** Present value, engineering units and scale of each object, as its tags (clause 20.2). */
const OBJECTS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  // An unsigned count of Wh; integer-scale 1: tens of them.
  '23:1': { [VALUE]: '2301e240', [UNITS]: '9112', [SCALE]: '1901' },
  // Float-scale 0.1.
  '23:2': { [VALUE]: '2301e240', [UNITS]: '9112', [SCALE]: '0c3dcccccd' },
  // A factor that moves no decimal point is left to a person.
  '23:3': { [VALUE]: '2107', [UNITS]: '9150', [SCALE]: '0c40200000' },
  // 12.5 kWh, 21.5 kW, 21.5 °C.
  '24:1': { [VALUE]: '4441480000', [UNITS]: '9113' },
  '0:1': { [VALUE]: '4441ac0000', [UNITS]: '9130' },
  '2:1': { [VALUE]: '4441ac0000', [UNITS]: '913e' },
  '3:1': { [VALUE]: '9101' },
  '4:1': { [VALUE]: '9100' },
  '5:1': { [VALUE]: '9101' },
}

const idOf = (key: string) => {
  const [type = 0, instance = 0] = key.split(':').map(Number)
  return objectId(type, instance)
}

/** A character string of UTF-8, of more than three letters. */
const text = (of: string) =>
  Buffer.concat([Buffer.from([0x75, of.length + 1]), Buffer.from(`\0${of}`)])

/** A small controller that knows ReadProperty and nothing else. */
async function openController() {
  const list = Object.keys(OBJECTS).map((key) => Buffer.concat([Buffer.from([0xc4]), idOf(key)]))
  const device = await openRaw({
    host: '127.0.0.1',
    onFrame: ({ apdu, from, self }) => {
      const [type = 0, , invokeId = 0, service = 0] = apdu
      if (type === 0x10) return self.send(iAm(9), from)
      if (service === 14) return self.send(Buffer.from([0x60, invokeId, 9]), from)
      const id = apdu.subarray(5, 9)
      const property = apdu[10] ?? 0
      const key = Object.keys(OBJECTS).find((one) => idOf(one).equals(id))
      const found = key === undefined ? undefined : OBJECTS[key]?.[property]
      const value =
        property === LIST
          ? Buffer.concat(list)
          : property === NAME
            ? text(`object ${key ?? 'of the device'}`)
            : found && Buffer.from(found, 'hex')
      if (service !== 12 || !value)
        return self.send(Buffer.from([0x50, invokeId, service, 0x91, 2, 0x91, 32]), from)
      const head = Buffer.concat([Buffer.from([0x30, invokeId, 12, 0x0c]), id])
      const body = [Buffer.from([0x19, property, 0x3e]), value, Buffer.from([0x3f])]
      self.send(Buffer.concat([head, ...body]), from)
    },
  })
  closers.push(device.close)
  return device
}

it('what a controller has is found with role, unit and decimal point, and read as it was found', async () => {
  const { port } = await openController()
  const connection = {
    targets: [`127.0.0.1:${port}`],
    devices: [{ instance: 9, address: `127.0.0.1:${port}` }],
  }
  const { driver, sink } = startRig({ connection, points: [], closers })
  await driver.connect()
  const { devices } = await driver.discover({ timeoutMs: 8_000, limit: 100 })
  const found = devices.flatMap(({ points }) => points)
  const shape = (objectType: string, objectInstance: number, exponent = 0) => ({
    ...{ device: 9, objectType, objectInstance },
    ...(exponent === 0 ? {} : { decimalExponent: exponent }),
  })
  expect(found.map(({ role, unit, address }) => ({ role, unit, address }))).toEqual([
    { role: 'register', unit: 'kWh', address: shape('accumulator', 1, -2) },
    { role: 'register', unit: 'kWh', address: shape('accumulator', 2, -4) },
    { role: 'register', unit: 'm3', address: shape('accumulator', 3) },
    { role: 'register', unit: 'kWh', address: shape('pulse-converter', 1) },
    { role: 'power', unit: 'W', address: shape('analog-input', 1, 3) },
    { role: 'value', unit: '', address: shape('analog-value', 1) },
    { role: 'value', unit: '', address: shape('binary-input', 1) },
    { role: 'relay', unit: '', address: shape('binary-output', 1) },
    { role: 'relay', unit: '', address: shape('binary-value', 1) },
  ])
  const points = found.map(({ role, unit, address }, index) => ({
    ...{ pointId: `point ${index}`, role, unit, address },
  }))
  await driver.setPoints({ points })
  await until(
    () => points.filter(({ pointId }) => valuesOf(sink, pointId).length > 0).length,
    (count) => count === points.length,
  )
  expect(points.map(({ pointId }) => valuesOf(sink, pointId)[0])).toEqual([
    ...['1234.56', '12.3456', '7', '12.5', '21500', '21.5'],
    ...[true, false, true],
  ])
}, 60_000)
