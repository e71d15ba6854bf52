import type { Instant } from '@busbar/core/contracts'
import { stateText } from '@busbar/sparkplug/state'
import { stateTopic } from '@busbar/sparkplug/topics'

/** What a host application tells of itself: retained, at QoS 1. */
interface Statement {
  readonly topic: string
  readonly payload: string
}

/** One connection's statements: its will and its birth carry one timestamp (section 5.14). */
export interface Presence {
  readonly topic: string
  /** Called before each connection. */
  will(): Statement
  birth(): Statement
  death(): Statement
}

/** The STATE messages of Sparkplug 3.0: `{"online":true,"timestamp":…}` at `spBv1.0/STATE/<host id>`. */
export function createPresence(options: {
  readonly hostId: string
  readonly now: () => Instant
}): Presence {
  const topic = stateTopic(options.hostId)
  let connectedAt: Instant = options.now()
  const say = (online: boolean, timestamp: Instant): Statement => ({
    topic,
    payload: stateText({ online, timestamp }),
  })
  return {
    topic,
    will() {
      connectedAt = options.now()
      return say(false, connectedAt)
    },
    birth: () => say(true, connectedAt),
    death: () => say(false, options.now()),
  }
}

/** Whether a message of the STATE topic says that the host is gone, since whenever. */
export function saysOffline(text: string): boolean {
  try {
    const said: unknown = JSON.parse(text)
    return typeof said === 'object' && said !== null && 'online' in said && said.online === false
  } catch {
    return false
  }
}
