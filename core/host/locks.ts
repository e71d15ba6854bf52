/** Runs what shares a key one after the other, in the order it was asked for. */
export type Locked = <T>(key: string, run: () => Promise<T>) => Promise<T>

export function createLocks(): Locked {
  const tails = new Map<string, Promise<unknown>>()
  return async (key, run) => {
    const turn = (tails.get(key) ?? Promise.resolve()).then(run)
    const tail = turn.catch(() => undefined)
    tails.set(key, tail)
    try {
      return await turn
    } finally {
      if (tails.get(key) === tail) tails.delete(key)
    }
  }
}
