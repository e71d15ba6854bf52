import { type Point, serverNodeId } from './plan.ts'
import type { Opened } from './session.ts'

/**
 * A point's node as the server has it now; undefined where the server lacks its namespace, or where the
 * text is no node id: such a point must not take the others of its call with it.
 */
export function nodeIdOn(
  { library, namespaces }: Opened,
  { address }: Pick<Point, 'address'>,
): string | undefined {
  const nodeId = serverNodeId(address.nodeId, namespaces)
  if (nodeId === undefined) return undefined
  try {
    library.coerceNodeId(nodeId)
    return nodeId
  } catch {
    return undefined
  }
}
