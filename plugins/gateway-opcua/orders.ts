import type { BuildingView, GatewayScalar, GatewayWriteResult, Log } from '@busbar/core/contracts'
import { errorMessage } from '@busbar/core/contracts'
import type { ISessionContext, StatusCode } from 'node-opcua'
import type { Library } from './library.ts'
import { subjectOf } from './trust.ts'

/** Orders that are worked on at once; further ones are refused. */
const MOST_AT_ONCE = 16

export interface Ordered {
  readonly status: StatusCode
  /** Null where the building was not asked. */
  readonly result: GatewayWriteResult | null
}

/** Passes orders of sessions on to the building, which judges each one anew. */
export interface Orders {
  give(request: {
    readonly context: ISessionContext
    readonly pointId: string
    readonly value: GatewayScalar
  }): Promise<Ordered>
  readonly counts: { orders: number; refusedOrders: number }
}

/**
 * Only a session with a name gives orders, and only where nobody on the way can change what it says: an order is
 * audited with whoever gave it.
 */
export function createOrders(request: {
  readonly library: Library
  readonly building: Pick<BuildingView, 'write'>
  readonly log: Log
}): Orders {
  const { library, building, log } = request
  const { StatusCodes } = library
  const counts = { orders: 0, refusedOrders: 0 }
  let busy = 0

  const refuse = (status: StatusCode): Ordered => {
    counts.refusedOrders += 1
    return { status, result: null }
  }

  async function ask(pointId: string, value: GatewayScalar, actor: string): Promise<Ordered> {
    try {
      const result = await building.write({ pointId, value, actor })
      if (result.outcome === 'refused' || result.outcome === 'invalid') {
        counts.refusedOrders += 1
        log.warn('An order was not taken', { pointId, actor, ...result })
      }
      return { status: statusOf(library, result), result }
    } catch (thrown) {
      log.warn('An order could not be passed on', { pointId, reason: errorMessage(thrown) })
      return refuse(StatusCodes.BadResourceUnavailable)
    }
  }

  return {
    counts,
    async give({ context, pointId, value }) {
      const actor = actorOf(library, context)
      if (actor === undefined) return refuse(StatusCodes.BadUserAccessDenied)
      if (busy >= MOST_AT_ONCE) return refuse(StatusCodes.BadTooManyOperations)
      counts.orders += 1
      busy += 1
      return ask(pointId, value, actor).finally(() => {
        busy -= 1
      })
    },
  }
}

function statusOf({ StatusCodes }: Library, { outcome }: GatewayWriteResult): StatusCode {
  switch (outcome) {
    case 'refused':
      return StatusCodes.BadUserAccessDenied
    case 'invalid':
      return StatusCodes.BadNotWritable
    default:
      return StatusCodes.Good
  }
}

/** Who speaks in the session; undefined where nobody knows, or somebody else could. */
function actorOf(
  { UserNameIdentityToken, X509IdentityToken, MessageSecurityMode }: Library,
  { session }: ISessionContext,
): string | undefined {
  const mode = session?.channel?.securityMode ?? MessageSecurityMode.None
  if (mode !== MessageSecurityMode.Sign && mode !== MessageSecurityMode.SignAndEncrypt)
    return undefined
  const token: unknown = session?.userIdentityToken
  if (token instanceof UserNameIdentityToken) return `OPC UA user ${token.userName ?? ''}`
  if (token instanceof X509IdentityToken) return `OPC UA user ${subjectOf(token.certificateData)}`
  return undefined
}
