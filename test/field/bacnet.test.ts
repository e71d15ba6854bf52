import type { DriverOptions } from '@busbar/core/contracts'
import { meterDriverSuite } from '@busbar/core/testkit'
import { afterEach, describe, expect, it } from 'vitest'
import { createBacnetDriver } from '../../plugins/driver-bacnet/driver.ts'
import { testConnection, tryDiscover } from '../../plugins/driver-bacnet/passing.ts'
import manifest from '../../plugins/driver-bacnet/plugin.json' with { type: 'json' }
import { isUp, startRig, until, valuesOf } from '../../plugins/driver-bacnet/test/rig.ts'
import { createDemoBacnetField } from './bacnet-field.ts'

const [contribution] = manifest.contributes.meterDrivers
if (contribution === undefined) throw new Error('plugin.json declares no meter driver')

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

describe("driver-bacnet against the demo's BACnet devices", () => {
  meterDriverSuite({
    create: (options: DriverOptions) => createBacnetDriver({ ...options, random: Math.random }),
    test: testConnection,
    tryDiscover,
    peer: createDemoBacnetField,
    capabilities: { ...contribution.capabilities, sourceTime: false },
    skip: {
      'back-pressure: a core that takes nothing is not flooded, and nothing is dropped':
        'the demo’s devices, as devices do, tell the newest value alone once the one before is acknowledged; what that promises is tested below',
    },
  })

  it('back-pressure: what waits for a core that takes nothing is one value a point, and the newest comes', async () => {
    const changes = 3_000
    const field = await createDemoBacnetField()
    closers.push(field.close)
    const { register, power } = field.device(0)
    const points = [register, power]
    await field.start()
    const { driver, sink } = startRig({ connection: field.connection, points, closers })
    await driver.connect()
    await isUp(driver)
    await until(
      () => valuesOf(sink, register.pointId).length,
      (count) => count === 1,
    )
    sink.behave({ kind: 'hold' })
    const told = Array.from({ length: changes }, (_, index) =>
      field.publish({
        ...{ device: 0, register: `${2_000 + index}.125`, power: `${100 + (index % 50)}.5` },
        at: Date.now() + index,
      }),
    )
    await until(
      () => sink.outstanding().now,
      (count) => count > 0,
    )
    sink.behave({ kind: 'keep' })
    await Promise.all(told)
    const registers = () => valuesOf(sink, register.pointId)
    await until(registers, (values) => values.at(-1) === `${2_000 + changes - 1}.125`)
    expect(registers()).toEqual(['1000.125', '2000.125', `${2_000 + changes - 1}.125`])
    expect(sink.outstanding().most).toBeLessThanOrEqual(points.length)
  })
})
