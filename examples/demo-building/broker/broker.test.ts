import mqtt, { type MqttClient } from 'mqtt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { covers, deviceLogin, integratorLogin } from './access.ts'
import { type Broker, startBroker } from './broker.ts'

describe('what a login covers', () => {
  it.each([
    ['tele/a/+', 'tele/a/SENSOR', true],
    ['tele/a/+', 'tele/b/SENSOR', false],
    ['tele/a/+', 'tele/a/SENSOR/more', false],
    ['tele/a/+', 'tele/a', false],
    ['tele/a/+', 'tele/+/SENSOR', false],
    ['tele/a/+', 'tele/a/#', false],
    ['tele/a/+', '#', false],
    ['tele/a/+', 'tele/a/+', true],
    ['#', 'anything/at/all', true],
    ['#', '#', true],
  ])('%s covers %s: %s', (allowed, filter, expected) => {
    expect(covers(allowed, filter)).toBe(expected)
  })
})

describe('the broker', () => {
  let broker: Broker
  const clients: MqttClient[] = []

  beforeEach(async () => {
    broker = await startBroker({
      logins: [
        deviceLogin('a', 'password-of-a'),
        deviceLogin('b', 'password-of-b'),
        integratorLogin('busbar', 'password-of-busbar'),
      ],
    })
  })
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.endAsync(true)))
    await broker.close()
  })

  async function join(username: string, password: string): Promise<MqttClient> {
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`, {
      username,
      password,
      reconnectPeriod: 0,
    })
    client.on('error', () => undefined)
    clients.push(client)
    return client
  }

  /** Everything that Busbar hears until a last message of its own has come round. */
  async function listen(): Promise<{ heard: string[]; done: () => Promise<void> }> {
    const busbar = await join('busbar', 'password-of-busbar')
    const heard: string[] = []
    await busbar.subscribeAsync('#')
    const last = new Promise<void>((resolve) => {
      busbar.on('message', (topic) => {
        if (topic === 'cmnd/last/word') resolve()
        else heard.push(topic)
      })
    })
    return {
      heard,
      async done() {
        await busbar.publishAsync('cmnd/last/word', '')
        await last
      },
    }
  }

  it('lets nobody in with a wrong password, or without one', async () => {
    await expect(join('a', 'password-of-b')).rejects.toThrow('Not authorized')
    await expect(
      mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`, { reconnectPeriod: 0 }),
    ).rejects.toThrow('Not authorized')
  })

  it('X1: carries what a device publishes under its own name, and drops what it says as another', async () => {
    const { heard, done } = await listen()
    const a = await join('a', 'password-of-a')
    await a.publishAsync('tele/a/SENSOR', '{}', { qos: 1 })
    // The broker ends the connection of a client that publishes where it may not.
    const thrownOut = new Promise<void>((resolve) => a.once('close', () => resolve()))
    a.publish('tele/b/SENSOR', '{}')
    await thrownOut
    await done()
    expect(heard).toEqual(['tele/a/SENSOR'])
  })

  it('refuses a device the commands and messages of others', async () => {
    const a = await join('a', 'password-of-a')
    for (const filter of ['cmnd/b/+', '#', 'tele/+/SENSOR', 'b/rpc'])
      await expect(a.subscribeAsync(filter)).rejects.toThrow()
    await expect(a.subscribeAsync('cmnd/a/+')).resolves.toHaveLength(1)
  })

  it('keeps Busbar from speaking as a device', async () => {
    const { heard, done } = await listen()
    const busbar = await join('busbar', 'password-of-busbar')
    const thrownOut = new Promise<void>((resolve) => busbar.once('close', () => resolve()))
    busbar.publish('tele/a/SENSOR', '{}')
    await thrownOut
    await done()
    expect(heard).toEqual([])
  })
})
