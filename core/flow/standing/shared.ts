/**
 * Work that is done once at a time for a key, however many ask. Whoever asks while it is being done gets what the next
 * run answers, together with all others who asked meanwhile: an answer is never older than the question.
 */
export function shared<Key, Answer>(
  work: (key: Key) => Promise<Answer>,
): (key: Key) => Promise<Answer> {
  interface Running {
    readonly answer: Promise<Answer>
    next: Promise<Answer> | null
  }
  const all = new Map<Key, Running>()

  function start(key: Key): Promise<Answer> {
    const running: Running = { answer: work(key), next: null }
    all.set(key, running)
    const end = () => {
      if (running.next === null) all.delete(key)
    }
    running.answer.then(end, end)
    return running.answer
  }

  return (key) => {
    const running = all.get(key)
    if (running === undefined) return start(key)
    const again = () => start(key)
    running.next ??= running.answer.then(again, again)
    return running.next
  }
}
