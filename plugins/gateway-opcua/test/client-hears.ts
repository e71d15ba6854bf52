import {
  AttributeIds,
  type ClientMonitoredItem,
  type ClientSession,
  constructEventFilter,
  DataType,
  TimestampsToReturn,
  type Variant,
} from 'node-opcua-client'

/** What was heard so far. */
export type Hearing = () => Promise<{
  readonly alarms: readonly string[]
  readonly events: readonly string[]
}>

const SERVER = 'i=2253'
const CONDITION_TYPE = 'i=2782'
const CONDITION_REFRESH = 'i=3875'
const REFRESH_START = 'i=2787'
const REFRESH_END = 'i=2788'

/** Subscribes to the events of the whole server, as an alarm list does: with a refresh at the start. */
export async function listen(session: ClientSession): Promise<Hearing> {
  const namespaces = await session.readNamespaceArray()
  const types = namespaces.indexOf('urn:busbar:ua:building')
  const standing = new Map<string, boolean>()
  const events: string[] = []
  let refreshed = (): void => undefined
  const done = new Promise<void>((resolve) => {
    refreshed = resolve
  })
  const subscription = await session.createSubscription2({
    ...{ requestedPublishingInterval: 50, requestedLifetimeCount: 1_000 },
    ...{ requestedMaxKeepAliveCount: 20, maxNotificationsPerPublish: 1_000 },
    ...{ publishingEnabled: true, priority: 1 },
  })
  const item = (await subscription.monitor(
    { nodeId: SERVER, attributeId: AttributeIds.EventNotifier },
    {
      ...{ samplingInterval: 0, queueSize: 10_000, discardOldest: true },
      filter: constructEventFilter([
        ...['EventType', 'Message', 'Severity', 'ActiveState.Id', 'Retain'],
        `${types}:EventKey`,
      ]),
    },
    TimestampsToReturn.Both,
  )) as ClientMonitoredItem
  item.on('changed', (fields) => {
    const [type, message, severity, active, retain, key] = [
      ...(fields as unknown as readonly Variant[]),
    ].map(({ value }) => value as unknown)
    const id = String(type)
    if (id.endsWith(REFRESH_END)) return refreshed()
    if (id.endsWith(REFRESH_START) || typeof key !== 'string') return
    const text = (message as { readonly text?: string } | null)?.text ?? ''
    events.push(`${key} ${text} ${String(severity)} ${String(active)}`)
    if (typeof active === 'boolean') standing.set(key, active && retain === true)
  })
  await new Promise((resolve) => setTimeout(resolve, 100))
  await session.call({
    ...{ objectId: CONDITION_TYPE, methodId: CONDITION_REFRESH },
    inputArguments: [{ dataType: DataType.UInt32, value: subscription.subscriptionId }],
  })
  await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 3_000))])
  return async () => ({
    alarms: [...standing].filter(([, active]) => active).map(([key]) => key),
    events,
  })
}
