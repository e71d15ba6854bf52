import { describe, expect, it } from 'vitest'
import { FAULTS, said } from '../support/tshark.ts'
import { reason, reasonInTitle, scriptOf, wireTests } from './bacnet.ts'

/*
 * Gateway and management system each in a network namespace of its own, joined by a veth pair: broadcasts are
 * real, both have port 47808, and tshark, which shares no code with either, decodes every frame.
 */
describe.skipIf(reason !== undefined)(`gateway-bacnet between namespaces${reasonInTitle}`, () => {
  const wired = wireTests()
  const script = (name: string) => scriptOf('gateway-bacnet', name)

  it('bacstack finds, reads, subscribes and orders; tshark finds no fault in what it is sent', async () => {
    const { joined, wire } = wired()
    const { near, far, addresses, run } = joined
    const { broadcast } = addresses
    const node = process.execPath
    const gateway = run(
      ...([near, node, script('namespace-gateway-child.ts'), broadcast, addresses.far] as const),
    )
    await said(gateway.stdout, 'ready')
    const bms = run(far, node, script('namespace-bms-child.ts'), broadcast, addresses.near)
    const told = JSON.parse(await said(bms.stdout, '}\n'))
    gateway.stdin?.end()
    const own = JSON.parse(await said(gateway.stdout, '}\n'))
    expect(told.iAms).toMatchObject([{ deviceId: 260_001, vendorId: 555 }])
    expect(told.tooLong).toBe('BacnetAbort - Reason:4')
    expect(told.readable).toHaveLength(13)
    expect(told.schedules).toHaveLength(13)
    for (const answer of [...told.readable, ...told.device, ...told.schedules])
      expect(answer).toMatch(/^\{/)
    expect(told.written).toEqual(['"done"', '"done"', 'BacnetError - Class:2 - Code:40'])
    // It is a Reject, which bacstack calls so.
    expect(told.unknown).toBe('BacnetAbort - Reason:9')
    expect(told.notified.confirmed).toBeGreaterThan(2)
    expect(told.notified.unconfirmed).toBeGreaterThan(2)
    expect(own).toMatchObject({ wishes: [false, null], counters: { malformed: 0, unanswered: 0 } })
    await wire.end()

    const filter = `ip.src == ${addresses.near} && udp`
    const sent = wire.decoded(filter, ['bacapp.type', 'bacapp.unconfirmed_service'])
    expect(sent.length).toBeGreaterThan(40)
    expect(wire.decoded(`${filter} && !bacapp`)).toEqual([])
    expect(wire.decoded(`udp && ${FAULTS}`)).toEqual([])
    // 3 reads of the Calendar's properties, 10 of the Schedule's; each with all that it has, and as an element of the list.
    // Three answers of the Schedule refer to the Calendar.
    const reads = (type: number) =>
      wire.decoded(`${filter} && bacapp.type == 3 && bacapp.objectType == ${type}`).length
    expect([reads(6), reads(17)]).toEqual([3 + 2 + 3, 10 + 2])
    // Confirmed and unconfirmed requests, Simple-ACK, Complex-ACK, Error, Reject, Abort.
    const kinds = new Set(sent.map((line) => line.split('\t')[1]))
    expect([...kinds].sort()).toEqual(['0', '1', '2', '3', '5', '6', '7'])
    const services = new Set(sent.map((line) => line.split('\t')[2]))
    // I-Am, I-Have, unconfirmed notification.
    for (const service of ['0', '1', '2']) expect(services).toContain(service)
    expect(wire.decoded(`bvlc.function == 0x0b && ${filter}`).length).toBeGreaterThan(0)
  }, 90_000)
})
