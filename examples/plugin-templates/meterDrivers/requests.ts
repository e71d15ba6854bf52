import type { Link } from './link.ts'
import type { Reply } from './messages.ts'

/** What came of a request: an answer, none in time, or no connection to ask by. */
export type Answer =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'silent' }
  | { readonly kind: 'offline' }

export interface Requests {
  ask(body: object, timeoutMs: number): Promise<Answer>
  /** An answer has arrived. */
  settle(reply: Reply): void
  /** Nothing will arrive any more for those under way. */
  abandon(): void
}

/** Numbers requests and brings each answer to who asked. */
export function createRequests(link: Pick<Link, 'send'>): Requests {
  const waiting = new Map<number, (answer: Answer) => void>()
  let last = 0

  function ask(body: object, timeoutMs: number): Promise<Answer> {
    last += 1
    const id = last
    return new Promise((resolve) => {
      const timer = setTimeout(() => settled({ kind: 'silent' }), timeoutMs)
      const settled = (answer: Answer): void => {
        clearTimeout(timer)
        waiting.delete(id)
        resolve(answer)
      }
      waiting.set(id, settled)
      if (!link.send(JSON.stringify({ id, ...body }))) settled({ kind: 'offline' })
    })
  }

  return {
    ask,
    settle: (reply) => waiting.get(reply.reply)?.({ kind: 'reply', reply }),
    abandon() {
      for (const settled of [...waiting.values()]) settled({ kind: 'silent' })
    },
  }
}
