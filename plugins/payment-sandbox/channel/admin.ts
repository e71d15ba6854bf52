import { createHash, timingSafeEqual } from 'node:crypto'
import type { ApiAnswer } from './api.ts'
import { problem } from './api.ts'
import type { Book } from './book.ts'
import type { ChannelConfig } from './config.ts'
import type { Faults } from './faults.ts'
import { parseFault } from './faults.ts'
import { parseJson } from './requests.ts'

interface AdminRequest {
  readonly method: string
  readonly pathname: string
  readonly authorization: string
  readonly body: Buffer
  readonly config: ChannelConfig
  readonly book: Book
  readonly faults: Faults
}

/** Faults on demand, and the channel's own books as a witness; behind the admin secret. */
export function handleAdmin(request: AdminRequest): ApiAnswer {
  const { config, book, faults } = request
  if (!equal(request.authorization, `Bearer ${config.adminSecret}`))
    return problem(401, 'admin-refused', null)
  switch (`${request.method} ${request.pathname}`) {
    case 'GET /admin/faults':
      return answer({ faults: faults.list() })
    case 'POST /admin/faults': {
      const fault = parseFault(parseJson(request.body) ?? {})
      if (typeof fault === 'string') return problem(400, 'malformed', null, fault)
      faults.add(fault)
      return answer({ faults: faults.list() })
    }
    case 'DELETE /admin/faults':
      faults.clear()
      return answer({ faults: [] })
    case 'GET /admin/books':
      return answer({ orders: book.orders().map(withoutToken), refunds: book.refunds() })
    default:
      return problem(404, 'no-such-path', null)
  }
}

function withoutToken<T extends { readonly token: string }>({ token: _, ...rest }: T) {
  return rest
}

function answer(body: unknown): ApiAnswer {
  return { status: 200, contentType: 'application/json', body: JSON.stringify(body), orderId: null }
}

/** Compares in constant time, whatever the lengths. */
function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
