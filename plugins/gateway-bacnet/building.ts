import type { Encodable } from '@busbar/bacnet/encode'
import { OBJECT, WILDCARD_INSTANCE } from '@busbar/bacnet/numbers'
import { objectValue } from '@busbar/bacnet/replies'
import type { ObjectId } from '@busbar/bacnet/tags'
import type {
  GatewayHoldCalendar,
  GatewayNode,
  GatewayPoint,
  GatewaySnapshot,
  GatewayValue,
} from '@busbar/core/contracts'
import type { Hold } from './hold.ts'
import type { Instances } from './instances.ts'
import { emptyValue, presentValue, type Shape, shapeOf, TYPE_OF } from './shapes.ts'

/** A point as a BACnet object. */
export interface Served {
  readonly id: ObjectId
  readonly name: string
  readonly description: string
  readonly point: GatewayPoint
  readonly shape: Shape
  readonly hold: Hold
  readonly value: GatewayValue | undefined
  /** As it is shown: of what is not known now, what was known last. */
  readonly shown: Encodable
  /** 0: no fault detected; 1: no sensor, that is nothing was ever heard; 7: unreliable, other. */
  readonly reliability: 0 | 1 | 7
}

/** The objects of a site, by type and instance, name and point. */
export interface Building {
  readonly title: string
  readonly objects: Map<string, Served>
  readonly byName: Map<string, Served>
  readonly byPoint: Map<string, Served>
  /** Of all objects, as the device lists them. */
  readonly ids: readonly Encodable[]
}

const LONGEST_NAME = 120
const LONGEST_DESCRIPTION = 250

export const keyOf = ({ type, instance }: ObjectId): string => `${type}:${instance}`

/** All objects of a snapshot; what was shown before and is not known now stays as it was shown. */
export function buildingOf(
  snapshot: GatewaySnapshot,
  { instances, before }: { readonly instances: Instances; readonly before: Building | undefined },
): Building {
  const nodes = new Map(snapshot.nodes.map((node) => [node.nodeId, node]))
  const values = new Map(snapshot.values.map((value) => [value.pointId, value]))
  const { calendar } = snapshot
  const ids = idsOf(snapshot.points, { instances, calendar })
  const hold = { calendar, holidaysId: ids.get(calendar.holidayPointId) ?? NO_CALENDAR }
  const site = snapshot.nodes.find(({ parentId }) => parentId === null)
  const title = site?.title ?? 'Busbar'
  const names = namesOf(snapshot.points, nodes)
  const all = snapshot.points.flatMap((point): Served[] => {
    const { pointId } = point
    const id = ids.get(pointId)
    if (id === undefined) return []
    const shape = shapeOf(point, calendar)
    const base = {
      ...{ id, point, shape, hold, name: names.get(pointId) ?? pointId },
      description: descriptionOf(point, { nodes, shape, calendar }),
      shown: before?.byPoint.get(pointId)?.shown ?? emptyValue(shape),
      ...{ value: undefined, reliability: 1 as const },
    }
    const value = values.get(pointId)
    return [value === undefined ? base : withValue(base, value)]
  })
  return indexed(title, all)
}

const indexed = (title: string, all: readonly Served[]): Building => {
  return {
    title,
    objects: new Map(all.map((one) => [keyOf(one.id), one])),
    byName: new Map(all.map((one) => [one.name, one])),
    byPoint: new Map(all.map((one) => [one.point.pointId, one])),
    ids: all.map(({ id }) => objectValue(id)),
  }
}

/** Takes newer values in. @returns what of the building they are about */
export function takeValues(building: Building, values: readonly GatewayValue[]): readonly Served[] {
  return values.flatMap((value) => {
    const known = building.byPoint.get(value.pointId)
    if (known === undefined) return []
    const served = withValue(known, value)
    building.objects.set(keyOf(served.id), served)
    building.byName.set(served.name, served)
    building.byPoint.set(value.pointId, served)
    return [served]
  })
}

function withValue(served: Served, value: GatewayValue): Served {
  const shown = presentValue(served.point, served.shape, value.value)
  return {
    ...served,
    value,
    shown: shown ?? served.shown,
    reliability: reliabilityOf(served.shape, value, shown),
  }
}

function reliabilityOf(shape: Shape, value: GatewayValue, shown: Encodable | undefined) {
  if (value.quality === 'bad') return value.at === null ? 1 : 7
  // That nobody has ordered anything is known well.
  if (shape === 'command' && value.value === null) return 0
  if (value.value === null) return 1
  return shown === undefined ? 7 : 0
}

/** What refers to no object. */
const NO_CALENDAR: ObjectId = { type: OBJECT.calendar, instance: WILDCARD_INSTANCE }

function idsOf(
  points: readonly GatewayPoint[],
  given: { readonly instances: Instances; readonly calendar: GatewayHoldCalendar },
) {
  const { instances, calendar } = given
  const types = Map.groupBy(points, (point) => TYPE_OF[shapeOf(point, calendar)])
  return new Map(
    [...types].flatMap(([type, ofType]) =>
      [
        ...instances.assign(
          type,
          ofType.map(({ pointId }) => pointId),
        ),
      ].map(([pointId, instance]): [string, ObjectId] => [pointId, { type, instance }]),
    ),
  )
}

/** Titles of node and point; where that is not unique, with the point's id. */
function namesOf(
  points: readonly GatewayPoint[],
  nodes: ReadonlyMap<string, GatewayNode>,
): ReadonlyMap<string, string> {
  const plain = (point: GatewayPoint) =>
    `${nodes.get(point.nodeId)?.title ?? point.nodeId} – ${point.title}`.slice(0, LONGEST_NAME)
  const counts = new Map<string, number>()
  for (const point of points) counts.set(plain(point), (counts.get(plain(point)) ?? 0) + 1)
  return new Map(
    points.map((point) => {
      const name = plain(point)
      return [point.pointId, counts.get(name) === 1 ? name : `${name} (${point.pointId})`]
    }),
  )
}

const scheduleNote = ({ timeZone }: GatewayHoldCalendar): string =>
  ` (active: held, weather bans apart, read only, clock of ${timeZone})`

/** Where it is, its unit where BACnet has no word for it, and the point's id in brackets. */
function descriptionOf(
  point: GatewayPoint,
  more: {
    readonly nodes: ReadonlyMap<string, GatewayNode>
    readonly shape: Shape
    readonly calendar: GatewayHoldCalendar
  },
): string {
  const { nodes, shape, calendar } = more
  const places: string[] = []
  for (let at = nodes.get(point.nodeId); at !== undefined && places.length < 20; ) {
    places.unshift(at.title)
    at = at.parentId === null ? undefined : nodes.get(at.parentId)
  }
  const unit = /^[A-Z]{3}$/.test(point.unit) ? `, ${point.unit}` : ''
  const id = `[${point.pointId}]`
  const note = shape === 'schedule' ? scheduleNote(calendar) : ''
  const text = `${places.join(' / ')}: ${point.title}${unit}${note}`
  return `${text.slice(0, LONGEST_DESCRIPTION - id.length)} ${id}`
}
