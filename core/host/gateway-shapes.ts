import type { BuildingView, GatewayWrite } from '../contracts/index.ts'
import { busbarError, errorCode } from '../kernel/error.ts'
import { type Boundary, crossError } from './boundary.ts'
import { asEvents } from './event-shapes.ts'

/*
 * What a gateway asks of the building comes from its far side, whatever that sends: it is judged before the core
 * sees it.
 */

const LONGEST_TEXT = 500

type Fields = { readonly [key: string]: unknown }

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= LONGEST_TEXT
const isCount = (value: unknown): value is number => Number.isSafeInteger(value)

/** @throws `validation-failed` */
function changesRequest(value: unknown): Parameters<BuildingView['changes']>[0] {
  const { cursor, waitMs, limit } = record(value)
  return isText(cursor) && isCount(waitMs) && waitMs >= 0 && isCount(limit)
    ? { cursor, waitMs, limit }
    : refuse()
}

/** @throws `validation-failed` */
function historyRequest(value: unknown): Parameters<BuildingView['history']>[0] {
  const { pointId, from, to, limit } = record(value)
  return isText(pointId) && isCount(from) && isCount(to) && isCount(limit)
    ? { pointId, from, to, limit }
    : refuse()
}

/** @throws `validation-failed` */
function writeRequest(request: unknown): GatewayWrite {
  const { pointId, value, actor, requestId } = record(request)
  const known = value === null || typeof value === 'boolean' || isText(value)
  if (!isText(pointId) || !known || !isText(actor)) return refuse()
  if (requestId === undefined) return { pointId, value, actor }
  return isText(requestId) ? { pointId, value, actor, requestId } : refuse()
}

/** A gateway's way to the core: the same boundary, and nothing once the connection is closed. */
export function crossingView(
  building: BuildingView,
  boundary: Boundary,
  isOpen: () => boolean,
): BuildingView {
  async function ask<Answer>(run: () => Promise<Answer>): Promise<Answer> {
    if (!isOpen())
      throw busbarError('plugin-not-available', {
        detail: 'The connection is closed; stop asking.',
      })
    try {
      return boundary(await run()) as Answer
    } catch (thrown) {
      // The core's own failure, not the plugin's.
      throw errorCode(thrown) ? crossError(thrown, (text) => text) : busbarError('internal')
    }
  }
  return Object.freeze({
    snapshot: () => ask(() => building.snapshot()),
    changes: (request) => ask(() => building.changes(changesRequest(boundary(request)))),
    history: (request) => ask(() => building.history(historyRequest(boundary(request)))),
    write: (request) => ask(() => building.write(writeRequest(boundary(request)))),
    health: (health) => {
      if (isOpen()) building.health(asEvents.health(boundary(health)))
    },
  } satisfies BuildingView)
}

function record(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : refuse()
}

function refuse(): never {
  throw busbarError('validation-failed', {
    detail: 'The gateway asked for what is no request; see the contract of BuildingView.',
  })
}
