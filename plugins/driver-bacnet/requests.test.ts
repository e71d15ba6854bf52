import { SERVICE } from '@busbar/bacnet/apdu'
import type { Peer } from '@busbar/bacnet/frames'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { encodeRead } from './asks.ts'
import type { Link } from './link.ts'
import { createRequests, type Outcome } from './requests.ts'
import { readSettings } from './settings.ts'

const TIMEOUT_MS = 3_000
const METER = { type: 0, instance: 1 }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const peer = (number: number): Peer => ({
  ...{ host: `192.0.2.${number}`, port: 47_808, network: 0, mac: '' },
})

/** Requests that go nowhere but into a list: whose they are, with their invoke ids. */
function setUp(more: object = {}) {
  const sent: { readonly to: Peer; readonly invokeId: number }[] = []
  const link = {
    send: ({ to, apdu }: Parameters<Link['send']>[0]) =>
      void sent.push({ to, invokeId: apdu[2] ?? 0 }),
  }
  const settings = readSettings({
    ...{ timeoutSeconds: TIMEOUT_MS / 1_000, requestsPerSecond: 100 },
    ...more,
  })
  const requests = createRequests({ link: link as Link, settings })
  const outcomes: Outcome[] = []
  const ask = (to: Peer, retries = 0) =>
    void requests
      .ask({
        ...{ to, service: SERVICE.readProperty, retries },
        encode: (invokeId) => encodeRead(invokeId, { object: METER, property: 85 }),
      })
      .then((outcome) => outcomes.push(outcome))
  const answer = ({ to, invokeId }: (typeof sent)[number]) =>
    requests.hear(to, {
      ...{ kind: 'answer', invokeId, service: SERVICE.readProperty },
      answer: { kind: 'values', values: [] },
    })
  return { requests, sent, outcomes, ask, answer }
}

it('each request has its own time, though one timer watches over all', async () => {
  const { requests, outcomes, ask } = setUp()
  ask(peer(1))
  await vi.advanceTimersByTimeAsync(2_000)
  ask(peer(2))
  await vi.advanceTimersByTimeAsync(TIMEOUT_MS - 2_010)
  expect(outcomes).toHaveLength(0)
  await vi.advanceTimersByTimeAsync(20)
  expect(outcomes).toEqual([{ kind: 'timeout' }])
  await vi.advanceTimersByTimeAsync(1_970)
  expect(outcomes).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(30)
  expect(outcomes).toEqual([{ kind: 'timeout' }, { kind: 'timeout' }])
  expect(requests.inFlight()).toBe(0)
  expect(vi.getTimerCount()).toBe(0)
})

it('what is not answered is asked again, with another id, which alone is then answered', async () => {
  const { sent, outcomes, ask, answer } = setUp()
  ask(peer(1), 1)
  await vi.advanceTimersByTimeAsync(TIMEOUT_MS + 10)
  expect(sent).toHaveLength(2)
  const [first, second] = sent
  if (first === undefined || second === undefined) throw new Error('Not sent.')
  expect(first.invokeId).not.toBe(second.invokeId)
  expect(answer(first)).toBe(false)
  expect(answer({ ...second, to: peer(2) })).toBe(false)
  expect(answer(second)).toBe(true)
  expect(answer(second)).toBe(false)
  await vi.advanceTimersByTimeAsync(0)
  expect(outcomes).toEqual([{ kind: 'values', values: [] }])
})

it('an answer of a neighbour behind the same router, or of the router itself, is not the answer', async () => {
  const { sent, ask, answer } = setUp()
  ask({ ...peer(1), network: 5, mac: '0a' })
  const [first] = sent
  if (first === undefined) throw new Error('Not sent.')
  for (const other of [{ mac: '0b' }, { network: 6 }, { network: 0, mac: '' }, { port: 47_809 }])
    expect(answer({ ...first, to: { ...first.to, ...other } })).toBe(false)
  expect(answer(first)).toBe(true)
})

it('of one device no more are under way than it bears, whatever others are asked', async () => {
  const { sent, ask, answer } = setUp({ maxInFlight: 2 })
  // All that a burst allows is due.
  await vi.advanceTimersByTimeAsync(2_000)
  for (let index = 0; index < 5; index += 1) ask(peer(1))
  ask(peer(2))
  const own = () => sent.filter(({ to }) => to.host === peer(1).host)
  expect(own()).toHaveLength(2)
  expect(sent).toHaveLength(3)
  for (const [index, wanted] of [3, 4, 5, 5].entries()) {
    const next = own()[index]
    expect(next && answer(next)).toBe(true)
    expect(own()).toHaveLength(wanted)
  }
})

it('at most 64 are under way, those that wait longest are next', async () => {
  const { requests, sent, ask, answer } = setUp()
  for (let number = 1; number <= 200; number += 1) ask(peer(number))
  for (let done = 0; done < 200; done += 1) {
    expect(requests.inFlight()).toBe(Math.min(64, 200 - done))
    const next = sent[done]
    expect(next?.to).toEqual(peer(done + 1))
    if (next) answer(next)
  }
  expect(requests.inFlight()).toBe(0)
})

it('goes on when ids have rested, after all devices were silent', async () => {
  const { requests, sent, outcomes, ask } = setUp()
  for (let number = 1; number <= 400; number += 1) ask(peer(number))
  await vi.advanceTimersByTimeAsync(TIMEOUT_MS * 5)
  // All 255 were sent in vain and rest.
  expect(sent).toHaveLength(255)
  expect(requests.inFlight()).toBe(0)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(outcomes).toHaveLength(400)
  expect(vi.getTimerCount()).toBe(0)
})

it('leaves nothing behind when it is stopped', async () => {
  const { requests, outcomes, ask } = setUp()
  for (let number = 1; number <= 100; number += 1) ask(peer(number))
  requests.stop()
  await vi.advanceTimersByTimeAsync(0)
  expect(outcomes).toEqual(Array.from({ length: 100 }, () => ({ kind: 'stopped' })))
  expect(vi.getTimerCount()).toBe(0)
})
