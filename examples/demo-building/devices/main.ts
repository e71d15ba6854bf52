import { serveParent } from '../child.ts'
import { createJsonFile } from '../json-file.ts'
import { type FleetConfig, startFleet } from './fleet.ts'
import type { MeterState } from './meter.ts'

/** The devices as a process of their own: they know the broker, the time and themselves. */
await serveParent(async (given) => {
  const config = given as FleetConfig & { readonly statePath: string }
  const file = createJsonFile<Record<string, MeterState>>(config.statePath)
  const fleet = startFleet({ config, load: () => file.read() ?? {}, save: file.write })
  return {
    ready: { devices: config.devices.length },
    answer: (question) =>
      fleet.swap(question as { readonly remove: string; readonly install: string }),
    stop: fleet.stop,
  }
})
