import type {
  NotificationChannel,
  NotificationChannelOptions,
  OutgoingNotice,
  SendResult,
} from '@busbar/core/contracts'
import manifest from './plugin.json' with { type: 'json' }

const RECIPIENT = /^[A-Za-z0-9_.@+-]{1,128}$/
const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 30_000
const REMEMBERED = 10_000
const MAX_TEXT_LENGTH =
  manifest.contributes.notificationChannels[0]?.capabilities.maxTextLength ?? 0

/** Posts each notice as JSON, with its delivery's id, by which the service can tell a repetition. */
export function createChannel(options: NotificationChannelOptions): NotificationChannel {
  const { connection, log, signal } = options
  const deliveries = new Map<string, Promise<SendResult>>()
  let stopped = false
  let failures = 0
  let notBefore = 0

  async function post(notice: OutgoingNotice): Promise<SendResult> {
    const { deliveryId } = notice
    // A service that is down is asked again after a pause that grows, not by each notice.
    if (performance.now() < notBefore) return failed(deliveryId, true, 'The service is away.')
    try {
      const response = await request(notice)
      if (response.ok) {
        failures = 0
        return { deliveryId, outcome: 'sent', level: 'accepted' }
      }
      // 4xx: the service will say the same next time; 429 and 5xx: it may not.
      if (response.status < 500 && response.status !== 429)
        return failed(deliveryId, false, `The service refused it with status ${response.status}.`)
      return away(deliveryId, `status ${response.status}`)
    } catch (thrown) {
      return away(deliveryId, thrown instanceof Error ? thrown.name : 'no answer')
    }
  }

  async function request({ deliveryId, address, language, subject, text }: OutgoingNotice) {
    const timeoutMs = Number(connection.timeoutSeconds ?? 10) * 1_000
    const response = await fetch(String(connection.url), {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${connection.token}` },
      body: JSON.stringify({ deliveryId, to: address.recipient, language, subject, text }),
    })
    await response.body?.cancel()
    return response
  }

  function away(deliveryId: string, reason: string): SendResult {
    notBefore = performance.now() + Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS)
    failures += 1
    log.warn('The service did not take a notice', { deliveryId, reason })
    return failed(deliveryId, true, `The service did not take it: ${reason}.`)
  }

  async function once(notice: OutgoingNotice): Promise<SendResult> {
    const { deliveryId } = notice
    const before = deliveries.get(deliveryId)
    if (before !== undefined) return before
    if (stopped) return failed(deliveryId, true, 'The channel is stopped.')
    const refusal = refusalOf(notice)
    if (refusal !== null) return failed(deliveryId, false, refusal)
    const result = post(notice)
    deliveries.set(deliveryId, result)
    // Only what went out is remembered: the rest may be tried again.
    if ((await result).outcome === 'failed') deliveries.delete(deliveryId)
    const [oldest] = deliveries.keys()
    if (deliveries.size > REMEMBERED && oldest !== undefined) deliveries.delete(oldest)
    return result
  }

  return {
    async send({ notices }) {
      const items: SendResult[] = []
      for (const notice of notices) items.push(await once(notice))
      return { items }
    },
    // A service that tells of deliveries by webhook is judged here: its signature first.
    receipts: async () => ({ receipts: [] }),
    async stop() {
      stopped = true
      deliveries.clear()
    },
  }
}

function refusalOf({ address, text }: OutgoingNotice): string | null {
  const { recipient } = address
  if (typeof recipient !== 'string' || !RECIPIENT.test(recipient)) return 'The address is nobody.'
  if (text.length > MAX_TEXT_LENGTH) return `The text is longer than ${MAX_TEXT_LENGTH} characters.`
  return null
}

function failed(deliveryId: string, retryable: boolean, detail: string): SendResult {
  return { deliveryId, outcome: 'failed', retryable, detail }
}
