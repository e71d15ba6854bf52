import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import { isUp, startRig, until, valuesOf } from '../../plugins/driver-bacnet/test/rig.ts'
import { openHouse } from '../../plugins/gateway-bacnet/test/house.ts'
import { DEVICE, HOST } from '../../plugins/gateway-bacnet/test/rig.ts'

/*
 * From file to value: what one side writes of its objects, the other finds without the device, binds, and reads of the device.
 */

const EXPORT = new URL('../../plugins/gateway-bacnet/export-ede.ts', import.meta.url).pathname
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

test('points of an EDE file are found before their device is reached, and read of it once it is', async () => {
  const { rig, site } = await openHouse({ closers })
  const written = await promisify(execFile)(process.execPath, [EXPORT, `${HOST}:${rig.port}`])
  const planning = startRig({ connection: { ede: [written.stdout] }, points: [], closers })
  await planning.driver.connect()
  const { devices = [] } = (await planning.driver.discover?.({ timeoutMs: 3_000 })) ?? {}
  const planned = devices.find(({ source }) => source === `device ${DEVICE.instance}`)
  expect(planned?.title).toContain('(EDE)')
  const power = planned?.points.find(({ unit }) => unit === 'W')
  expect(power).toMatchObject({ role: 'power', address: { device: DEVICE.instance } })
  if (power === undefined) return
  const { role, unit, address } = power
  const { driver, sink } = startRig({
    connection: { devices: [{ instance: DEVICE.instance, address: `${HOST}:${rig.port}` }] },
    points: [{ pointId: 'power', role, unit, address }],
    closers,
  })
  await driver.connect()
  await isUp(driver)
  await until(
    () => valuesOf(sink, 'power').at(-1),
    (value) => value === '230.5',
  )
  site.set({ 'meter:10/power': '231.25' })
  await until(
    () => valuesOf(sink, 'power').at(-1),
    (value) => value === '231.25',
  )
}, 60_000)
