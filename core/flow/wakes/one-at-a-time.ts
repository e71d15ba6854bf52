/**
 * Runs work never twice at once. Who asks while it runs gets a run that begins afterwards, shared by
 * all who ask meanwhile: each ask is thus followed by a whole run.
 */
export function oneAtATime<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> | null = null
  let next: Promise<T> | null = null

  function begin(): Promise<T> {
    next = null
    const run = work()
    const ended = run.then(
      () => undefined,
      () => undefined,
    )
    running = ended
    void ended.then(() => {
      if (running === ended) running = null
    })
    return run
  }

  return () => {
    if (running === null) return begin()
    next ??= running.then(begin)
    return next
  }
}
