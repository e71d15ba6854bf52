import { expect } from 'vitest'
import type {
  DeliveryLevel,
  NotificationChannel,
  OutgoingNotice,
  SendResult,
} from '../contracts/index.ts'
import type {
  ChannelUnderTest,
  NotificationChannelSuiteOptions,
  NotificationPeer,
  ReceivedNotice,
} from './notification-channel-peer.ts'
import { createRecordingLog, type RecordingLog } from './recording-log.ts'
import { throughWire } from './through-wire.ts'

/** One thing that a channel must prove; `run` rejects where it does not. */
export interface ConformanceCase {
  readonly name: string
  run(options: NotificationChannelSuiteOptions): Promise<void>
}

interface Bench extends Omit<ChannelUnderTest, 'channel' | 'close'> {
  readonly channel: NotificationChannel
  readonly log: RecordingLog
  readonly options: NotificationChannelSuiteOptions
  notice(deliveryId: string, index: number, change?: Partial<OutgoingNotice>): OutgoingNotice
  send(...notices: readonly OutgoingNotice[]): Promise<readonly SendResult[]>
}

const LEVELS: readonly DeliveryLevel[] = ['accepted', 'delivered', 'read']
const RECOVERY_MS = 90_000
const TEXT = 'The balance is CN¥8.00 (余额不足 🔌).\nPlease top up in time.\n.\nThe management'

function benchCase(name: string, work: (bench: Bench) => Promise<void>): ConformanceCase {
  return {
    name,
    async run(options) {
      const log = createRecordingLog()
      const stopping = new AbortController()
      const { channel, close, ...rest } = await options.create({ log, signal: stopping.signal })
      const wired = throughWire(channel)
      try {
        await work({
          ...rest,
          channel: wired,
          log,
          options,
          notice: (deliveryId, index, change) => ({
            deliveryId,
            address: rest.address(index),
            language: 'en',
            subject: `Low balance ${deliveryId}`,
            text: TEXT,
            urgency: 'normal',
            ...change,
          }),
          send: async (...notices) => (await wired.send({ notices })).items,
        })
      } finally {
        await wired.stop()
        stopping.abort()
        await close()
      }
    },
  }
}

function peerCase(
  name: string,
  work: (bench: Bench, peer: NotificationPeer) => Promise<void>,
): ConformanceCase {
  return benchCase(name, async (bench) => {
    if (bench.peer === null) throw new Error('This case needs a peer: leave it out by a reason.')
    await work(bench, bench.peer)
  })
}

function outcomes(items: readonly SendResult[]): Record<string, string> {
  return Object.fromEntries(
    items.map((item) => [
      item.deliveryId,
      item.outcome === 'sent' ? 'sent' : item.retryable ? 'retry' : 'failed',
    ]),
  )
}

function arrived(peer: NotificationPeer, deliveryId: string): readonly ReceivedNotice[] {
  return peer.received().filter((notice) => notice.deliveryId === deliveryId)
}

