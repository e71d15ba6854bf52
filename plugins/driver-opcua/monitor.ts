import type { MonitoredItemCreateRequestOptions } from 'node-opcua-client'
import { pieces, type ServerLimits } from './limits.ts'
import { nodeIdOn } from './nodes.ts'
import type { Point } from './plan.ts'
import type { Opened } from './session.ts'
import type { Settings } from './settings.ts'

/** A point that a subscription watches. */
export interface Item {
  readonly point: Point
  readonly monitoredItemId: number
  /** Until its first value, which may have been handed on before the subscription was made. */
  fresh: boolean
}

export interface Watched {
  /** By the handle that notifications carry. */
  readonly items: ReadonlyMap<number, Item>
  /** Points that the server would not watch, with its status. */
  readonly refused: ReadonlyMap<Point, string>
}

/** Has a subscription watch points, with deadbands as far as the server knows them. */
export async function watch(request: {
  readonly opened: Opened
  readonly settings: Settings
  readonly limits: ServerLimits
  readonly subscriptionId: number
  readonly points: readonly Point[]
  readonly nextHandle: () => number
}): Promise<Watched> {
  const { points, limits } = request
  const items = new Map<number, Item>()
  const refused = new Map<Point, string>()
  for (const part of pieces(points, limits.monitor)) {
    const first = await create(request, part, true)
    for (const [handle, item] of first.items) items.set(handle, item)
    // A filter that the server does not know is no reason to do without the values.
    const unfiltered = [...first.refused].filter(([, status]) => /Filter|Deadband/.test(status))
    const second = await create(
      request,
      unfiltered.map(([point]) => point),
      false,
    )
    for (const [handle, item] of second.items) items.set(handle, item)
    const seconds = new Set(unfiltered.map(([point]) => point))
    for (const [point, status] of first.refused) if (!seconds.has(point)) refused.set(point, status)
    for (const [point, status] of second.refused) refused.set(point, status)
  }
  return { items, refused }
}

async function create(
  request: Parameters<typeof watch>[0],
  points: readonly Point[],
  filtered: boolean,
): Promise<Watched> {
  const { opened, subscriptionId, nextHandle } = request
  const { library, session } = opened
  const items = new Map<number, Item>()
  const refused = new Map<Point, string>()
  const asked: { handle: number; point: Point; item: MonitoredItemCreateRequestOptions }[] = []
  for (const point of points) {
    const nodeId = nodeIdOn(opened, point)
    const handle = nextHandle()
    if (nodeId === undefined) refused.set(point, 'BadNodeIdUnknown')
    else
      asked.push({ handle, point, item: itemOf({ ...request, point, nodeId, handle, filtered }) })
  }
  if (asked.length === 0) return { items, refused }
  const { results } = await session.createMonitoredItems({
    subscriptionId,
    timestampsToReturn: library.TimestampsToReturn.Both,
    itemsToCreate: asked.map(({ item }) => item),
  })
  for (const [index, { handle, point }] of asked.entries()) {
    const result = results?.[index]
    if (result?.statusCode.isGood())
      items.set(handle, { point, monitoredItemId: result.monitoredItemId, fresh: true })
    else refused.set(point, result?.statusCode.name ?? 'no answer')
  }
  return { items, refused }
}

function itemOf(request: {
  readonly opened: Opened
  readonly settings: Settings
  readonly point: Point
  readonly nodeId: string
  readonly handle: number
  readonly filtered: boolean
}): MonitoredItemCreateRequestOptions {
  const { opened, settings, point, nodeId, handle, filtered } = request
  const { AttributeIds, DataChangeFilter, DataChangeTrigger, DeadbandType, MonitoringMode } =
    opened.library
  const { samplingMs = settings.samplingMs, deadband = 'none', deadbandValue = 0 } = point.address
  const deadbandType = {
    none: DeadbandType.None,
    absolute: DeadbandType.Absolute,
    percent: DeadbandType.Percent,
  }[deadband]
  // A value that stays and is measured anew counts as one; with a deadband the server is to be silent about it.
  const trigger =
    deadband === 'none' ? DataChangeTrigger.StatusValueTimestamp : DataChangeTrigger.StatusValue
  const filter = new DataChangeFilter({ trigger, deadbandType, deadbandValue })
  return {
    itemToMonitor: { nodeId, attributeId: AttributeIds.Value },
    monitoringMode: MonitoringMode.Reporting,
    requestedParameters: {
      clientHandle: handle,
      samplingInterval: samplingMs,
      queueSize: settings.queueSize,
      discardOldest: true,
      ...(filtered ? { filter } : {}),
    },
  }
}
