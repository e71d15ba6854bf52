import type { JsonObject } from '@busbar/core/contracts'
import mqtt from 'mqtt'
import { afterEach, describe, expect, it } from 'vitest'
import { startAedes } from './aedes-broker.ts'
import { point, startBench } from './bench.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

type Mood = 'obeys' | 'silent' | 'lies'
type Answer = (
  topic: string,
  payload: string,
  mood: Mood,
) => readonly { readonly topic: string; readonly payload: string }[]

/** A broker, a device behind it that answers as its documents say, and a driver. */
async function bench(request: {
  readonly address: JsonObject
  readonly listensTo: string
  readonly answer: Answer
  readonly connection?: JsonObject
}) {
  const { url, close } = await startAedes()
  closers.push(close)
  const device = mqtt.connect(url, { clientId: 'device', reconnectPeriod: 0 })
  closers.push(() => device.endAsync(true))
  await new Promise<void>((resolve) => device.once('connect', () => resolve()))
  const state = { mood: 'obeys' as Mood }
  const sent: { topic: string; payload: string; retain: boolean }[] = []
  device.on('message', (topic, payload, { retain }) => {
    sent.push({ topic, payload: payload.toString(), retain })
    for (const reply of request.answer(topic, payload.toString(), state.mood))
      device.publish(reply.topic, reply.payload, { qos: 1 })
  })
  await device.subscribeAsync(request.listensTo, { qos: 1 })
  const started = startBench({
    connection: { url, ...request.connection },
    points: [point('relay', 'relay', '', request.address)],
  })
  closers.push(() => started.driver.stop())
  await started.driver.connect()
  return { ...started, state, sent, device }
}

const EUI = '24e124445d186666'
const at = (tail: string) => `application/app/device/${EUI}/${tail}`
const b64 = (text: string) => Buffer.from(text, 'hex').toString('base64')

function uplink(frame: string) {
  const event = { time: '2026-07-18T09:34:15.775Z', fPort: 85, data: b64(frame) }
  return { topic: at('event/up'), payload: JSON.stringify(event) }
}

/** ChirpStack with a device of class C: it acknowledges every frame, and the device reports. */
function chirpstack(report: (frame: string, mood: Mood) => readonly string[]): Answer {
  return (_topic, payload, mood) => {
    const { data } = JSON.parse(payload)
    const acknowledged = { topic: at('event/ack'), payload: '{"acknowledged":true}' }
    const frame = Buffer.from(data, 'base64').toString('hex')
    return [acknowledged, ...report(frame, mood).map(uplink)]
  }
}

/** WS523 user guide: 08, 01 or 00, ffff switches; the socket reports 0870 and its state. */
function socket() {
  let on = true
  return (frame: string, mood: Mood) => {
    if (mood === 'silent') return []
    if (mood === 'obeys' && frame.startsWith('08')) on = frame.startsWith('0801')
    return [on ? '087001' : '087000']
  }
}

/** UC511 user guide: ff1d, 20 or 00 with the valve's number, a count; the echo, then its state. */
const valve = (frame: string, mood: Mood) => {
  if (mood === 'silent' || !frame.startsWith('ff1d')) return []
  const open = (Number.parseInt(frame.slice(4, 6), 16) & 0x20) > 0
  const echo = `fe${frame.slice(2)}`
  return mood === 'obeys' ? [echo, open ? '030101' : '030100'] : [echo]
}

