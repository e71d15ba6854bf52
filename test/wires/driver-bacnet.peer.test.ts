import { describe, expect, it } from 'vitest'
import { FAULTS, said } from '../support/tshark.ts'
import { reason, reasonInTitle, scriptOf, wireTests } from './bacnet.ts'

/*
 * Driver and device each in a network namespace of its own, joined by a veth pair: broadcasts are real,
 * both have port 47808, and tshark, which shares no code with either, decodes every frame.
 */
describe.skipIf(reason !== undefined)(`driver-bacnet between namespaces${reasonInTitle}`, () => {
  const wired = wireTests()
  const script = (name: string) => scriptOf('driver-bacnet', name)

  it('a device is found by broadcast, read, notifies and is commanded; tshark finds no fault', async () => {
    const { joined, wire } = wired()
    const { near, far, addresses, run } = joined
    const node = process.execPath
    const device = run(far, node, script('namespace-device-child.ts'), addresses.broadcast)
    await said(device.stdout, 'ready')
    const driver = run(near, node, script('namespace-driver-child.ts'), addresses.broadcast)
    const output = await said(driver.stdout, '}\n')
    const told = JSON.parse(output)
    expect(told.energies.slice(0, 2)).toEqual(['10.5', '11.5'])
    expect(told.cut).toMatchObject({ outcome: 'confirmed', readBack: false })
    expect(told.restored).toMatchObject({ outcome: 'confirmed', readBack: true })
    expect(told.devices).toMatchObject([{ source: 'device 4711', points: [{}, {}] }])
    expect(told.health).toMatchObject({ status: 'up', counters: { malformed: 0, unasked: 0 } })
    await wire.end()

    const own = `ip.src == ${addresses.near} && udp`
    const sent = wire.decoded(own, ['bacapp.confirmed_service'])
    expect(sent.length).toBeGreaterThan(10)
    expect(wire.decoded(`${own} && !bacapp`)).toEqual([])
    expect(wire.decoded(`udp && ${FAULTS}`)).toEqual([])
    const services = new Set(sent.map((line) => line.split('\t')[1]))
    // SubscribeCOV, ReadProperty, ReadPropertyMultiple, WriteProperty.
    for (const service of ['5', '12', '14', '15']) expect(services).toContain(service)
    expect(wire.decoded(`bvlc.function == 0x0b && ${own}`).length).toBeGreaterThan(0)
  }, 90_000)
})
