/** Who wants to be told of what happens to what bears an id. */
export function createListeners<Told>() {
  const all = new Map<string, Set<Told>>()
  return {
    of: (id: string): readonly Told[] => [...(all.get(id) ?? [])],
    /** Tells until what it gives back is called. */
    add(id: string, told: Told): () => void {
      const own = all.get(id) ?? new Set()
      all.set(id, own.add(told))
      return () => {
        own.delete(told)
        if (own.size === 0 && all.get(id) === own) all.delete(id)
      }
    },
  }
}
