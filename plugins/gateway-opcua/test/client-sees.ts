import type { SeenPoint } from '@busbar/core/testkit'
import {
  AttributeIds,
  BrowseDirection,
  type ClientSession,
  type DataValue,
  NodeClass,
  type NodeId,
  type ReferenceDescription,
} from 'node-opcua-client'
import type { TypeNode } from './protocol.ts'

const OBJECTS = 'i=85'
const BASE_OBJECT_TYPE = 'i=58'
const BASE_VARIABLE_TYPE = 'i=62'
const TYPES = 'urn:busbar:ua:building'
const HIERARCHICAL = 'HierarchicalReferences'
const AT_ONCE = 1_000
/** What our units are called, by the code of UNECE's list or the name that is shown. */
const UNITS: Readonly<Record<string, string>> = {
  ...{ '4937544': 'kWh', '5067857': 'm3', '18262': 'GJ', '5723220': 'W', '4279632': 'A' },
  RT·h: 'RTh',
}

/** The node id of what the gateway calls so. */
export async function idOf(session: ClientSession, id: string): Promise<string> {
  const namespaces = await session.readNamespaceArray()
  return `ns=${namespaces.findIndex((uri) => uri.startsWith('urn:busbar:ua:site:'))};s=${id}`
}

async function children(
  session: ClientSession,
  nodeIds: readonly (NodeId | string)[],
  referenceTypeId = HIERARCHICAL,
): Promise<readonly ReferenceDescription[]> {
  const found: ReferenceDescription[] = []
  for (let at = 0; at < nodeIds.length; at += AT_ONCE) {
    const results = await session.browse(
      nodeIds.slice(at, at + AT_ONCE).map((nodeId) => ({
        ...{ nodeId, referenceTypeId, includeSubtypes: true },
        ...{ browseDirection: BrowseDirection.Forward, resultMask: 63, nodeClassMask: 0 },
      })),
    )
    for (const { references } of results) found.push(...(references ?? []))
  }
  return found
}

/** Variables of the site by our ids, found by walking down from the Objects folder. */
export async function browsePoints(session: ClientSession): Promise<ReadonlyMap<string, NodeId>> {
  const namespaces = await session.readNamespaceArray()
  const own = namespaces.findIndex((uri) => uri.startsWith('urn:busbar:ua:site:'))
  const points = new Map<string, NodeId>()
  let level: readonly (NodeId | string)[] = [OBJECTS]
  const walked = new Set<string>()
  while (level.length > 0) {
    const below: NodeId[] = []
    for (const { nodeId, nodeClass } of await children(session, level)) {
      const id = String(nodeId.value)
      if (nodeId.namespace !== own || id.startsWith('alarm:') || walked.has(id)) continue
      walked.add(id)
      if (nodeClass === NodeClass.Object) below.push(nodeId)
      if (nodeClass === NodeClass.Variable) points.set(id, nodeId)
    }
    level = below
  }
  return points
}

export async function seePoints(
  session: ClientSession,
): Promise<readonly (readonly [string, SeenPoint])[]> {
  const points = [...(await browsePoints(session))]
  const units = await unitsOf(session, points)
  const asked = points.flatMap(([, nodeId]) => [
    { nodeId, attributeId: AttributeIds.Value },
    { nodeId, attributeId: AttributeIds.UserAccessLevel },
  ])
  const read: DataValue[] = []
  for (let at = 0; at < asked.length; at += AT_ONCE)
    read.push(...(await session.read(asked.slice(at, at + AT_ONCE), 0)))
  return points.flatMap(([pointId], index) => {
    const value = read[index * 2]
    const level = read[index * 2 + 1]
    if (value === undefined || level === undefined) return []
    const seen: SeenPoint = {
      ...{ value: scalarOf(value), good: value.statusCode.isGoodish() },
      ...{ unit: units.get(pointId) ?? '', at: value.sourceTimestamp?.getTime() ?? null },
      writable: (Number(level.value.value) & 2) !== 0,
    }
    return [[pointId, seen] as const]
  })
}

export function scalarOf({ value }: DataValue): string | boolean | null {
  const plain: unknown = value.value
  if (plain === null || plain === undefined) return null
  return typeof plain === 'boolean' ? plain : String(plain)
}

async function unitsOf(
  session: ClientSession,
  points: readonly (readonly [string, NodeId])[],
): Promise<ReadonlyMap<string, string>> {
  const units = new Map<string, string>()
  for (let at = 0; at < points.length; at += AT_ONCE) {
    const part = points.slice(at, at + AT_ONCE)
    const found = await session.browse(part.map(([, nodeId]) => properties(nodeId)))
    const held = found.flatMap(({ references }, index) => {
      const unit = references?.find(({ browseName }) => browseName.name === 'EngineeringUnits')
      const pointId = part[index]?.[0]
      return unit === undefined || pointId === undefined ? [] : [{ pointId, nodeId: unit.nodeId }]
    })
    const values = await session.read(
      held.map(({ nodeId }) => ({ nodeId, attributeId: AttributeIds.Value })),
      0,
    )
    for (const [index, { value }] of values.entries()) {
      const shown = value.value.displayName.text
      const pointId = held[index]?.pointId ?? ''
      units.set(pointId, UNITS[value.value.unitId] ?? UNITS[shown] ?? shown)
    }
  }
  return units
}

const properties = (nodeId: NodeId) => ({
  ...{ nodeId, referenceTypeId: 'HasProperty', includeSubtypes: true },
  ...{ browseDirection: BrowseDirection.Forward, resultMask: 63, nodeClassMask: 0 },
})

export async function readUnits(session: ClientSession, pointId: string) {
  const [found] = (await children(session, [await idOf(session, pointId)], 'HasProperty')).filter(
    ({ browseName }) => browseName.name === 'EngineeringUnits',
  )
  if (found === undefined) throw new Error(`${pointId} has no EngineeringUnits.`)
  const { value } = await session.read({ nodeId: found.nodeId, attributeId: AttributeIds.Value })
  const { namespaceUri, unitId, displayName } = value.value
  return { namespaceUri, unitId, displayName: displayName.text }
}

export async function readTypes(session: ClientSession): Promise<readonly TypeNode[]> {
  const own = (await session.readNamespaceArray()).indexOf(TYPES)
  const found: TypeNode[] = []
  let level: readonly (NodeId | string)[] = [BASE_OBJECT_TYPE, BASE_VARIABLE_TYPE]
  while (level.length > 0) {
    const below = await children(session, level, 'HasSubtype')
    for (const { nodeId, browseName } of below)
      if (nodeId.namespace === own)
        found.push({
          name: browseName.name ?? '',
          children: (await children(session, [nodeId], 'Aggregates'))
            .map((child) => child.browseName.name ?? '')
            .sort(),
        })
    level = below.map(({ nodeId }) => nodeId)
  }
  return found
}

export async function typeOf(session: ClientSession, nodeId: string): Promise<string> {
  const [found] = await children(session, [await idOf(session, nodeId)], 'HasTypeDefinition')
  return found?.browseName.name ?? ''
}
