import { setImmediate as turn } from 'node:timers/promises'
import type {
  GatewayNode,
  GatewayNodeKind,
  GatewayPoint,
  GatewaySnapshot,
  GatewayValue,
} from '@busbar/core/contracts'
import type {
  CallMethodResultOptions,
  ISessionContext,
  Namespace,
  UAObject,
  UAVariable,
} from 'node-opcua'
import { addPoint, type PointTools, setPoint } from './points.ts'

/** The building in the server's address space. */
export interface Model {
  /** Makes it that of the snapshot: what is there already and the same stays, with its node. */
  replace(snapshot: Pick<GatewaySnapshot, 'nodes' | 'points' | 'values'>): Promise<void>
  set(values: readonly GatewayValue[]): Promise<void>
  find(nodeId: string): UAObject | null
  points(): number
}

/** Nodes or values that are put in place before the event loop turns. */
const AT_ONCE = 100
const TYPE_IDS: Readonly<Record<GatewayNodeKind, number>> = {
  ...{ site: 1001, space: 1002, meter: 1003, account: 1004, supply: 1005 },
}
const METHODS = [
  { name: 'Cut', value: false },
  { name: 'Restore', value: true },
  { name: 'Release', value: null },
] as const

interface Shown<Thing, Node> {
  readonly thing: Thing
  readonly node: Node
}

export function createModel(request: {
  readonly namespace: Namespace
  readonly tools: PointTools
  /** Told before a thing is taken away. */
  readonly onGone: (nodeId: string) => void
}): Model {
  const { namespace, tools, onGone } = request
  const { addressSpace } = namespace
  const things = new Map<string, Shown<GatewayNode, UAObject>>()
  const points = new Map<string, Shown<GatewayPoint, UAVariable>>()

  function removePoint(pointId: string): void {
    const shown = points.get(pointId)
    points.delete(pointId)
    if (shown) addressSpace.deleteNode(shown.node.nodeId)
  }

  function removeThing(nodeId: string): void {
    const shown = things.get(nodeId)
    if (shown === undefined) return
    // Whatever is below it goes with it.
    for (const [id, { thing }] of things) if (thing.parentId === nodeId) removeThing(id)
    for (const [id, { thing }] of points) if (thing.nodeId === nodeId) points.delete(id)
    onGone(nodeId)
    things.delete(nodeId)
    addressSpace.deleteNode(shown.node.nodeId)
  }

  function addThing(thing: GatewayNode): void {
    const above = thing.parentId === null ? undefined : things.get(thing.parentId)?.node
    const { objects } = addressSpace.rootFolder
    // Clients subscribe to the events of the site, of a floor or of one supply, and events rise from one to the next.
    const place =
      above === undefined
        ? { organizedBy: objects, eventSourceOf: objects.server }
        : { componentOf: above, eventSourceOf: above }
    const node = namespace.addObject({
      browseName: { namespaceIndex: namespace.index, name: thing.nodeId },
      displayName: thing.title,
      nodeId: `s=${thing.nodeId}`,
      typeDefinition: tools.library.resolveNodeId(`ns=${tools.types};i=${TYPE_IDS[thing.kind]}`),
      eventNotifier: 1,
      ...place,
    })
    node.addReference({
      ...{ referenceType: 'HasNotifier', isForward: false },
      nodeId: (above ?? objects.server).nodeId,
    })
    things.set(thing.nodeId, { thing, node })
  }

  function addOne(point: GatewayPoint): void {
    const parent = things.get(point.nodeId)?.node
    if (parent === undefined) return
    const node = addPoint(tools, parent, point)
    points.set(point.pointId, { thing: point, node })
    if (point.writable) addMethods(tools, parent, point.pointId)
  }

  function removeOld(snapshot: Pick<GatewaySnapshot, 'nodes' | 'points'>): void {
    const wantedThings = new Map(snapshot.nodes.map((thing) => [thing.nodeId, thing]))
    const wantedPoints = new Map(snapshot.points.map((point) => [point.pointId, point]))
    for (const [id, { thing }] of things) if (!isSame(thing, wantedThings.get(id))) removeThing(id)
    for (const [id, { thing }] of points) {
      if (isSame(thing, wantedPoints.get(id))) continue
      // Methods came with it.
      if (thing.writable) removeThing(thing.nodeId)
      else removePoint(id)
    }
  }

  async function set(values: readonly GatewayValue[]): Promise<void> {
    const turning = everySoOften()
    for (const value of values) {
      const shown = points.get(value.pointId)
      if (shown) setPoint(tools, shown.node, shown.thing, value)
      await turning()
    }
  }

  return {
    set,
    find: (nodeId) => things.get(nodeId)?.node ?? null,
    points: () => points.size,
    async replace(snapshot) {
      removeOld(snapshot)
      const turning = everySoOften()
      for (const thing of snapshot.nodes) {
        if (!things.has(thing.nodeId)) addThing(thing)
        await turning()
      }
      for (const point of snapshot.points) {
        if (!points.has(point.pointId)) addOne(point)
        await turning()
      }
      await set(snapshot.values)
    },
  }
}

/** Lets the event loop turn after so many calls. */
function everySoOften(): () => Promise<void> {
  let done = 0
  return async () => {
    done += 1
    if (done % AT_ONCE === 0) await turn()
  }
}

type MethodCallback = (error: Error | null, result?: CallMethodResultOptions) => void

/** Plain data of the contract: alike in every field. */
const isSame = (left: object, right: object | undefined): boolean =>
  right !== undefined && JSON.stringify(left) === JSON.stringify(right)

/** Orders as methods, for clients that would rather be told in words what became of one. */
function addMethods(tools: PointTools, parent: UAObject, pointId: string): void {
  const { library, types, orders } = tools
  const { DataType } = library
  const text = (value: string) => ({ dataType: DataType.String, value })
  for (const { name, value } of METHODS) {
    const method = parent.namespace.addMethod(parent, {
      browseName: { namespaceIndex: types, name },
      nodeId: `s=${parent.nodeId.value}/${name}`,
      outputArguments: [
        { name: 'Outcome', dataType: DataType.String },
        { name: 'Detail', dataType: DataType.String },
      ],
    })
    const answer = async (context: ISessionContext): Promise<CallMethodResultOptions> => {
      const { status, result } = await orders.give({ context, pointId, value })
      if (status.isNotGood() || result === null) return { statusCode: status, outputArguments: [] }
      const outputArguments = [text(result.outcome), text(result.detail)]
      return { statusCode: status, outputArguments }
    }
    method.bindMethod((_inputs: unknown, context: ISessionContext, callback: MethodCallback) => {
      answer(context).then((result) => callback(null, result), callback)
    })
  }
}