describe('LoRaWAN downlinks by ChirpStack', () => {
  const lora = { format: 'chirpstack', application: 'app', device: EUI, deviceClass: 'C' }
  const listensTo = at('command/down')

  it('a Milesight socket is confirmed by its own report, not by an acknowledged frame', async () => {
    const address = { ...lora, codec: 'milesight-ws523', pointer: '/socket_status' }
    const { driver, command, sent, state } = await bench({
      ...{ address, listensTo, answer: chirpstack(socket()) },
    })
    expect(await driver.write(command('cut'))).toMatchObject({
      ...{ outcome: 'confirmed', readBack: false },
    })
    expect(sent).toHaveLength(1)
    expect(sent[0]?.retain).toBe(false)
    expect(JSON.parse(sent[0]?.payload ?? '')).toEqual({
      ...{ devEui: EUI, confirmed: true, fPort: 85, data: b64('0800ffff') },
    })
    expect(await driver.write(command('restore'))).toMatchObject({
      ...{ outcome: 'confirmed', readBack: true },
    })
    state.mood = 'lies'
    expect(await driver.write(command('cut'))).toMatchObject({
      ...{ outcome: 'unknown', readBack: true },
    })
    state.mood = 'silent'
    expect((await driver.write(command('cut'))).outcome).toBe('unknown')
    const { items } = await driver.read({ pointIds: ['relay'], timeoutMs: 300 })
    expect(items[0]?.error?.code).toBe('timeout')
    state.mood = 'lies'
    const asked = await driver.read({ pointIds: ['relay'], timeoutMs: 3_000 })
    expect(asked.items[0]).toMatchObject({ value: true })
    expect(JSON.parse(sent.at(-1)?.payload ?? '')).toMatchObject({ data: b64('ff28ff') })
  })

  it('a Milesight valve is confirmed by its state; the echo of the command is not enough', async () => {
    const address = { ...lora, codec: 'milesight-uc511', pointer: '/valve_1' }
    const { driver, command, state, sent } = await bench({
      ...{ address, listensTo, answer: chirpstack(valve) },
    })
    expect(await driver.write(command('cut'))).toMatchObject({
      ...{ outcome: 'confirmed', readBack: false },
    })
    expect(JSON.parse(sent[0]?.payload ?? '')).toMatchObject({ data: b64('ff1d0000') })
    expect(await driver.write(command('restore'))).toMatchObject({ readBack: true })
    state.mood = 'lies'
    expect((await driver.write(command('cut'))).outcome).toBe('unknown')
  })

  it('a report of the old state that was under way decides nothing', async () => {
    const address = { ...lora, codec: 'milesight-ws523', pointer: '/socket_status' }
    const { driver, command } = await bench({
      ...{ address, listensTo, answer: chirpstack(() => ['087001', '087000']) },
    })
    expect(await driver.write(command('cut'))).toMatchObject({
      ...{ outcome: 'confirmed', readBack: false },
    })
  })

  it('a device of class A is never cut by command, and may be restored', async () => {
    const address = { ...lora, deviceClass: 'A', codec: 'milesight-uc511', pointer: '/valve_1' }
    const { driver, command, sent } = await bench({
      ...{ address, listensTo, answer: chirpstack(valve) },
    })
    const cut = await driver.write(command('cut'))
    expect(cut).toMatchObject({ outcome: 'refused', detail: expect.stringContaining('class A') })
    expect(sent).toEqual([])
    expect((await driver.write(command('restore'))).outcome).toBe('confirmed')
  })

  it('what ChirpStack could not send is refused', async () => {
    const address = { ...lora, codec: 'milesight-ws523', pointer: '/socket_status' }
    const log = { level: 'ERROR', code: 'DOWNLINK_PAYLOAD_SIZE', description: 'too large' }
    const answer: Answer = () => [{ topic: at('event/log'), payload: JSON.stringify(log) }]
    const { driver, command } = await bench({ address, listensTo, answer })
    expect(await driver.write(command('cut'))).toMatchObject({
      ...{ outcome: 'refused', detail: expect.stringContaining('too large') },
    })
  })

  it('The Things Stack takes the same commands', async () => {
    const topic = 'v3/app@ttn/devices/socket/down/push'
    const report = socket()
    const answer: Answer = (_topic, payload, mood) => {
      const frame = Buffer.from(JSON.parse(payload).downlinks[0].frm_payload, 'base64')
      return report(frame.toString('hex'), mood).map((bytes) => ({
        topic: 'v3/app@ttn/devices/socket/up',
        payload: JSON.stringify({ uplink_message: { f_port: 85, frm_payload: b64(bytes) } }),
      }))
    }
    const address = {
      ...{ format: 'ttn', application: 'app@ttn', device: 'socket', deviceClass: 'C' },
      ...{ codec: 'milesight-ws523', pointer: '/socket_status' },
    }
    const { driver, command } = await bench({ address, listensTo: topic, answer })
    expect(await driver.write(command('cut'))).toMatchObject({
      ...{ outcome: 'confirmed', readBack: false },
    })
  })

  it('a script reads the report as well', async () => {
    const script =
      'function decodeUplink({ bytes }) { return { data: { state: bytes[2] === 1 ? "on" : "off" } } }'
    const commands = { state: { fPort: 85, on: '0801ffff', off: '0800ffff' } }
    const { driver, command } = await bench({
      address: { ...lora, codec: 'own', pointer: '/state' },
      connection: {
        codecs: [{ name: 'own', type: 'script', script, commands }],
        commandTimeoutMs: 20_000,
      },
      ...{ listensTo, answer: chirpstack(socket()) },
    })
    expect(await driver.write(command('cut'))).toMatchObject({
      ...{ outcome: 'confirmed', readBack: false },
    })
  })
})

describe('Zigbee2MQTT', () => {
  /** Plugs report after a command and after a question; `lies` hopes and then tells the truth. */
  function plug(): Answer {
    let on = true
    const say = (state: boolean) => [
      { topic: 'zigbee2mqtt/floor 1/plug', payload: `{"state":"${state ? 'ON' : 'OFF'}"}` },
    ]
    return (topic, payload, mood) => {
      if (mood === 'silent') return []
      if (topic.endsWith('/get')) return say(on)
      const wanted = JSON.parse(payload).state === 'ON'
      if (mood === 'obeys') on = wanted
      return say(wanted)
    }
  }
  const request = () => ({
    address: { format: 'zigbee2mqtt', device: 'floor 1/plug' },
    listensTo: 'zigbee2mqtt/floor 1/plug/+',
    answer: plug(),
  })

  it('is confirmed by what the device says when asked, not by what the bridge hopes', async () => {
    const { driver, command, state, sent } = await bench(request())
    expect(await driver.write(command('cut'))).toMatchObject({
      ...{ outcome: 'confirmed', readBack: false },
    })
    expect(sent.map(({ topic, payload }) => `${topic.split('/').at(-1)} ${payload}`)).toEqual([
      ...['set {"state":"OFF"}', 'get {"state":""}'],
    ])
    state.mood = 'lies'
    expect(await driver.write(command('restore'))).toMatchObject({
      ...{ outcome: 'unknown', readBack: false },
    })
    state.mood = 'silent'
    expect((await driver.write(command('restore'))).outcome).toBe('unknown')
  })

  it('is offline when it is not available', async () => {
    const { driver, command, device } = await bench(request())
    const topic = 'zigbee2mqtt/floor 1/plug/availability'
    await device.publishAsync(topic, '{"state":"offline"}', { qos: 1, retain: true })
    await expect
      .poll(async () => (await driver.write(command('cut'))).outcome, { timeout: 10_000 })
      .toBe('offline')
  })
})
