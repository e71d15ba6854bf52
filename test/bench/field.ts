import { compareBacnet } from './field/bacnet.ts'
import type { DriverName } from './field/drivers.ts'
import { gatewayRows, loadGateways, servedAll } from './field/gateways.ts'
import { type Memory, weighDrivers } from './field/memory.ts'
import { compareMqtt } from './field/mqtt.ts'
import { compareOpcUa } from './field/opcua.ts'
import { report } from './rounds.ts'

/** Ratios to a bare client of the same library, and the time until a large server is live. */
const BARS = { mqtt: 0.5, opcua: 0.7, bacnet: 0.7, liveMs: 10_000 } as const
const WHAT = {
  mqtt: 'mqtt: messages/s beside a bare mqtt.js subscriber',
  opcua: 'opcua: value changes/s beside a bare node-opcua client',
  bacnet: 'bacnet: values/s by ReadPropertyMultiple beside a bare bacstack client',
} as const

/**
 * What drivers take of the field, before a core that takes everything from them at once; and what gateways serve of a
 * core that takes readings meanwhile: the exit code is 1 where not all of it is served.
 */
export async function run({ json }: { readonly json: boolean }): Promise<void> {
  const mqtt = await compareMqtt()
  const { liveMs, ...opcua } = await compareOpcUa()
  const bacnet = await compareBacnet()
  const memory = await weighDrivers()
  const gateways = await loadGateways()
  if (!servedAll(gateways)) process.exitCode = 1
  const rates = { mqtt, opcua, bacnet }
  report({
    title:
      'field: each driver by itself; memory of connections with 100 points each; gateways under load',
    rows: [
      ...(['mqtt', 'opcua', 'bacnet'] as const).map((name) => ({
        what: WHAT[name],
        'driver/s': Math.round(rates[name].perSecond),
        'bare/s': Math.round(rates[name].ceilingPerSecond),
        value: Number(rates[name].ratio.toFixed(3)),
        bar: BARS[name],
        met: rates[name].ratio >= BARS[name] ? 'yes' : 'NO',
      })),
      {
        what: 'opcua: connect, library and all, until 5,000 items are live, ms',
        ...{ value: liveMs, bar: BARS.liveMs, met: liveMs < BARS.liveMs ? 'yes' : 'NO' },
      },
      ...Object.entries(memory).map(memoryRow),
      ...gatewayRows(gateways),
    ],
    result: { ...rates, liveMs, memory, gateways },
    json,
  })
}

function memoryRow([name, { firstMb, furtherMb }]: [string, Memory]) {
  const what = `${name as DriverName}: memory of the first connection, and of each further one, MB`
  return { what, value: `${firstMb.toFixed(1)}, ${furtherMb.toFixed(1)}` }
}
