import type { NotificationChannel, OutgoingNotice, SendResult } from '@busbar/core/contracts'

/** As plugin.json declares it. */
export const MAX_TEXT_LENGTH = 100_000
const USER_ID = /^[A-Za-z0-9_-]{1,128}$/

/**
 * The portal shows notices from where the core stores them: whoever has an inbox has the notice
 * there as soon as it is stored, and has read it once it was opened.
 */
export function createInboxChannel(): NotificationChannel {
  let stopped = false

  function sendOne({ deliveryId, address, text }: OutgoingNotice): SendResult {
    const refuse = (detail: string, retryable = false): SendResult => ({
      deliveryId,
      outcome: 'failed',
      retryable,
      detail,
    })
    const { userId } = address
    if (stopped) return refuse('The channel is stopped.', true)
    if (typeof userId !== 'string' || !USER_ID.test(userId))
      return refuse('The address is no user.')
    if ([...text].length > MAX_TEXT_LENGTH)
      return refuse(`The text is longer than ${MAX_TEXT_LENGTH} characters.`)
    return { deliveryId, outcome: 'sent', level: 'delivered' }
  }

  return {
    send: async ({ notices }) => ({ items: notices.map(sendOne) }),
    receipts: async ({ event }) => ({
      receipts:
        event.kind === 'opened'
          ? [{ deliveryId: event.deliveryId, level: 'read', at: event.at }]
          : [],
    }),
    stop: async () => {
      stopped = true
    },
  }
}
