import { type ISparkplugClientOptions, newClient, type UPayload } from 'sparkplug-client'

/*
 * A real edge node, by Eclipse Tahu's client, in a process of its own. It does what it is told by
 * its parent and tells what it was commanded.
 */

type Metrics = NonNullable<UPayload['metrics']>

/** A counter beyond what a double holds: 2^53 + 1. */
const LARGE = { low: 1, high: 0x20_0000, unsigned: true }

const state = { relay: true, obeys: 'yes' as 'yes' | 'silent' | 'lies', energy: 1_000_000 }
const options: ISparkplugClientOptions = {
  serverUrl: process.argv[2] ?? '',
  ...{ username: 'edge', password: 'edge', clientId: 'edge-1' },
  ...{ groupId: 'house', edgeNode: 'gateway', version: 'spBv1.0', publishDeath: true },
}
const client = newClient(options)
const compress = { compress: process.argv[3] === 'compressed' }

function births(): void {
  const timestamp = Date.now()
  client.publishNodeBirth(
    {
      timestamp,
      metrics: [
        { name: 'Node Control/Rebirth', type: 'Boolean', value: false },
        { name: 'Temperature', type: 'Float', value: 21.1, alias: 1 },
      ],
    },
    compress,
  )
  client.publishDeviceBirth(
    'meter',
    {
      timestamp,
      metrics: [
        { name: 'Energy/Total', type: 'UInt64', value: state.energy, alias: 10, timestamp },
        { name: 'Power', type: 'Int32', value: -5, alias: 11, timestamp },
        { name: 'Large', type: 'UInt64', value: LARGE, alias: 12, timestamp },
        { name: 'Relay', type: 'Boolean', value: state.relay, alias: 13, timestamp },
      ] as Metrics,
    },
    compress,
  )
}

function data(metrics: readonly object[]): void {
  const timestamp = Date.now()
  const all = metrics.map((metric) => ({ timestamp, ...metric })) as Metrics
  client.publishDeviceData('meter', { timestamp, metrics: all }, compress)
}

function tell(message: object): void {
  process.send?.(message)
}

client.on('birth', () => {
  births()
  tell({ born: true })
})
client.on('ncmd', ({ metrics = [] }) => {
  tell({ ncmd: (metrics ?? []).map(({ name }) => name) })
  if (metrics?.some(({ name }) => name === 'Node Control/Rebirth')) births()
})
client.on('dcmd', (device, { metrics = [] }) => {
  tell({ dcmd: device, metrics: (metrics ?? []).map(({ name, alias }) => ({ name, alias })) })
  for (const { alias, value } of metrics ?? [])
    if (Number(alias) === 13 && state.obeys !== 'silent') {
      if (state.obeys === 'yes') state.relay = value === true
      data([{ alias: 13, type: 'Boolean', value: state.relay }])
    }
})

process.on('message', (order: { do: string; energy?: number; at?: number; obeys?: 'yes' }) => {
  if (order.obeys !== undefined) state.obeys = order.obeys
  if (order.energy !== undefined) state.energy = order.energy
  const at = order.at === undefined ? {} : { timestamp: order.at }
  if (order.do === 'data')
    data([
      { alias: 10, type: 'UInt64', value: state.energy, ...at },
      { alias: 11, type: 'Int32', value: -7, ...at },
    ])
  // As if a message was lost on its way.
  if (order.do === 'lose') Reflect.set(client, 'seq', Number(Reflect.get(client, 'seq')) + 1)
  if (order.do === 'device-death') client.publishDeviceDeath('meter', { timestamp: Date.now() })
  if (order.do === 'vanish') Reflect.get(client, 'client').stream.destroy()
  if (order.do === 'stop') {
    client.stop()
    setTimeout(() => process.exit(0), 200)
  }
  tell({ done: order.do })
})
