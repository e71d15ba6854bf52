import type { PeerDevice, PeerReading, RelayBehaviour } from '@busbar/core/testkit'
import type { IClientOptions, MqttClient } from 'mqtt'
import mqtt from 'mqtt'

/** Simulated Tasmota devices on a broker, all behind one client. Their clocks are set to UTC. */
export interface TasmotaField {
  /** Connects, and announces the devices that were announced before. */
  connect(url: string, options?: IClientOptions): Promise<void>
  disconnect(): Promise<void>
  device(index: number): PeerDevice
  publish(reading: PeerReading): Promise<void>
  publishGarbage(device: number): Promise<void>
  behave(device: number, behaviour: RelayBehaviour): void
  isOn(device: number): boolean
  setOnline(device: number, online: boolean): Promise<void>
}

interface State {
  online: boolean
  on: boolean
  behaviour: RelayBehaviour
  sensor: string
}

export function createTasmotaField(): TasmotaField {
  const states = new Map<number, State>()
  let client: MqttClient | undefined
  /** Rejects when the connection is lost: mqtt.js leaves what it waits for then without an answer. */
  let lost: Promise<never> | undefined

  const nameOf = (device: number) => `meter${device}`

  function stateOf(device: number): State {
    let state = states.get(device)
    if (state === undefined) {
      state = { online: true, on: true, behaviour: 'answer', sensor: sensorJson('0', '0', 0) }
      states.set(device, state)
    }
    return state
  }

  async function send(topic: string, payload: string, retain = false): Promise<void> {
    if (client === undefined || lost === undefined)
      throw new Error('The devices are not connected.')
    await Promise.race([client.publishAsync(topic, payload, { qos: 1, retain }), lost])
  }

  function announce(device: number): Promise<void> {
    const will = stateOf(device).online ? 'Online' : 'Offline'
    return send(`tele/${nameOf(device)}/LWT`, will, true)
  }

  async function obey(topic: string, payload: string): Promise<void> {
    const [, device = '', command] = /^cmnd\/meter(\d+)\/(\w+)$/.exec(topic) ?? []
    if (device === '') return
    const state = stateOf(Number(device))
    if (!state.online) return
    const at = (suffix: string) => `stat/meter${device}/${suffix}`
    if (command === 'STATUS') await send(at('STATUS8'), `{"StatusSNS":${state.sensor}}`)
    if (command === 'STATE')
      await send(at('RESULT'), JSON.stringify({ Time: local(Date.now()), POWER: word(state.on) }))
    if (command === 'POWER') await move(state, payload === 'ON', at)
  }

  async function move(state: State, on: boolean, at: (suffix: string) => string): Promise<void> {
    if (state.behaviour === 'silent') return
    if (state.behaviour === 'refuse') return send(at('RESULT'), '{"Command":"Error"}')
    if (state.behaviour === 'answer') state.on = on
    await send(at('RESULT'), JSON.stringify({ POWER: word(on) }))
    await send(at('POWER'), word(on))
  }

  return {
    async connect(url, options = {}) {
      const connected = mqtt.connect(url, {
        clientId: 'field',
        protocolVersion: 4,
        reconnectPeriod: 0,
        ...options,
      })
      lost = lossOf(connected, url)
      connected.on('message', (topic, payload) => {
        // A device that is being taken away may not get its answer out.
        obey(topic, payload.toString()).catch(() => undefined)
      })
      const up = new Promise<void>((resolve) => connected.once('connect', () => resolve()))
      await Promise.race([up, lost])
      client = connected
      await Promise.race([connected.subscribeAsync('cmnd/+/+', { qos: 1 }), lost])
      for (const device of states.keys()) await announce(device)
    },
    async disconnect() {
      await client?.endAsync(true)
      client = undefined
    },
    device(index) {
      stateOf(index)
      const device = nameOf(index)
      const point = (name: string) => `${device}-${name}`
      const address = { format: 'tasmota', device }
      return {
        register: { pointId: point('register'), role: 'register', unit: 'kWh', address },
        power: { pointId: point('power'), role: 'power', unit: 'W', address },
        relay: { pointId: point('relay'), role: 'relay', unit: '', address },
      }
    },
    async publish({ device, register, power, at }) {
      const state = stateOf(device)
      state.sensor = sensorJson(register, power, at)
      await send(`tele/${nameOf(device)}/SENSOR`, state.sensor)
    },
    publishGarbage: (device) => send(`tele/${nameOf(device)}/SENSOR`, '{"Time":"2026-01-01T'),
    behave(device, behaviour) {
      stateOf(device).behaviour = behaviour
    },
    isOn: (device) => stateOf(device).on,
    async setOnline(device, online) {
      stateOf(device).online = online
      await announce(device)
    },
  }
}

/** Rejects with the reason when the connection is closed, however that comes about. */
function lossOf(client: MqttClient, url: string): Promise<never> {
  let reason = 'it was closed'
  client.on('error', (error) => {
    reason = error.message
  })
  const lost = new Promise<never>((_, reject) => {
    client.once('close', () =>
      reject(new Error(`The devices have no connection to ${url}: ${reason}.`)),
    )
  })
  // Nobody may be waiting for anything.
  lost.catch(() => undefined)
  return lost
}

/** As Tasmota prints it: figures as JSON numbers, here with every digit given. */
function sensorJson(register: string, power: string, at: number): string {
  return `{"Time":"${local(at)}","ENERGY":{"Total":${register},"Power":${power}}}`
}

function local(at: number): string {
  return new Date(at).toISOString().slice(0, 19)
}

function word(on: boolean): string {
  return on ? 'ON' : 'OFF'
}
