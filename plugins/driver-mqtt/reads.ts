import type { MeterDriver, ReadResult } from '@busbar/core/contracts'
import type { Answers } from './ask.ts'
import type { PointPlan, PointRead } from './decode/plan.ts'
import type { Transport } from './transport.ts'

export interface ReadOptions {
  readonly transport: Pick<Transport, 'isUp' | 'publish'>
  readonly answers: Answers
  readonly planOf: (pointId: string) => PointPlan | undefined
  readonly nextRequestId: () => number
}

/** Asks devices for values: one request per device, however many of its points are wanted. */
export function createReads(options: ReadOptions): MeterDriver['read'] {
  return async ({ pointIds, timeoutMs }) => {
    const byDevice = new Map<string, { pointId: string; read: PointRead }[]>()
    const items = new Map<string, ReadResult>()
    for (const pointId of pointIds) {
      const read = options.planOf(pointId)?.read
      if (read === undefined) {
        items.set(pointId, failed(pointId, 'not-readable', 'This point cannot be asked for.'))
      } else {
        const same = byDevice.get(read.device) ?? []
        byDevice.set(read.device, same)
        same.push({ pointId, read })
      }
    }
    const answered = await Promise.all(
      [...byDevice.values()].map((points) => askDevice(options, points, timeoutMs)),
    )
    for (const item of answered.flat()) items.set(item.pointId, item)
    return { items: pointIds.flatMap((pointId) => items.get(pointId) ?? []) }
  }
}

async function askDevice(
  { transport, answers, nextRequestId }: ReadOptions,
  points: readonly { pointId: string; read: PointRead }[],
  timeoutMs: number,
): Promise<readonly ReadResult[]> {
  const [first] = points
  if (first === undefined) return []
  if (!transport.isUp())
    return points.map(({ pointId }) => failed(pointId, 'offline', 'No connection to the broker.'))
  const requestId = nextRequestId()
  const waits = points.map(({ read }) =>
    answers.next({
      topics: read.answerTopics,
      timeoutMs,
      read: (message) => read.take(message, requestId),
    }),
  )
  const cancelAll = () => {
    for (const wait of waits) wait.cancel()
  }
  const expiryS = Math.max(1, Math.ceil(timeoutMs / 1_000))
  transport.publish({ ...first.read.request(requestId), expiryS }).then((outcome) => {
    if (outcome !== 'sent') cancelAll()
  }, cancelAll)
  return Promise.all(
    points.map(async ({ pointId }, index) => {
      const answer = await waits[index]?.answer
      return answer === undefined
        ? failed(pointId, 'timeout', 'The device did not answer.')
        : { pointId, ...answer }
    }),
  )
}

function failed(pointId: string, code: string, message: string): ReadResult {
  return { pointId, error: { code, message } }
}
