import { readState } from '@busbar/sparkplug/state'

/** Whether the host application that an edge node is for is there. */
export interface Primary {
  readonly hostId: string
  /** What is known is of an earlier connection. */
  forget(): void
  /** A message of its STATE topic. What is older than what was said last is not heeded (section 5.14). */
  hear(text: string): void
  isThere(): boolean
}

export function createPrimary(hostId: string): Primary {
  let isThere = false
  let saidAt = Number.NEGATIVE_INFINITY
  return {
    hostId,
    forget() {
      isThere = false
      saidAt = Number.NEGATIVE_INFINITY
    },
    hear(text) {
      const said = readState(text)
      if (said === undefined || said.timestamp < saidAt) return
      saidAt = said.timestamp
      isThere = said.online
    },
    isThere: () => isThere,
  }
}
