import type { Library } from './library.ts'
import type { Session } from './session.ts'

/** How much a server takes in one call. */
export interface ServerLimits {
  readonly read: number
  readonly historyRead: number
  readonly browse: number
  readonly monitor: number
}

const MOST: ServerLimits = { read: 500, historyRead: 50, browse: 100, monitor: 500 }
/** Nodes of OperationLimits (part 5, 6.3.11), in the order of the fields above. */
const NODES = ['i=11705', 'i=12165', 'i=11710', 'i=11714'] as const

/** What the server says of itself, and never more than is good for both sides. */
export async function readLimits(library: Library, session: Session): Promise<ServerLimits> {
  const { AttributeIds } = library
  const answers = await session.read(
    NODES.map((nodeId) => ({ nodeId, attributeId: AttributeIds.Value })),
  )
  const limit = (index: number, most: number): number => {
    const value: unknown = answers[index]?.value?.value
    return typeof value === 'number' && value > 0 ? Math.min(value, most) : most
  }
  return {
    read: limit(0, MOST.read),
    historyRead: limit(1, MOST.historyRead),
    browse: limit(2, MOST.browse),
    monitor: limit(3, MOST.monitor),
  }
}

/** The list in pieces of at most so many. */
export function pieces<T>(list: readonly T[], most: number): readonly (readonly T[])[] {
  const count = Math.ceil(list.length / most)
  return Array.from({ length: count }, (_, index) => list.slice(index * most, (index + 1) * most))
}
