import type { JsonObject, PointBinding } from '../../../core/contracts/index.ts'
import { bacnetPoints, withBacnetDevices } from './bacnet.ts'
import { end, forked } from './child.ts'
import type { DriverName } from './drivers.ts'
import { mqttPoints, withFirehose } from './mqtt.ts'
import { opcUaPoints, withOpcUaServer } from './opcua.ts'

const CONNECTIONS = 10
/** Points of each connection: five meters with twenty values. */
const POINTS = 100
const MB = 1024 * 1024

export interface Memory {
  /** With its library, in MB. */
  readonly firstMb: number
  /** Each connection after the first, in MB. */
  readonly furtherMb: number
}

/** Resident memory of connections of each driver, each driver in a process of its own. */
export async function weighDrivers(): Promise<Readonly<Record<DriverName, Memory>>> {
  return {
    mqtt: await withFirehose(({ url }) =>
      weigh('mqtt', { url, protocolVersion: 4 }, mqttPoints.slice(0, POINTS)),
    ),
    opcua: await withOpcUaServer(({ url }) =>
      weigh('opcua', { url, securityMode: 'None' }, opcUaPoints(POINTS)),
    ),
    bacnet: await withBacnetDevices(({ connection }) =>
      weigh('bacnet', connection, bacnetPoints(POINTS / 20)),
    ),
  }
}

async function weigh(
  name: DriverName,
  connection: JsonObject,
  points: readonly PointBinding[],
): Promise<Memory> {
  const { child, said } = await forked<{ before: number; first: number; all: number }>(
    new URL('./memory-child.ts', import.meta.url),
    [name, JSON.stringify(connection), JSON.stringify(points), String(CONNECTIONS)],
    ['--expose-gc', '--max-semi-space-size=32'],
  )
  await end(child)
  const { before, first, all } = said
  return { firstMb: (first - before) / MB, furtherMb: (all - first) / MB / (CONNECTIONS - 1) }
}
