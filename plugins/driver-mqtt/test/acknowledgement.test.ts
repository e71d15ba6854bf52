import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DriverOptions, MeterDriver } from '@busbar/core/contracts'
import { createDriverSink, createLeapingClock, createRecordingLog } from '@busbar/core/testkit'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMqttDriver } from '../driver.ts'
import { startAedes } from './aedes-broker.ts'
import { QUICK } from './aedes-peer.ts'
import { createTasmotaField } from './tasmota-field.ts'

const closers: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function startBroker() {
  const { broker, url, close } = await startAedes()
  closers.push(close)
  const field = createTasmotaField()
  await field.connect(url)
  closers.push(field.disconnect)
  return { broker, url, field }
}

function startDriver(
  options: Pick<DriverOptions, 'connection' | 'points' | 'events'>,
): MeterDriver {
  const driver = createMqttDriver({
    ...options,
    connectionId: 'test',
    guardPublicKeyPem: '',
    log: createRecordingLog(),
    clock: createLeapingClock({ ticking: true }),
    signal: new AbortController().signal,
    random: Math.random,
  })
  closers.push(() => driver.stop())
  return driver
}

const until = (condition: () => boolean) =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout: 20_000, interval: 10 })

describe('acknowledgement', () => {
  it('I2: sends no PUBACK before the commit, reads on meanwhile, and one for each after it', async () => {
    const { broker, url, field } = await startBroker()
    const acknowledged: string[] = []
    // aedes tells of each PUBACK together with the message that it acknowledges.
    broker.on('ack', (packet, client) => {
      if (client.id === 'busbar-test') acknowledged.push(String(packet?.cmd))
    })
    const sink = createDriverSink()
    const { register, power } = field.device(0)
    const driver = startDriver({
      connection: { url, ...QUICK },
      points: [register, power],
      events: sink.events,
    })
    await driver.connect()
    sink.behave({ kind: 'hold' })
    for (let index = 0; index < 700; index += 1)
      await field.publish({
        device: 0,
        register: String(index),
        power: '1',
        at: 1e12 + index * 1e3,
      })
    // All are in hand while nothing is committed: the pump has not stopped.
    await vi.waitFor(async () => {
      expect((await driver.health()).counters).toMatchObject({ inFlight: 700 })
    })
    expect(acknowledged).toEqual([])
    sink.behave({ kind: 'keep' })
    await until(() => acknowledged.length >= 700)
    expect(sink.kept()).toHaveLength(700)
    expect(acknowledged).toHaveLength(700)
  })

  it('I2: a stop before the commit leaves the message to the session', async () => {
    const { url, field } = await startBroker()
    const { register } = field.device(0)
    const connection = { url, ...QUICK }
    const refusing = createDriverSink()
    const first = startDriver({ connection, points: [register], events: refusing.events })
    await first.connect()
    refusing.behave({ kind: 'reject', calls: 1_000 })
    await field.publish({ device: 0, register: '41', power: '1', at: 1e12 })
    await until(() => refusing.rejections() > 0)
    await first.stop()
    expect(refusing.kept()).toEqual([])
    const keeping = createDriverSink()
    await startDriver({ connection, points: [register], events: keeping.events }).connect()
    await until(() => keeping.kept().length > 0)
    expect(keeping.kept()).toMatchObject([{ values: [{ value: '41' }] }])
  }, 30_000)

  it('I2: malformed input is acknowledged only when it was kept, too', async () => {
    const { broker, url, field } = await startBroker()
    let acknowledged = 0
    broker.on('ack', (_packet, client) => {
      if (client.id === 'busbar-test') acknowledged += 1
    })
    const sink = createDriverSink()
    const { register } = field.device(0)
    const driver = startDriver({
      connection: { url, ...QUICK },
      points: [register],
      events: sink.events,
    })
    await driver.connect()
    sink.behave({ kind: 'reject', calls: 2 })
    await field.publishGarbage(0)
    await until(() => sink.rejections() === 1)
    expect(acknowledged).toBe(0)
    await until(() => sink.malformed().length === 1)
    await until(() => acknowledged === 1)
  })

  it('I2: killed with -9 in a loop, no acknowledged reading is lost', async () => {
    const { url, field } = await startBroker()
    const directory = mkdtempSync(join(tmpdir(), 'busbar-mqtt-'))
    closers.push(() => rmSync(directory, { recursive: true }))
    const path = join(directory, 'kept')
    const { register } = field.device(0)
    const connection = JSON.stringify({ url, ...QUICK })
    const start = () =>
      fork(join(import.meta.dirname, 'ingest-child.ts'), [
        connection,
        JSON.stringify([register]),
        path,
      ])
    let child = start()
    await isUp(child)
    let sent = 0
    let publishing = true
    const publisher = (async () => {
      for (; publishing; sent += 1) {
        const reading = { device: 0, register: String(sent), power: '1', at: 1e12 + sent * 1e3 }
        await field.publish(reading)
        if (sent % 20 === 0) await sleep(1)
      }
    })()
    for (let round = 0; round < 8; round += 1) {
      await sleep(40 + round * 23)
      child.kill('SIGKILL')
      await exited(child)
      child = start()
      await isUp(child)
    }
    publishing = false
    await publisher
    const kept = () => new Set(readFileSync(path, 'utf8').split('\n').filter(Boolean))
    await until(() => kept().size >= sent)
    child.send('stop')
    await exited(child)
    expect(sent).toBeGreaterThan(500)
    expect([...kept()].map(Number).sort((a, b) => a - b)).toEqual([...Array(sent).keys()])
  }, 120_000)
})

function isUp(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('message', (status) => {
      if (status === 'up') resolve()
    })
    child.once('exit', (code) => reject(new Error(`The driver ended with ${code}.`)))
  })
}

function exited(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => child.once('exit', () => resolve()))
}

function sleep(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs))
}
