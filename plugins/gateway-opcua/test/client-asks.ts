import type { GatewayHistoryRow, GatewayScalar } from '@busbar/core/contracts'
import {
  AttributeIds,
  BrowseDirection,
  type ClientSession,
  DataType,
  type DataValue,
  HistoryData,
  HistoryReadRequest,
  ReadRawModifiedDetails,
  StatusCodes,
  TimestampsToReturn,
} from 'node-opcua-client'
import { idOf, scalarOf } from './client-sees.ts'
import type { Answered, ClientCommands } from './protocol.ts'

const AT_ONCE = 1_000

export async function readAll(session: ClientSession, pointIds: readonly string[]) {
  return readFrom(session, await idOf(session, ''), pointIds)
}

/** Reads them all again and again for as long: how long each whole read took, and the fewest that were good in one. */
export async function readAgain(
  session: ClientSession,
  { pointIds, forMs }: { readonly pointIds: readonly string[]; readonly forMs: number },
) {
  const base = await idOf(session, '')
  const wholeMs: number[] = []
  let fewestGood = pointIds.length
  for (const begun = performance.now(); performance.now() - begun < forMs; ) {
    const started = performance.now()
    const { good } = await readFrom(session, base, pointIds)
    wholeMs.push(performance.now() - started)
    fewestGood = Math.min(fewestGood, good)
  }
  return { wholeMs, fewestGood }
}

async function readFrom(session: ClientSession, base: string, pointIds: readonly string[]) {
  let good = 0
  let sum = 0
  for (let at = 0; at < pointIds.length; at += AT_ONCE) {
    const part = pointIds.slice(at, at + AT_ONCE)
    const values = await session.read(
      part.map((id) => ({ nodeId: `${base}${id}`, attributeId: AttributeIds.Value })),
      0,
    )
    for (const { statusCode, value } of values)
      if (statusCode.isGoodish()) {
        good += 1
        sum += Number(value.value)
      }
  }
  return { good, sum }
}

/** Settles when each of them was told. */
export async function watch(session: ClientSession, pointIds: readonly string[]) {
  const base = await idOf(session, '')
  const subscription = await session.createSubscription2({
    ...{ requestedPublishingInterval: 100, requestedLifetimeCount: 1_000 },
    ...{ requestedMaxKeepAliveCount: 20, maxNotificationsPerPublish: 10_000 },
    ...{ publishingEnabled: true, priority: 1 },
  })
  const told = new Set<string>()
  await new Promise<void>((resolve, reject) => {
    const add = async () => {
      for (let at = 0; at < pointIds.length; at += AT_ONCE) {
        const group = await subscription.monitorItems(
          pointIds
            .slice(at, at + AT_ONCE)
            .map((id) => ({ nodeId: `${base}${id}`, attributeId: AttributeIds.Value })),
          { samplingInterval: 0, queueSize: 1, discardOldest: true },
          TimestampsToReturn.Both,
        )
        group.on('changed', (item) => {
          told.add(item.itemToMonitor.nodeId.toString())
          if (told.size === pointIds.length) resolve()
        })
      }
    }
    add().catch(reject)
  })
  await subscription.terminate()
  return { told: told.size }
}

export async function write(session: ClientSession, pointId: string, value: GatewayScalar) {
  const variant =
    value === null
      ? { dataType: DataType.Null }
      : typeof value === 'boolean'
        ? { dataType: DataType.Boolean, value }
        : { dataType: DataType.String, value }
  const status = await session.write({
    ...{ nodeId: await idOf(session, pointId), attributeId: AttributeIds.Value },
    value: { value: variant },
  })
  return { status: status.name }
}

/** @param name of one of the object's methods, or a node id of the standard's own */
export async function callMethod(
  session: ClientSession,
  nodeId: string,
  name: string,
): Promise<Answered> {
  const objectId = await idOf(session, nodeId)
  const isStandard = name.startsWith('i=')
  const methodId = isStandard ? name : await methodOf(session, objectId, name)
  // Event ids and comments; nobody looks at them.
  const inputs = [
    { dataType: DataType.ByteString, value: Buffer.from('00', 'hex') },
    { dataType: DataType.LocalizedText, value: { text: 'seen' } },
  ]
  const takesInputs = ['i=9111', 'AddComment'].includes(name)
  const { statusCode, outputArguments } = await session.call({
    ...{ objectId, methodId, inputArguments: takesInputs ? inputs : [] },
  })
  return {
    status: statusCode.name,
    outputs: (outputArguments ?? []).map(({ value }): unknown => value),
  }
}

async function methodOf(session: ClientSession, objectId: string, name: string) {
  const { references } = await session.browse({
    ...{ nodeId: objectId, referenceTypeId: 'HasComponent', includeSubtypes: true },
    ...{ browseDirection: BrowseDirection.Forward, resultMask: 63, nodeClassMask: 0 },
  })
  const found = references?.find(({ browseName }) => browseName.name === name)
  if (found === undefined) throw new Error(`${objectId} has no ${name}.`)
  return found.nodeId
}

type HistoryAsked = Parameters<ClientCommands['history']>[0]

/** Raw values, going on where the server has more. */
export async function readHistory(session: ClientSession, request: HistoryAsked) {
  const { pointId, from, to, each, once = false } = request
  const nodeId = await idOf(session, pointId)
  const rows: GatewayHistoryRow[] = []
  let continuationPoint: Buffer | undefined
  for (;;) {
    const answer = await session.historyRead(
      new HistoryReadRequest({
        historyReadDetails: new ReadRawModifiedDetails({
          ...{ isReadModified: false, returnBounds: false, numValuesPerNode: each },
          startTime: from === null ? null : new Date(from),
          endTime: to === null ? null : new Date(to),
        }),
        nodesToRead: [{ nodeId, ...(continuationPoint && { continuationPoint }) }],
        ...{ releaseContinuationPoints: false, timestampsToReturn: TimestampsToReturn.Both },
      }),
    )
    const result = answer.results?.[0]
    if (result === undefined) throw new Error('No answer.')
    const data = result.historyData
    if (data instanceof HistoryData) rows.push(...(data.dataValues ?? []).map(rowOf))
    continuationPoint = result.continuationPoint ?? undefined
    if (once || continuationPoint === undefined || continuationPoint.length === 0)
      return { rows, status: result.statusCode.name }
  }
}

const rowOf = (value: DataValue): GatewayHistoryRow => ({
  ...{ value: scalarOf(value), at: value.sourceTimestamp?.getTime() ?? 0 },
  quality: qualityOf(value),
})

function qualityOf({ statusCode }: DataValue): GatewayHistoryRow['quality'] {
  if (statusCode.equals(StatusCodes.Good)) return 'good'
  return statusCode.equals(StatusCodes.Uncertain) ? 'uncertain' : 'bad'
}
