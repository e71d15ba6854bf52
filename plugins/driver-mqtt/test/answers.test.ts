import { createIntake } from '@busbar/core/contracts'
import { createDriverSink, createLeapingClock, createRecordingLog } from '@busbar/core/testkit'
import type { MqttClient } from 'mqtt'
import { afterEach, expect, it } from 'vitest'
import { createAnswers } from '../ask.ts'
import { groupByTopic, valueKey } from '../decode/plan.ts'
import type { Delivery } from '../delivery.ts'
import { planPoints } from '../plan-points.ts'
import { createReceiver } from '../receiver.ts'
import { createSeenTopics } from '../seen.ts'
import { createSparkplugHost } from '../sparkplug/host.ts'
import { planContext, point } from './bench.ts'

const TOPIC = 'zigbee2mqtt/plug'
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** A receiver of a plug's messages, and somebody who waits for what they say. */
function setUp() {
  const sink = createDriverSink()
  const intake = createIntake({
    ...{ events: sink.events, log: createRecordingLog(), random: Math.random },
    ...{ maxEntries: 10, maxBytes: 100_000, onTrouble: () => undefined },
  })
  const answers = createAnswers()
  closers.push(() => answers.cancelAll())
  closers.push(() => intake.stop({ timeoutMs: 1_000 }))
  const clock = createLeapingClock({ ticking: true })
  const context = planContext({ url: 'mqtt://b' })
  const seen = createSeenTopics(context)
  const receiver = createReceiver({
    ...{ clock, intake, answers, seen, presence: undefined },
    host: createSparkplugHost({ now: clock.now, publish: () => undefined }),
    ...{ isStopped: () => false, acknowledge: () => undefined, announce: () => undefined },
  })
  const relay = point('relay', 'relay', '', { format: 'zigbee2mqtt', device: 'plug' })
  const { plans } = planPoints([relay], context)
  const topics = [...plans.values()].flatMap((plan) => plan.topics)
  receiver.use({ plans: groupByTopic(topics), wills: new Map() })
  const heard: string[] = []
  const { answer } = answers.next({
    ...{ topics: [TOPIC, valueKey('relay')], timeoutMs: 60_000 },
    read: ({ text }) => {
      heard.push(text)
      return undefined
    },
  })
  void answer
  const hear = (more: Partial<Delivery>) =>
    receiver.receive({
      ...{ topic: TOPIC, payload: Buffer.from('{"state":"OFF"}'), retain: false, dup: false },
      ...{ messageId: 1, properties: undefined, listenOnly: false, client: {} as MqttClient },
      ...more,
    })
  return { hear, heard }
}

it('S5: what a device says now answers a command, as it came and as its value', async () => {
  const { hear, heard } = setUp()
  await hear({})
  expect(heard).toHaveLength(2)
})

it.each([
  ['a broker has kept', { retain: true }],
  ['is sent a second time', { dup: true }],
])('S5: what %s answers no command: it may be of before', async (_, more) => {
  const { hear, heard } = setUp()
  await hear(more)
  expect(heard).toEqual([])
})
