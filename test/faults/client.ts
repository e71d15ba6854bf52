import { randomUUID } from 'node:crypto'
import { formatMicros, parseMicros } from '../../core/kernel/decimal.ts'
import { errorMessage } from '../../core/kernel/error.ts'
import { credentials } from '../../examples/demo-building/api.ts'
import type { House, Unit } from './house.ts'

/** A top-up whose crediting the API has told of. */
export interface AcknowledgedCredit {
  readonly orderId: string
  readonly accountId: string
  readonly amountMicros: bigint
  /** Wall clock. */
  readonly at: number
}

/** A transfer that the API has told of. */
export interface AcknowledgedTransfer {
  readonly postingId: string
  readonly fromAccountId: string
  readonly amountMicros: bigint
}

/** What tenants and staff do; they try again under the same key for as long as nobody answers. */
export interface HouseClient {
  readonly credits: readonly AcknowledgedCredit[]
  readonly transfers: readonly AcknowledgedTransfer[]
  /** Tops up, pays where there is a page to pay on, and waits until the API says that it is credited. */
  topUp(request: {
    readonly unit: Unit
    readonly amount: string
    readonly by: 'cash' | 'sandbox'
  }): Promise<{ readonly orderId: string }>
  /** Takes a tenant's credit away but for a few fen, which last for seconds. */
  drain(unit: Unit): Promise<void>
  balanceMicros(unit: Unit): Promise<bigint>
  /** Asks for something of no consequence. */
  look(): Promise<void>
}

type Answer = Readonly<Record<string, unknown>>

const PATIENCE_MS = 150_000
const AGAIN_MS = 100
const LEFT_MICROS = 60_000n

export function createClient({
  house,
  sql,
}: {
  readonly house: House
  readonly sql: <Row extends object>(
    text: string,
    values?: readonly unknown[],
  ) => Promise<readonly Row[]>
}): HouseClient {
  const credits: AcknowledgedCredit[] = []
  const transfers: AcknowledgedTransfer[] = []

  /** One attempt; where nobody answered, or not to the purpose, what happened instead. */
  async function attempt(
    method: 'GET' | 'POST',
    path: string,
    { body, key }: { readonly body?: object; readonly key?: string },
  ): Promise<{ readonly answer: Answer } | { readonly failure: string }> {
    try {
      const response = await fetch(`${house.caller.url}/api/v1/${path}`, {
        method,
        headers: {
          ...credentials(house.caller),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(key === undefined ? {} : { 'idempotency-key': key }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(30_000),
      })
      const text = await response.text()
      if (response.status >= 500) return { failure: `${response.status} ${text}` }
      if (!response.ok) throw refusal(`${method} ${path}: ${response.status} ${text}`)
      return { answer: JSON.parse(text) as Answer }
    } catch (thrown) {
      if (isRefusal(thrown)) throw thrown
      return { failure: reasonOf(thrown) }
    }
  }

  async function call(
    method: 'GET' | 'POST',
    path: string,
    given: { readonly body?: object; readonly key?: string } = {},
  ): Promise<Answer> {
    const deadline = performance.now() + PATIENCE_MS
    for (;;) {
      const tried = await attempt(method, path, given)
      if ('answer' in tried) return tried.answer
      if (performance.now() > deadline)
        throw new Error(`${method} ${path}: no answer in ${PATIENCE_MS} ms; last: ${tried.failure}`)
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    }
  }

  async function balanceMicros({ accountId }: Unit): Promise<bigint> {
    const [row] = await sql<{ balance: string }>(
      "SELECT balance_micros::text AS balance FROM ledger_account WHERE account_id = $1 AND kind = 'cash'",
      [accountId],
    )
    return BigInt(row?.balance ?? 0)
  }

  return {
    credits,
    transfers,
    balanceMicros,
    async topUp({ unit: { accountId }, amount, by }) {
      const connectionId = by === 'cash' ? house.cashId : house.sandboxId
      const body = { accountId, connectionId, amount }
      const key = randomUUID()
      let order = await call('POST', 'top-ups', { body, key })
      // Where the channel has not answered yet there is no page: who wants to pay asks again for the same order.
      while (order.state !== 'captured' && pageOf(order) === undefined) {
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
        order = await call('POST', 'top-ups', { body, key })
      }
      const orderId = String(order.id)
      const url = pageOf(order)
      if (url !== undefined) await payOnPage(url)
      let { state } = order
      while (state !== 'captured') {
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
        state = (await call('GET', `payment-orders/${orderId}`)).state
      }
      credits.push({ orderId, accountId, amountMicros: parseMicros(amount), at: Date.now() })
      return { orderId }
    },
    async drain(unit) {
      for (;;) {
        const amountMicros = (await balanceMicros(unit)) - LEFT_MICROS
        if (amountMicros <= 0n) return
        const body = {
          fromAccountId: unit.accountId,
          toAccountId: house.potAccountId,
          amount: formatMicros(amountMicros),
          reason: 'The tenant’s wish',
        }
        const answer = await call('POST', 'transfers', { body, key: randomUUID() }).catch(
          unlessSpent,
        )
        if (answer === null) continue
        const { accountId: fromAccountId } = unit
        transfers.push({ postingId: String(answer.postingId), fromAccountId, amountMicros })
        return
      }
    },
    async look() {
      await call('GET', 'accounts')
    },
  }
}

const REFUSED = 'refused'

/** The API has understood, and says no. */
const refusal = (message: string) => Object.assign(new Error(message), { code: REFUSED })

const isRefusal = (thrown: unknown): thrown is Error =>
  thrown instanceof Error && 'code' in thrown && thrown.code === REFUSED

/** Nothing was moved: while nobody answered, use has taken some of the money. */
function unlessSpent(thrown: unknown): null {
  if (isRefusal(thrown) && thrown.message.includes('insufficient-funds')) return null
  throw thrown
}

/** Of a failed fetch it is the cause that tells. */
function reasonOf(thrown: unknown): string {
  const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown
  return errorMessage(cause)
}

function pageOf(order: Answer): string | undefined {
  return (order as { readonly payerAction?: { readonly url?: string } }).payerAction?.url
}

/** Presses the button of the channel's page; pressed twice, it is paid once. */
async function payOnPage(url: string): Promise<void> {
  const paid = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ action: 'pay' }),
    // One that was kept may just be closed by the other side, which would look like a failure.
    headers: { connection: 'close' },
  })
  const text = await paid.text()
  if (!paid.ok && paid.status !== 409)
    throw new Error(`The channel answered ${paid.status}: ${text}`)
}
