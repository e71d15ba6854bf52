import { afterEach, describe, expect, test } from 'vitest'
import { meterDriverClient } from '../../core/host/client.ts'
import { driverConnection, started, stopHosts } from '../support/host-rig.ts'
import { driverOf, hostile, startedApart, until } from '../support/process-rig.ts'

afterEach(stopHosts)

const ID = { connectionId: '7' }
const MINUTE_MS = 60_000
const MASK = '••••••••'

type Rig = Awaited<ReturnType<typeof started>>

const entriesOf = ({ host }: Rig) => host.traces.read({ ...ID, after: 0, limit: 10_000 })

describe('the trace of a shared plugin', () => {
  test('is written while it is on, secrets struck out, and outlives the connection’s reopening', async () => {
    const one = await started()
    await one.host.openConnection(driverConnection().request)
    const driver = meterDriverClient({ ...one, pluginId: 'good', type: 'memory', ...ID })
    await driver.discover({ timeoutMs: 100, limit: 10 })
    expect(entriesOf(one)).toEqual([])
    one.host.traces.start({ ...ID, forMs: MINUTE_MS })
    await one.host.reload({ pluginId: 'good' })
    await driver.discover({ timeoutMs: 100, limit: 10 })
    expect(entriesOf(one)).toMatchObject([
      { direction: 'out', summary: 'WHO IS', detail: `{"password":"${MASK}"}` },
      { direction: 'in', summary: '=I AM, "here"' },
    ])
    one.host.traces.stop(ID)
    await driver.discover({ timeoutMs: 100, limit: 10 })
    expect(entriesOf(one)).toHaveLength(2)
  })
})

describe('the trace of a plugin in a process of its own', () => {
  const read = (rig: Rig, count: number) =>
    driverOf(rig).read({
      pointIds: Array.from({ length: count }, (_, index) => `${index}`),
      timeoutMs: 20_000,
    })

  test('crosses when it is on, and only then; secrets stay behind', async () => {
    const one = await startedApart()
    await one.host.openConnection(hostile('well').request)
    await read(one, 1)
    one.host.traces.start({ ...ID, forMs: MINUTE_MS })
    await read(one, 2)
    await until('all entries are there', () => entriesOf(one).length === 4)
    expect(entriesOf(one).map(({ direction, summary }) => `${direction} ${summary}`)).toEqual([
      ...['out READ 0', 'in VALUE 0', 'out READ 1', 'in VALUE 1'],
    ])
    expect(JSON.stringify(entriesOf(one))).not.toContain(Buffer.from('sesame').toString('hex'))
    expect(entriesOf(one)[1]?.detail).toContain(MASK)
    one.host.traces.stop(ID)
    await read(one, 2)
    // It was turned off before it was asked, and what it is asked and told comes in order.
    expect(one.host.traces.state(ID)).toMatchObject({ isOn: false, lastSequence: 4 })
  })

  test('a trace that is on already is on for a connection that opens', async () => {
    const one = await startedApart()
    one.host.traces.start({ ...ID, forMs: MINUTE_MS })
    await one.host.openConnection(hostile('well').request)
    await read(one, 1)
    await until('its entries are there', () => entriesOf(one).length === 2)
  })

  test('a flood costs entries, which are counted, and nothing else', async () => {
    const one = await startedApart({}, { limits: { methodFactor: 4 } })
    const { request, heard } = hostile('well')
    await one.host.openConnection(request)
    one.host.traces.start({ ...ID, forMs: MINUTE_MS })
    const { items } = await read(one, 3_000)
    expect(items).toHaveLength(3_000)
    expect(heard).toHaveLength(3_000)
    await until('all are told or counted', () => one.host.traces.state(ID).lastSequence === 6_000)
    const { kept, dropped } = one.host.traces.state(ID)
    expect(kept + dropped).toBe(6_000)
    expect(kept).toBeLessThanOrEqual(2_000)
    expect(one.host.connections()).toMatchObject([{ state: 'enabled' }])
  })
})
