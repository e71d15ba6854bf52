import { randomUUID } from 'node:crypto'
import { formatInstant, type GatewayHistoryRow, parseInstant } from '@busbar/core/contracts'
import type { GatewayPeer, SeenPoint } from '@busbar/core/testkit'

interface Shown {
  readonly point: { readonly pointId: string; readonly unit: string; readonly writable: boolean }
  readonly value: {
    readonly value: string | boolean | null
    readonly quality: string
    readonly at: number
  }
}

/** A client of the gateway's web service, as somebody else would write it. */
export function createClient(options: {
  readonly url: () => string | null
  readonly token: string
}): GatewayPeer {
  const sent: { readonly pointId: string; readonly body: string; readonly id: string }[] = []

  async function call(path: string, request: RequestInit = {}, token = options.token) {
    const headers = { authorization: `Bearer ${token}`, ...request.headers }
    return fetch(`${options.url()}${path}`, { ...request, headers })
  }
  const put = ({ pointId, body, id }: (typeof sent)[number], token?: string) =>
    call(`/points/${pointId}`, { method: 'PUT', body, headers: { 'x-request-id': id } }, token)

  return {
    async seen() {
      const response = await call('/points').catch(() => null)
      if (response === null) return new Map()
      const shown = (await response.json()) as readonly Shown[]
      return new Map(
        shown.map(({ point, value }): [string, SeenPoint] => [
          point.pointId,
          {
            ...{ value: value.value, good: value.quality === 'good' },
            // Its own way of writing instants, and back.
            at: parseInstant(formatInstant(value.at)),
            ...{ unit: point.unit, writable: point.writable },
          },
        ]),
      )
    },
    async write({ pointId, value }) {
      const request = { pointId, body: JSON.stringify({ value }), id: randomUUID() }
      sent.push(request)
      await put(request)
    },
    async repeatWrites() {
      for (const request of sent) await put(request)
    },
    async sendGarbage() {
      const id = randomUUID()
      for (const body of ['', '{', '{"value":5}', '[]', 'x'.repeat(100_000)])
        await put({ pointId: 'supply:12/order', body, id }).catch(() => undefined)
      for (const path of ['/', '/points/%', '/points/meter:0', '/history/x?from=a', '//', '/%00'])
        await call(path).catch(() => undefined)
      await call('/points', { method: 'DELETE' })
    },
    async letsStrangersIn() {
      const request = { pointId: 'supply:12/order', body: '{"value":false}', id: randomUUID() }
      const answers = [await call('/points', {}, 'a guess'), await put(request, '')]
      return answers.some(({ ok }) => ok)
    },
    // It is a server: nobody is away from it.
    goDown: async () => undefined,
    comeUp: async () => undefined,
    async history({ pointId, from, to }) {
      const rows: GatewayHistoryRow[] = []
      for (let next: number | null = from; next !== null; ) {
        const response = await call(`/history/${pointId}?from=${next}&to=${to}&limit=7`)
        const page = (await response.json()) as {
          readonly rows: readonly GatewayHistoryRow[]
          readonly next: number | null
        }
        rows.push(...page.rows)
        next = page.next
      }
      return rows
    },
    async alarms() {
      const standing = (await (await call('/alarms')).json()) as readonly { eventId: string }[]
      return standing.map(({ eventId }) => eventId)
    },
  }
}
