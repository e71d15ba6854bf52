import type { JsonObject } from '@busbar/core/contracts'
import { createRecordingLog } from '@busbar/core/testkit'
import { expect } from 'vitest'
import { createBacnetGateway } from '../gateway.ts'
import { createRig, objectsOf, type Rig, type SeenObject } from './rig.ts'
import { createSite, type Site } from './site.ts'

export interface House {
  readonly rig: Rig
  readonly site: Site
  object(pointId: string): SeenObject['id']
}

/** A gateway that is up, its site and a management system that has read it once. */
export async function openHouse(options: {
  readonly closers: (() => unknown)[]
  readonly site?: Parameters<typeof createSite>[0]
  readonly connection?: JsonObject
}): Promise<House> {
  const { closers, connection } = options
  const site = createSite(options.site ?? {})
  const stopping = new AbortController()
  const rig = await createRig(
    createBacnetGateway,
    { building: site.view, log: createRecordingLog(), signal: stopping.signal },
    connection,
  )
  closers.push(rig.close, () => rig.gateway.stop())
  await rig.gateway.connect()
  let objects: ReadonlyMap<string, SeenObject> = new Map()
  if ((options.site?.meters ?? 1) < 20 && connection?.readers === undefined)
    await expect
      .poll(async () => {
        objects = await objectsOf(rig.bms)
        return objects.size
      })
      .toBeGreaterThan(5)
  return {
    ...{ rig, site },
    object(pointId) {
      const found = objects.get(pointId)
      if (found === undefined) throw new Error(`${pointId} is not among the objects.`)
      return found.id
    },
  }
}
