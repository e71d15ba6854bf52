import type { MeterDriver, ReadResult } from '@busbar/core/contracts'
import { pieces } from './limits.ts'
import type { Point } from './plan.ts'
import { readPoints } from './poller.ts'
import type { Opened } from './session.ts'
import { statusOf } from './subscriptions.ts'
import { decodeValue } from './values.ts'

const MOST_PER_CALL = 500

/** Reads points on request; nothing of it is handed on as a reading. */
export function createReads(options: {
  readonly session: () => Opened | undefined
  readonly pointOf: (pointId: string) => Point | undefined
}): MeterDriver['read'] {
  return async ({ pointIds, timeoutMs }) => {
    const opened = options.session()
    const points = [...new Set(pointIds)].flatMap((pointId) => options.pointOf(pointId) ?? [])
    const items = new Map<string, ReadResult>()
    const readPiece = async (part: readonly Point[]) => {
      for (const item of await readSome(opened, part, timeoutMs)) items.set(item.pointId, item)
    }
    await Promise.all(pieces(points, MOST_PER_CALL).map(readPiece))
    return {
      items: pointIds.map(
        (pointId) =>
          items.get(pointId) ?? failed(pointId, 'not-found', 'The server has no such point.'),
      ),
    }
  }
}

async function readSome(
  opened: Opened | undefined,
  points: readonly Point[],
  timeoutMs: number,
): Promise<readonly ReadResult[]> {
  const all = (code: string, message: string) =>
    points.map(({ pointId }) => failed(pointId, code, message))
  if (opened === undefined) return all('offline', 'No session with the server.')
  try {
    const arrivals = await inTime(readPoints(opened, points), timeoutMs)
    if (arrivals === undefined) return all('timeout', 'The server did not answer.')
    return arrivals.map(({ point, dataValue }) => {
      const { pointId } = point
      const decoded = decodeValue(opened.library, dataValue, point)
      if (decoded.kind === 'malformed') return failed(pointId, 'unusable', decoded.reason)
      if (decoded.kind === 'bad' || decoded.quality === 'bad')
        return failed(pointId, 'bad-status', `The server answers ${decoded.status}.`)
      return { pointId, value: decoded.value, at: decoded.at }
    })
  } catch (thrown) {
    return all('failed', `The server answers ${statusOf(thrown)}.`)
  }
}

/** What comes within the time; undefined where nothing does. */
export async function inTime<T>(work: Promise<T>, timeoutMs: number): Promise<T | undefined> {
  const timer = Promise.withResolvers<undefined>()
  const limit = setTimeout(() => timer.resolve(undefined), timeoutMs)
  // Late answers have nobody to fail.
  work.catch(() => undefined)
  return Promise.race([work, timer.promise]).finally(() => clearTimeout(limit))
}

function failed(pointId: string, code: string, message: string): ReadResult {
  return { pointId, error: { code, message } }
}
