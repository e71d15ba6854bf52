import { describe, expect, test } from 'vitest'
import type {
  DeliveryEvent,
  Log,
  NotificationChannel,
  OutgoingNotice,
  SendResult,
} from '../contracts/index.ts'
import { notificationChannelCases } from './notification-channel-cases.ts'
import type {
  NotificationChannelSuiteOptions,
  ReceivedNotice,
} from './notification-channel-peer.ts'
import { notificationChannelSuite } from './notification-channel-suite.ts'

const SECRET = 'token-4711'
const MAX = 500

/** A service in memory: it answers, refuses connections, or leaves its callers waiting. */
function createService() {
  const received: ReceivedNotice[] = []
  let mode: 'up' | 'refusing' | 'silent' = 'up'
  let attempts = 0
  return {
    received,
    peer: {
      goDown: async (how: 'refusing' | 'silent') => {
        mode = how
        attempts = 0
      },
      comeUp: async () => {
        mode = 'up'
      },
      attempts: () => attempts,
      received: () => received,
    },
    async post(notice: ReceivedNotice, timeoutMs: number): Promise<void> {
      attempts += 1
      if (mode === 'refusing') throw new Error('refused')
      if (mode === 'silent') {
        await new Promise((resolve) => setTimeout(resolve, timeoutMs))
        throw new Error('timed out')
      }
      received.push(notice)
    },
  }
}

type Service = ReturnType<typeof createService>

/** What can be wrong with a channel; the honest one has none of it. */
type Flaw =
  | 'throws for the batch'
  | 'drops results'
  | 'sends twice'
  | 'cuts long texts'
  | 'writes raw markup'
  | 'hammers'
  | 'gives up for good'
  | 'waits for ever'
  | 'logs its token'
  | 'logs texts'
  | 'mixes up receipts'
  | 'believes anybody'
  | 'claims more than it declares'
  | 'sends after its stop'
  | 'puts fields beside'

function createChannel(service: Service, log: Log, flaw: Flaw | null): NotificationChannel {
  const sent = new Set<string>()
  let stopped = false
  let deadUntil = 0
  const failed = (deliveryId: string, retryable: boolean): SendResult => ({
    deliveryId,
    outcome: 'failed',
    retryable,
    detail: 'It was not sent.',
  })

  /** Why nothing is to be sent, or null. */
  function objection({ deliveryId, address, text }: OutgoingNotice): SendResult | null {
    if (stopped && flaw !== 'sends after its stop') return failed(deliveryId, true)
    if (typeof address.user !== 'string') {
      if (flaw === 'throws for the batch') throw new Error('a bad address')
      return failed(deliveryId, false)
    }
    const level = flaw === 'claims more than it declares' ? 'read' : 'accepted'
    if (sent.has(deliveryId) && flaw !== 'sends twice')
      return { deliveryId, outcome: 'sent', level }
    if (text.length > MAX && flaw !== 'cuts long texts') return failed(deliveryId, false)
    const dead = performance.now() < deadUntil && flaw !== 'hammers'
    return dead ? failed(deliveryId, true) : null
  }

  function shown({ deliveryId, address, subject, text: whole }: OutgoingNotice): ReceivedNotice {
    const text = whole.slice(0, MAX)
    const markup = flaw === 'writes raw markup' ? text : text.replaceAll('<', '&lt;')
    const extra = flaw === 'puts fields beside' ? subject.split(/\r\n/).slice(1) : []
    return {
      deliveryId,
      subject: subject.trim(),
      text,
      markup: `<p>${markup}</p>`,
      recipients: [address],
      fields: ['subject', ...extra],
    }
  }

  async function sendOne(notice: OutgoingNotice): Promise<SendResult> {
    const { deliveryId, text } = notice
    const objected = objection(notice)
    if (objected !== null) return objected
    if (flaw === 'logs its token') log.info('Calling.', { authorization: SECRET })
    if (flaw === 'logs texts') log.info('Calling.', { text })
    sent.add(deliveryId)
    try {
      await service.post(shown(notice), flaw === 'waits for ever' ? 3_000 : 50)
      const level = flaw === 'claims more than it declares' ? 'read' : 'accepted'
      return { deliveryId, outcome: 'sent', level }
    } catch {
      sent.delete(deliveryId)
      deadUntil = performance.now() + 300
      return failed(deliveryId, flaw !== 'gives up for good')
    }
  }

  return {
    async send({ notices }) {
      const items: SendResult[] = []
      for (const notice of notices) items.push(await sendOne(notice))
      return { items: flaw === 'drops results' ? items.filter((i) => i.outcome === 'sent') : items }
    },
    async receipts({ event }) {
      if (event.kind !== 'webhook') return { receipts: [] }
      const genuine = event.headers.signature === 'right' || flaw === 'believes anybody'
      if (!genuine) return { receipts: [] }
      const told = Buffer.from(event.bodyBase64, 'base64').toString()
      const deliveryId = flaw === 'mixes up receipts' ? 'd-1' : told
      return { receipts: [{ deliveryId, level: 'accepted', at: 0 }] }
    },
    async stop() {
      stopped = true
    },
  }
}

