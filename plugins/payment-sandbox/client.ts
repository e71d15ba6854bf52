import type { Connection } from './connection.ts'
import { fromHeaders, sign, toHeaders, verify } from './signature.ts'

const MAX_ANSWER_BYTES = 16 * 1024 * 1024

/** `no-answer` says nothing of what happened at the channel: ask again. */
export type ChannelAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  | { readonly kind: 'no-answer'; readonly detail: string }

export type Call = (request: {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: Readonly<Record<string, string>>
}) => Promise<ChannelAnswer>

/** Signed requests, verified answers. Never throws: what fails on the way is `no-answer`. */
export function createClient(connection: Connection, signal: AbortSignal): Call {
  const { merchantId, secret } = connection
  return async ({ method, path, body }) => {
    const text = body === undefined ? '' : JSON.stringify(body)
    const content = { purpose: 'request', subject: `${method} ${path}`, merchantId, body: text }
    const signature = sign({ ...content, purpose: 'request' }, secret, { now: Date.now() })
    try {
      const response = await fetch(`${connection.baseUrl}${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...toHeaders(merchantId, signature) },
        ...(body === undefined ? {} : { body: text }),
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(connection.timeoutMs)]),
      })
      const answer = await readLimited(response)
      const checked = verify(
        {
          purpose: 'answer',
          subject: `${signature.nonce} ${response.status}`,
          merchantId,
          body: answer,
        },
        secret,
        fromHeaders(Object.fromEntries(response.headers)),
        { now: Date.now() },
      )
      if (checked.ok)
        return { kind: 'answer', status: response.status, body: answer.toString('utf8') }
      return noAnswer(`HTTP ${response.status}, not trusted: ${checked.reason}`)
    } catch (error) {
      return noAnswer(describe(error, connection.timeoutMs))
    }
  }
}

async function readLimited(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > MAX_ANSWER_BYTES) throw new Error('the answer is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** In a person's words; the cause's own code tells refused from reset. */
function describe(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return 'the request failed'
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`
  if (error.name === 'AbortError') return 'the connection is being stopped'
  const { cause } = error
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
  return `the channel cannot be reached${code}`
}

function noAnswer(detail: string): ChannelAnswer {
  return { kind: 'no-answer', detail }
}
