import { fork } from 'node:child_process'
import { join } from 'node:path'
import { createRecordingTrace, type RecordingTrace } from '@busbar/core/testkit'
import mqtt from 'mqtt'
import { afterEach, describe, expect, it } from 'vitest'
import { startAedes } from './aedes-broker.ts'
import { point, startBench, until } from './bench.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const DEVICE = { format: 'sparkplug', group: 'house', node: 'gateway', device: 'meter' }
const POINTS = [
  point('energy', 'register', 'kWh', { ...DEVICE, metric: 'Energy/Total', decimalExponent: -3 }),
  point('power', 'power', 'W', { ...DEVICE, metric: 'Power' }),
  point('large', 'value', '', { ...DEVICE, metric: 'Large' }),
  point('relay', 'relay', '', { ...DEVICE, metric: 'Relay' }),
  point('there', 'online', '', DEVICE),
  point('warm', 'value', '', {
    format: 'sparkplug',
    ...{ group: 'house', node: 'gateway', metric: 'Temperature' },
  }),
]

/** Eclipse Tahu's edge node in a process of its own. */
function startEdge(url: string, mode = 'plain') {
  const child = fork(join(import.meta.dirname, 'sparkplug-child.ts'), [url, mode], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const told: Record<string, unknown>[] = []
  child.on('message', (message) => told.push(message as Record<string, unknown>))
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const close = async () => {
    child.kill('SIGKILL')
    await ended
  }
  closers.push(close)
  return { told, close, order: (what: object) => child.send(what) }
}

async function bench(mode?: string, trace?: RecordingTrace) {
  const { url, close } = await startAedes()
  closers.push(close)
  const started = startBench({
    ...{ connection: { url, sparkplugHostId: 'busbar' }, points: POINTS },
    ...(trace !== undefined && { trace }),
  })
  closers.push(() => started.driver.stop())
  const edge = startEdge(url, mode)
  await until(
    () => edge.told,
    (told) => told.some(({ born }) => born === true),
  )
  await started.driver.connect()
  await until(
    () => started.valuesOf('large'),
    ({ length }) => length > 0,
  )
  return { url, edge, ...started }
}

const last = <T>(list: readonly T[]): T | undefined => list.at(-1)
const counters = async (driver: { health(): Promise<{ counters?: object }> }) =>
  ({ ...(await driver.health()).counters }) as Record<string, number>

describe('Sparkplug B with the edge node of Eclipse Tahu', () => {
  it('asks who was born before it came to be born again, and reads births by name and data by alias', async () => {
    const { edge, driver, valuesOf, sink } = await bench()
    expect(sink.malformed()).toEqual([])
    expect(edge.told).toContainEqual({ ncmd: ['Node Control/Rebirth'] })
    expect(valuesOf('large')[0]).toMatchObject({ value: '9007199254740993', quality: 'good' })
    expect(valuesOf('energy')[0]).toMatchObject({ value: '1000' })
    expect(valuesOf('power')[0]).toMatchObject({ value: '-5' })
    expect(valuesOf('warm')[0]).toMatchObject({ value: '21.1' })
    expect(valuesOf('there')[0]).toMatchObject({ value: true })
    const at = Date.UTC(2026, 5, 1, 12, 0, 0, 125)
    edge.order({ do: 'data', energy: 1_000_125, at })
    await until(
      () => last(valuesOf('energy')),
      (value) => value?.value === '1000.125' && value.at === at,
    )
    expect(last(valuesOf('power'))).toMatchObject({ value: '-7', at })
    expect(await counters(driver)).toMatchObject({ sequenceGaps: 0, nodesOnline: 1, malformed: 0 })
  })

  it('reads compressed payloads', async () => {
    const { edge, valuesOf } = await bench('compressed')
    edge.order({ do: 'data', energy: 2_000_000 })
    await until(
      () => last(valuesOf('energy')),
      (value) => value?.value === '2000',
    )
  })

  it('notices a lost message and asks for a rebirth', async () => {
    const { edge, driver, valuesOf } = await bench()
    const births = valuesOf('large').length
    edge.order({ do: 'lose' })
    edge.order({ do: 'data', energy: 1_000_500 })
    await until(
      () => valuesOf('large').length,
      (seen) => seen > births,
    )
    expect(valuesOf('energy').map(({ value }) => value)).toContain('1000.5')
    expect(await counters(driver)).toMatchObject({ sequenceGaps: 1, birthsAwaited: 0 })
  })

  it('a command goes by DCMD and alias, and is confirmed by DDATA', async () => {
    const { edge, driver, command, valuesOf } = await bench()
    expect(await driver.write(command('cut'))).toMatchObject({
      outcome: 'confirmed',
      readBack: false,
    })
    const commanded = edge.told.find(({ dcmd }) => dcmd === 'meter')
    expect(commanded?.metrics).toMatchObject([{ alias: expect.anything() }])
    await until(
      () => last(valuesOf('relay')),
      (value) => value?.value === false,
    )
    expect(await driver.write(command('restore'))).toMatchObject({ readBack: true })
    edge.order({ do: 'mood', obeys: 'silent' })
    expect(await driver.write(command('cut'))).toMatchObject({ outcome: 'unknown' })
    edge.order({ do: 'mood', obeys: 'lies' })
    const lie = await driver.write(command('cut'))
    expect(lie).toMatchObject({ outcome: 'unknown', readBack: true })
  })

  it('a value is asked for by a rebirth', async () => {
    const { edge, driver } = await bench()
    const asked = edge.told.length
    const { items } = await driver.read({ pointIds: ['energy', 'large'], timeoutMs: 5_000 })
    expect(items).toMatchObject([{ value: '1000' }, { value: '9007199254740993' }])
    expect(edge.told.slice(asked).filter(({ ncmd }) => ncmd !== undefined)).toHaveLength(1)
  })

  it('deaths of device and node take away their states, not what a register said', async () => {
    const { edge, driver, command, valuesOf } = await bench()
    const registers = valuesOf('energy').length
    edge.order({ do: 'device-death' })
    await until(
      () => last(valuesOf('there')),
      (value) => value?.value === false,
    )
    expect(last(valuesOf('power'))).toMatchObject({ value: '-5', quality: 'bad' })
    expect(valuesOf('energy')).toHaveLength(registers)
    expect((await driver.write(command('cut'))).outcome).toBe('offline')
    edge.order({ do: 'vanish' })
    await until(
      () => last(valuesOf('warm')),
      (value) => value?.quality === 'bad',
    )
    // It comes back by itself and is born.
    await until(
      () => last(valuesOf('there')),
      (value) => value?.value === true,
    )
    expect(last(valuesOf('warm'))).toMatchObject({ quality: 'good' })
    edge.order({ do: 'stop' })
    await until(
      () => last(valuesOf('there')),
      (value) => value?.value === false,
    )
  })

  it('says by STATE that the host is there, says it again, and says goodbye', async () => {
    const { url, driver } = await bench()
    const watcher = mqtt.connect(url, { clientId: 'watcher', reconnectPeriod: 0 })
    closers.push(() => watcher.endAsync(true))
    const said: { online: boolean; timestamp: number }[] = []
    watcher.on('message', (_topic, payload) => said.push(JSON.parse(payload.toString())))
    await watcher.subscribeAsync('spBv1.0/STATE/busbar', { qos: 1 })
    await until(
      () => said,
      ({ length }) => length === 1,
    )
    expect(said[0]).toEqual({ online: true, timestamp: expect.any(Number) })
    await watcher.publishAsync('spBv1.0/STATE/busbar', '{"online":false,"timestamp":1}', {
      ...{ qos: 1, retain: true },
    })
    await until(
      () => last(said),
      (state) => said.length >= 3 && state?.online === true,
    )
    await driver.stop()
    await until(
      () => last(said),
      (state) => state?.online === false && state.timestamp > 1,
    )
  })

  it('a trace that is on tells births, data and commands metric by metric, and no digits of octets', async () => {
    const trace = createRecordingTrace()
    trace.turnOn()
    const { driver, command } = await bench(undefined, trace)
    await driver.write(command('restore'))
    const told = (direction: string, kind: string) =>
      trace
        .entries()
        .filter((entry) => entry.direction === direction && entry.peer.includes(`/${kind}/`))
        .map(({ detail = '' }) => detail)
    await until(
      () => told('in', 'DBIRTH').join(),
      (text) => /^seq \d+, .* metrics\n/.test(text) && text.includes('"Energy/Total" = '),
    )
    expect(told('out', 'DCMD').join()).toMatch(/\nalias \d+ = true \(boolean, /)
    for (const detail of [...told('in', 'DDATA'), ...told('out', 'NCMD')])
      expect(detail).not.toMatch(/^[0-9a-f]{8,}/)
  })
})