function webhook(deliveryId: string, signature: string): DeliveryEvent {
  const bodyBase64 = Buffer.from(deliveryId).toString('base64')
  return { kind: 'webhook', headers: { signature }, bodyBase64 }
}

function options(flaw: Flaw | null): NotificationChannelSuiteOptions {
  return {
    capabilities: { declares: 'accepted', maxTextLength: MAX },
    patienceMs: 1_000,
    async create({ log }) {
      const service = createService()
      return {
        channel: createChannel(service, log, flaw),
        peer: service.peer,
        address: (index) => ({ user: `u${index}` }),
        refusedAddresses: [{}],
        secrets: [SECRET],
        genuineEvents: (deliveryId) => [
          { event: webhook(deliveryId, 'right'), level: 'accepted' as const },
        ],
        worthlessEvents: [webhook('d-1', 'wrong')],
        close: async () => undefined,
      }
    },
  }
}

describe('an honest channel passes', () => {
  notificationChannelSuite(options(null))
})

describe('a hostile channel fails', () => {
  const failures: Readonly<Record<Flaw, string>> = {
    'throws for the batch': 'each item has its own result',
    'drops results': 'each item has its own result',
    'sends twice': 'a delivery goes out once, however often it is asked for',
    'cuts long texts': 'the longest text arrives whole, a longer one is refused',
    'writes raw markup': 'markup in a notice stays text',
    hammers: 'a dead peer is not hammered, and is found again',
    'gives up for good': 'a dead peer is not hammered, and is found again',
    'waits for ever': 'a silent peer is given up in time',
    'logs its token': 'secrets and texts are in no log and no result',
    'logs texts': 'secrets and texts are in no log and no result',
    'mixes up receipts': 'receipts map to their deliveries',
    'believes anybody': 'receipts map to their deliveries',
    'claims more than it declares': 'sends, and says no more than it declares',
    'sends after its stop': 'stops twice, and sends nothing after',
    'puts fields beside': 'nothing can be put beside a notice',
  }
  for (const [flaw, name] of Object.entries(failures) as [Flaw, string][]) {
    test(`that ${flaw}: ${name}`, async () => {
      const conformanceCase = notificationChannelCases.find((item) => item.name === name)
      if (conformanceCase === undefined) throw new Error(`There is no case "${name}".`)
      await expect(conformanceCase.run(options(flaw))).rejects.toThrow()
    })
  }
})

test('a reason to leave out what is no case is an error', () => {
  expect(() => notificationChannelSuite({ ...options(null), skip: { typo: 'none' } })).toThrow(
    'Not a case of this suite: typo.',
  )
})
