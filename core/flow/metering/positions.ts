import type { Id } from '../../kernel/id.ts'
import type { StreamPosition, StreamStore } from './ports.ts'

/** Where a writer's streams stand, as it believes; each write proves it. */
export interface Positions {
  /** Brings in those that are not known; what does not exist stays unknown. */
  load(pointIds: readonly Id[]): Promise<void>
  get(pointId: Id): StreamPosition | undefined
  set(pointId: Id, position: StreamPosition): void
  forget(pointIds: Iterable<Id>): void
}

/** @param options.cached how many positions are kept at most between batches */
export function createPositions(options: {
  readonly store: Pick<StreamStore, 'load'>
  readonly cached: number
}): Positions {
  const { store, cached } = options
  const known = new Map<Id, StreamPosition>()
  return {
    async load(pointIds) {
      const missing = pointIds.filter((id) => !known.has(id))
      if (missing.length === 0) return
      for (const id of known.keys()) {
        if (known.size + missing.length <= cached) break
        known.delete(id)
      }
      const wanted = pointIds.filter((id) => !known.has(id))
      for (const position of await store.load(wanted)) known.set(position.stream.point.id, position)
    },
    get: (pointId) => known.get(pointId),
    set(pointId, position) {
      known.set(pointId, position)
    },
    forget(pointIds) {
      for (const id of pointIds) known.delete(id)
    },
  }
}
