import { createCutter, type Message, type Wire } from './wire.ts'

/*
 * PostgreSQL's protocol, version 3, as far as steps need it: a request is everything up to a Sync, or a simple query;
 * its answer ends with ReadyForQuery. Steps are what changes something, and the end of a transaction that did.
 */

/** Ends a transaction in which these statements ran. */
const COMMIT = 'COMMIT after '
const BETWEEN = ' | '

const READY = 'ready'
const SSL_REQUEST = 80_877_103

/** The statements that a label stands for: those of the transaction that it ends, or its own. */
export function statementsOf(label: string): readonly string[] {
  return label.startsWith(COMMIT) ? label.slice(COMMIT.length).split(BETWEEN) : [label]
}

export function isCommit(label: string): boolean {
  return label.startsWith(COMMIT)
}

export function createPostgresWire(): Wire {
  let greeted = false
  const statements = new Map<string, string>()
  /** Statements of the transaction that is open. */
  let transaction: string[] | null = null
  let held: Buffer[] = []
  let text = ''

  const cutRequests = createCutter((bytes) => {
    // Until the greeting is over, messages have no type.
    if (!greeted) return bytes.length < 8 ? null : bytes.readInt32BE(0)
    return bytes.length < 5 ? null : 1 + bytes.readInt32BE(1)
  })
  const cutAnswers = createCutter((bytes) => (bytes.length < 5 ? null : 1 + bytes.readInt32BE(1)))

  function labelOf(statement: string): string | null {
    if (/^(begin|start transaction)\b/i.test(statement)) {
      transaction = []
      return null
    }
    if (/^(commit|rollback)\b/i.test(statement)) {
      const label = transaction?.length ? `${COMMIT}${transaction.join(BETWEEN)}` : null
      transaction = null
      return label
    }
    // Who is killed before a look is killed after the change before it: looks are no steps, but for those that book.
    if (/^select\b(?! book_)/i.test(statement)) return null
    transaction?.push(statement)
    return statement
  }

  function read(bytes: Buffer): readonly Message[] {
    const kind = String.fromCharCode(bytes[0] ?? 0)
    if (kind === 'p' || kind === 'X') return [{ bytes, label: null }]
    const [first = '', second = ''] = bytes.toString('utf8', 5).split('\0', 2)
    if (kind === 'P') {
      statements.set(first, normal(second))
      text = normal(second)
    }
    if (kind === 'B') text = statements.get(second) ?? text
    held.push(bytes)
    if (kind !== 'S' && kind !== 'Q') return []
    const whole = Buffer.concat(held)
    held = []
    return [{ bytes: whole, label: labelOf(kind === 'Q' ? normal(first) : text) }]
  }

  return {
    requests: (chunk) => {
      const messages: Message[] = []
      for (const bytes of cutRequests(chunk)) {
        if (greeted) messages.push(...read(bytes))
        else {
          greeted = bytes.readInt32BE(4) !== SSL_REQUEST
          messages.push({ bytes, label: null })
        }
      }
      return messages
    },
    answers: (chunk) =>
      cutAnswers(chunk).map((bytes) => ({ bytes, label: bytes[0] === 0x5a ? READY : null })),
    isFinal: (label) => label === READY,
  }
}

/** What is the same of a statement whatever its values are. */
function normal(statement: string): string {
  return statement
    .replace(/'[^']*'/g, '?')
    .replace(/\d+/g, '#')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 140)
}
