/** Bounds what is under way by number and by weight; whoever is too much waits in turn. */
export interface Gate {
  /** Settles when there is room, with what gives it back. */
  enter(bytes: number): Promise<() => void>
}

export function createGate(limits: { readonly most: number; readonly mostBytes: number }): Gate {
  const waiting: { readonly bytes: number; readonly enter: () => void }[] = []
  let inside = 0
  let insideBytes = 0

  /** One alone always fits: a frame is bounded by itself. */
  const fits = (bytes: number): boolean =>
    inside === 0 || (inside < limits.most && insideBytes + bytes <= limits.mostBytes)
  const take = (bytes: number): void => {
    inside += 1
    insideBytes += bytes
  }
  const leave = (bytes: number): void => {
    inside -= 1
    insideBytes -= bytes
    for (let next = waiting[0]; next && fits(next.bytes); next = waiting[0]) {
      waiting.shift()
      take(next.bytes)
      next.enter()
    }
  }
  return Object.freeze({
    enter: async (bytes) => {
      if (waiting.length > 0 || !fits(bytes))
        await new Promise<void>((enter) => waiting.push({ bytes, enter }))
      else take(bytes)
      return () => leave(bytes)
    },
  } satisfies Gate)
}
