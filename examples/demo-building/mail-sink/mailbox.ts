import PostalMime from 'postal-mime'

/** One e-mail, as its reader sees it. */
export interface Message {
  /** Counted from 1 since the start. */
  readonly id: number
  /** RFC 3339. */
  readonly receivedAt: string
  /** Envelope addresses. */
  readonly from: string
  readonly to: readonly string[]
  readonly messageId: string
  readonly subject: string
  readonly text: string
  readonly html: string | null
}

/** The last messages, in memory. */
export interface Mailbox {
  /** Parses and keeps a message; the oldest one goes where there are too many. */
  deliver(mail: {
    readonly from: string
    readonly to: readonly string[]
    readonly raw: Buffer
  }): Promise<Message>
  /** The newest first; with `to` only those to that address, whatever its case. */
  list(filter?: { readonly to?: string | undefined }): readonly Message[]
  get(id: number): Message | null
}

export function createMailbox({ capacity }: { readonly capacity: number }): Mailbox {
  const messages = new Map<number, Message>()
  let lastId = 0
  return {
    async deliver({ from, to, raw }) {
      const email = await PostalMime.parse(raw, { maxNestingDepth: 20 })
      lastId += 1
      const message: Message = Object.freeze({
        id: lastId,
        receivedAt: new Date().toISOString(),
        from,
        to: Object.freeze([...to]),
        messageId: email.messageId ?? '',
        subject: email.subject ?? '',
        text: email.text ?? '',
        html: email.html ?? null,
      })
      messages.set(message.id, message)
      const [oldest] = messages.keys()
      if (messages.size > capacity && oldest !== undefined) messages.delete(oldest)
      return message
    },
    list: ({ to } = {}) =>
      [...messages.values()]
        .filter((message) => to === undefined || message.to.some((one) => sameAddress(one, to)))
        .reverse(),
    get: (id) => messages.get(id) ?? null,
  }
}

function sameAddress(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