/** Sends one delivery until it goes out, as the core does; rejects when it never does. */
async function sendUntilSent(bench: Bench, notice: OutgoingNotice): Promise<void> {
  const deadline = performance.now() + RECOVERY_MS
  for (;;) {
    const [item] = await bench.send(notice)
    if (item?.outcome === 'sent') return
    expect(item).toMatchObject({ outcome: 'failed', retryable: true })
    if (performance.now() > deadline) throw new Error('The channel did not come back.')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

const sends = benchCase('sends, and says no more than it declares', async (bench) => {
  const notices = [bench.notice('d-1', 1), bench.notice('d-2', 2, { urgency: 'high' })]
  const items = await bench.send(...notices)
  expect(outcomes(items)).toEqual({ 'd-1': 'sent', 'd-2': 'sent' })
  const furthest = LEVELS.indexOf(bench.options.capabilities.declares)
  for (const item of items)
    if (item.outcome === 'sent') expect(LEVELS.indexOf(item.level)).toBeLessThanOrEqual(furthest)
  expect(await bench.send()).toEqual([])
})

const arrives = peerCase('subject and text arrive whole, at nobody else', async (bench, peer) => {
  await bench.send(bench.notice('d-1', 1, { subject: '停供预告 — “A & B”' }))
  const [notice, ...others] = arrived(peer, 'd-1')
  expect(others).toEqual([])
  expect(notice).toMatchObject({
    subject: '停供预告 — “A & B”',
    text: TEXT,
    recipients: [bench.address(1)],
  })
})

const perItem = benchCase('each item has its own result', async (bench) => {
  expect(bench.refusedAddresses.length).toBeGreaterThan(0)
  const refused = bench.refusedAddresses.map((address, index) =>
    bench.notice(`bad-${index}`, 0, { address }),
  )
  const notices = [bench.notice('good-1', 1), ...refused, bench.notice('good-2', 2)]
  const items = await bench.send(...notices)
  expect(items).toHaveLength(notices.length)
  expect(outcomes(items)).toEqual({
    'good-1': 'sent',
    ...Object.fromEntries(refused.map(({ deliveryId }) => [deliveryId, 'failed'])),
    'good-2': 'sent',
  })
  for (const item of items) if (item.outcome === 'failed') expect(item.detail).not.toBe('')
  for (const { deliveryId } of bench.peer === null ? [] : refused)
    expect(bench.peer?.received().map((notice) => notice.deliveryId)).not.toContain(deliveryId)
})

const dedupes = benchCase(
  'a delivery goes out once, however often it is asked for',
  async (bench) => {
    const notice = bench.notice('d-1', 1)
    const together = await Promise.all([bench.send(notice, notice), bench.send(notice)])
    const later = await bench.send(notice)
    for (const items of [...together, later]) {
      expect(items.length).toBeGreaterThan(0)
      expect(new Set(Object.values(outcomes(items)))).toEqual(new Set(['sent']))
    }
    if (bench.peer !== null) expect(arrived(bench.peer, 'd-1')).toHaveLength(1)
  },
)

const receipts = benchCase('receipts map to their deliveries', async (bench) => {
  await bench.send(bench.notice('d-1', 1), bench.notice('d-2', 2))
  const furthest = LEVELS.indexOf(bench.options.capabilities.declares)
  for (const deliveryId of ['d-2', 'd-1']) {
    for (const { event, level } of bench.genuineEvents(deliveryId)) {
      const told = (await bench.channel.receipts({ event })).receipts
      expect(told).toEqual([expect.objectContaining({ deliveryId, level })])
      if (level !== 'undeliverable') expect(LEVELS.indexOf(level)).toBeLessThanOrEqual(furthest)
    }
  }
  for (const event of bench.worthlessEvents)
    expect(await bench.channel.receipts({ event })).toEqual({ receipts: [] })
})

const backsOff = peerCase(
  'a dead peer is not hammered, and is found again',
  async (bench, peer) => {
    await peer.goDown('refusing')
    const notices = Array.from({ length: 20 }, (_, index) => bench.notice(`d-${index}`, index))
    for (let round = 0; round < 10; round += 1) {
      const items = await bench.send(...notices)
      expect(items).toHaveLength(notices.length)
      expect(new Set(Object.values(outcomes(items)))).toEqual(new Set(['retry']))
    }
    expect(peer.attempts()).toBeGreaterThan(0)
    expect(peer.attempts()).toBeLessThanOrEqual(10)
    await peer.comeUp()
    await sendUntilSent(bench, bench.notice('d-0', 0))
    const items = await bench.send(...notices)
    expect(new Set(Object.values(outcomes(items)))).toEqual(new Set(['sent']))
    for (const { deliveryId } of notices) expect(arrived(peer, deliveryId)).toHaveLength(1)
  },
)

const timesOut = peerCase('a silent peer is given up in time', async (bench, peer) => {
  await peer.goDown('silent')
  const patienceMs = bench.options.patienceMs ?? 60_000
  const late = Symbol('late')
  const alarm = new AbortController()
  const timer = new Promise<typeof late>((resolve) => {
    const timeout = setTimeout(() => resolve(late), patienceMs)
    alarm.signal.addEventListener('abort', () => clearTimeout(timeout))
  })
  const items = await Promise.race([bench.send(bench.notice('d-1', 1)), timer])
  alarm.abort()
  if (items === late) throw new Error(`There was no answer within ${patienceMs} ms.`)
  expect(outcomes(items as readonly SendResult[])).toEqual({ 'd-1': 'retry' })
  await peer.comeUp()
  await sendUntilSent(bench, bench.notice('d-1', 1))
})

const escapes = peerCase('markup in a notice stays text', async (bench, peer) => {
  const hostile = `<script>alert(1)</script> <img src=x onerror="x"> & &amp; ' " ]]> \${x} {{x}}`
  await bench.send(bench.notice('d-1', 1, { text: hostile, subject: hostile }))
  const [notice] = arrived(peer, 'd-1')
  expect(notice?.text).toBe(hostile)
  expect(notice?.subject).toBe(hostile)
  if (notice?.markup !== null) expect(notice?.markup).not.toMatch(/<(script|img)/i)
})

const injections = peerCase('nothing can be put beside a notice', async (bench, peer) => {
  await bench.send(bench.notice('plain', 1))
  const expected = arrived(peer, 'plain')[0]?.fields.toSorted()
  const ends = ['\r\n', '\n', '\r', '\u2028', '\0\r\n']
  for (const [index, end] of ends.entries()) {
    const subject = `Hello${end}Bcc: spy@example.com${end}X-Evil: 1${end}${end}<b>body</b>`
    await bench.send(bench.notice(`d-${index}`, 1, { subject, language: `en${end}X-Evil: 2` }))
    const [notice] = arrived(peer, `d-${index}`)
    // Refusing such a notice is as good as sending it tamed.
    if (notice === undefined) continue
    expect(notice.recipients).toEqual([bench.address(1)])
    expect(notice.fields.toSorted()).toEqual(expected)
    expect(notice.text).toBe(TEXT)
  }
})

const lengths = benchCase(
  'the longest text arrives whole, a longer one is refused',
  async (bench) => {
    const { maxTextLength } = bench.options.capabilities
    const line = 'Deadline 截止 '
    const longest = line.repeat(Math.ceil(maxTextLength / line.length)).slice(0, maxTextLength - 1)
    const notices = [
      bench.notice('fits', 1, { text: `${longest}.` }),
      bench.notice('too-long', 2, { text: `${longest}..` }),
    ]
    expect(outcomes(await bench.send(...notices))).toEqual({ fits: 'sent', 'too-long': 'failed' })
    if (bench.peer === null) return
    expect(arrived(bench.peer, 'fits')[0]?.text).toBe(`${longest}.`)
    expect(arrived(bench.peer, 'too-long')).toEqual([])
  },
)

const secrecy = benchCase('secrets and texts are in no log and no result', async (bench) => {
  const told: unknown[] = []
  const notice = bench.notice('d-1', 1, { text: 'Confidential text 4711' })
  told.push(await bench.send(notice))
  for (const event of bench.worthlessEvents) told.push(await bench.channel.receipts({ event }))
  for (const [index, address] of bench.refusedAddresses.entries())
    told.push(await bench.send(bench.notice(`bad-${index}`, 1, { address })))
  for (const how of bench.peer === null ? [] : (['refusing', 'silent'] as const)) {
    await bench.peer?.goDown(how)
    told.push(await bench.send({ ...notice, deliveryId: `d-${how}` }))
    await bench.peer?.comeUp()
  }
  const seen = [...bench.log.lines(), JSON.stringify(told)].join('\n')
  for (const secret of [...bench.secrets, 'Confidential text 4711'])
    for (const form of [secret, Buffer.from(secret).toString('base64')])
      expect(seen).not.toContain(form)
})

const stops = benchCase('stops twice, and sends nothing after', async (bench) => {
  await bench.send(bench.notice('d-1', 1))
  await bench.channel.stop()
  await bench.channel.stop()
  expect(outcomes(await bench.send(bench.notice('d-2', 2)))).toEqual({ 'd-2': 'retry' })
  if (bench.peer !== null) expect(arrived(bench.peer, 'd-2')).toEqual([])
})

/** Every case, so that a suite's own tests can show which hostile channel fails which. */
export const notificationChannelCases: readonly ConformanceCase[] = Object.freeze([
  sends,
  arrives,
  perItem,
  dedupes,
  receipts,
  backsOff,
  timesOut,
  escapes,
  injections,
  lengths,
  secrecy,
  stops,
])
