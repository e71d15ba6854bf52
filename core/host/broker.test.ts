import type { Context } from 'moleculer'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Log } from '../contracts/index.ts'
import { type CreatedBroker, createBroker } from './broker.ts'

const lines: string[] = []
const write = (message: string): void => {
  lines.push(message)
}
const log: Log = { debug: () => undefined, info: write, warn: write, error: write }

let created: CreatedBroker
let calls = 0
beforeEach(async () => {
  calls = 0
  created = createBroker({ nodeId: 'n1', log, requestTimeoutMs: 50, drainMs: 2_000 })
  created.broker.createService({
    name: 'test',
    actions: {
      hang: () => new Promise(() => {}),
      slow: () => new Promise((resolve) => setTimeout(() => resolve('done'), 30)),
      loop: (ctx: Context) => ctx.call('test.loop'),
      busy: () => {
        calls += 1
        throw Object.assign(new Error('try again'), { retryable: true, code: 503 })
      },
    },
  })
  await created.broker.start()
})
afterEach(() => created.broker.stop())

describe('O4: the broker', () => {
  test('gives no call all the time in the world', async () => {
    await expect(created.broker.call('test.hang')).rejects.toMatchObject({
      type: 'REQUEST_TIMEOUT',
    })
  })

  test('never retries, even what says that it may be, and even when asked', async () => {
    await expect(created.broker.call('test.busy', {}, { retries: 3 })).rejects.toThrow('try again')
    expect(calls).toBe(1)
  })

  test('ends a cycle of calls', async () => {
    await expect(created.broker.call('test.loop')).rejects.toMatchObject({ type: 'MAX_CALL_LEVEL' })
  })

  test('has no $node actions, and leaves signals to the core', () => {
    expect(created.broker.registry.getActionList({}).map(({ name }) => name)).not.toContain(
      '$node.list',
    )
    expect(created.broker.options.skipProcessEventRegistration).toBe(true)
  })
})

test('stopping waits for the calls under way', async () => {
  const slow = created.broker.call('test.slow', {}, { timeout: 5_000 })
  await created.broker.stop()
  expect(await slow).toBe('done')
})

test('metrics come in the format of Prometheus, without a port of their own', async () => {
  await created.broker.call('test.slow')
  const text = created.metricsText()
  expect(text).toMatch(/^# TYPE moleculer_request_total counter$/m)
  expect(text).toMatch(/^moleculer_request_total\{.*action="test\.slow".*\} 1$/m)
})

test('a reader who leaves a stream is no news; what else goes wrong with it says why', () => {
  const told = () => lines.filter((line) => line.startsWith('Stream got an error.'))
  const warn = (err: Error) =>
    created.broker.getLogger('gateway').warn('Stream got an error.', { err, url: '/x' })
  warn(Object.assign(new Error('Premature close'), { code: 'ERR_STREAM_PREMATURE_CLOSE' }))
  expect(told()).toEqual([])
  warn(new Error('The disk is full'))
  expect(told()).toEqual(['Stream got an error. The disk is full'])
})
