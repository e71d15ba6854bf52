import type { GatewayEvent } from '@busbar/core/contracts'
import type {
  BaseNode,
  CallMethodResultOptions,
  Namespace,
  UAAlarmConditionEx,
  UAMethod,
  UAObject,
} from 'node-opcua'
import type { Library } from './library.ts'

/** Alarms that stand, as conditions of the things that they are of; what passes by itself, as events. */
export interface Alarms {
  tell(event: GatewayEvent): void
  /** Alarms that are not among them are over. */
  replace(events: readonly GatewayEvent[]): void
  /** Nothing of the thing is there any more. */
  forget(nodeId: string): void
  standing(): number
}

/** Enable, Disable, AddComment, Acknowledge and Confirm of the standard's types (part 9). */
const TYPES_METHODS = ['i=9027', 'i=9028', 'i=9029', 'i=9111', 'i=9113']

/** OPC UA part 5, 6.4.2: 1 is the least, 1000 the most. */
const SEVERITIES = { info: 100, warning: 500, critical: 900 } as const

interface Alarm {
  readonly condition: UAAlarmConditionEx
  readonly nodeId: string
  isActive: boolean
}

export function createAlarms(request: {
  readonly library: Library
  readonly namespace: Namespace
  readonly types: number
  /** The thing of that id; null where there is none. */
  readonly find: (nodeId: string) => UAObject | null
}): Alarms {
  const { library, namespace, types, find } = request
  const { DataType, NodeId, StatusCodes } = library
  const alarms = new Map<string, Alarm>()
  const { addressSpace } = namespace
  const alarmType = addressSpace.findEventType('BuildingAlarmType', types)
  const eventType = addressSpace.findEventType('BuildingEventType', types)
  if (alarmType === null || eventType === null) throw new Error('The types of events are missing.')

  for (const nodeId of TYPES_METHODS) refuseCalls(library, addressSpace.findNode(nodeId))

  function conditionOf(event: GatewayEvent, source: UAObject): Alarm {
    const condition = namespace.instantiateAlarmCondition(alarmType ?? '', {
      browseName: { namespaceIndex: types, name: event.eventId },
      nodeId: `s=alarm:${event.eventId}`,
      conditionName: event.message,
      ...{ componentOf: source, conditionSource: source, conditionOf: source },
      inputNode: NodeId.nullNodeId,
    })
    const set = (name: string, value: string) => {
      const property = condition.getPropertyByName(name, types)
      property?.setValueFromSource({ dataType: DataType.String, value })
    }
    for (const method of [condition.enable, condition.disable, condition.addComment])
      refuseCalls(library, method)
    refuseCalls(library, condition.acknowledge)
    set('EventKey', event.eventId)
    set('Kind', event.kind)
    return { condition, nodeId: event.nodeId, isActive: false }
  }

  function stand(event: GatewayEvent): void {
    const source = find(event.nodeId)
    if (source === null) return
    const alarm = alarms.get(event.eventId) ?? conditionOf(event, source)
    alarms.set(event.eventId, alarm)
    if (alarm.isActive) return
    alarm.isActive = true
    alarm.condition.activateAlarm()
    // Who deals with it is told to the core, not here.
    alarm.condition.currentBranch().setAckedState(true)
    raise(alarm, event, true)
  }

  function end(alarm: Alarm, event: Pick<GatewayEvent, 'message' | 'severity' | 'at'>): void {
    if (!alarm.isActive) return
    alarm.isActive = false
    alarm.condition.deactivateAlarm(false)
    raise(alarm, event, false)
  }

  function raise(
    { condition }: Alarm,
    { message, severity, at }: Pick<GatewayEvent, 'message' | 'severity' | 'at'>,
    retain: boolean,
  ): void {
    condition.time.setValueFromSource({ dataType: DataType.DateTime, value: new Date(at) })
    condition.raiseNewCondition({
      ...{ message, severity: SEVERITIES[severity], quality: StatusCodes.Good, retain },
    })
  }

  function pass(event: GatewayEvent): void {
    const { DateTime, String: Text } = DataType
    find(event.nodeId)?.raiseEvent(eventType ?? '', {
      message: { dataType: DataType.LocalizedText, value: { text: event.message } },
      severity: { dataType: DataType.UInt16, value: SEVERITIES[event.severity] },
      time: { dataType: DateTime, value: new Date(event.at) },
      eventKey: { dataType: Text, value: event.eventId },
      kind: { dataType: Text, value: event.kind },
    })
  }

  return {
    tell(event) {
      if (event.active) return stand(event)
      const alarm = alarms.get(event.eventId)
      if (alarm?.isActive === true) end(alarm, event)
      else pass(event)
    },
    replace(events) {
      const known = new Set(events.map(({ eventId }) => eventId))
      const over = { message: 'over', severity: 'info' as const, at: Date.now() }
      for (const [eventId, alarm] of alarms) if (!known.has(eventId)) end(alarm, over)
      for (const event of events) stand(event)
    },
    forget(nodeId) {
      for (const [eventId, alarm] of alarms)
        if (alarm.nodeId === nodeId) {
          alarms.delete(eventId)
          addressSpace.deleteNode(alarm.condition.nodeId)
        }
    },
    standing: () => [...alarms.values()].filter(({ isActive }) => isActive).length,
  }
}

type MethodCallback = (error: null, result: CallMethodResultOptions) => void

/** An alarm is what the core says: no client silences it for the others. */
function refuseCalls({ NodeClass, StatusCodes }: Library, node: BaseNode | null): void {
  if (node?.nodeClass !== NodeClass.Method) return
  const method = node as UAMethod
  method.bindMethod((_inputs: unknown, _context: unknown, callback: MethodCallback) =>
    callback(null, { statusCode: StatusCodes.BadNotSupported, outputArguments: [] }),
  )
}
