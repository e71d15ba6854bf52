import { beforeEach, expect, it } from 'vitest'
import type { NewTopUp, PaymentOrder } from '../../../core/generated/api.ts'
import { ApiError } from '../../shared/api/api-error.ts'
import { createPendingTopUps } from './pending.ts'

const BODY: NewTopUp = { accountId: '1', connectionId: '2', amount: '100', alternativeToId: null }
const ORDER = { id: '9' } as PaymentOrder

let kept: Map<string, string>
let sent: string[]
let user: string

beforeEach(() => {
  kept = new Map()
  sent = []
  user = 'u'
})

function pendingWith(answer: () => Promise<PaymentOrder>) {
  let keys = 0
  return createPendingTopUps({
    storage: {
      getItem: (name) => kept.get(name) ?? null,
      setItem: (name, value) => kept.set(name, value),
      removeItem: (name) => kept.delete(name),
    },
    newKey: () => `key-${++keys}-${kept.size}`,
    userId: () => user,
    post: (_body, key) => {
      sent.push(key)
      return answer()
    },
  })
}

const refusal = (retryable: boolean) =>
  new ApiError({ type: 'x', title: 'x', status: 409, code: 'x', retryable })

it('repeats what was never answered under its own key, even after a reload', async () => {
  const lost = pendingWith(() => Promise.reject(new TypeError('offline')))
  await expect(lost.begin(BODY)).rejects.toThrow(TypeError)
  await expect(lost.begin(BODY)).rejects.toThrow(TypeError)
  const reloaded = pendingWith(async () => ORDER)
  expect(reloaded.current()).toMatchObject({ body: BODY, orderId: null })
  expect(await reloaded.begin(BODY)).toBe(ORDER)
  expect(new Set(sent).size).toBe(1)
  expect(sent).toHaveLength(3)
  expect(reloaded.current()?.orderId).toBe('9')
})

it('keeps the key where the server asks to try again, and lets go of what it refused', async () => {
  const busy = pendingWith(() => Promise.reject(refusal(true)))
  await expect(busy.begin(BODY)).rejects.toThrow(ApiError)
  expect(busy.current()).not.toBeNull()
  const refused = pendingWith(() => Promise.reject(refusal(false)))
  await expect(refused.begin(BODY)).rejects.toThrow(ApiError)
  expect(refused.current()).toBeNull()
  expect(new Set(sent).size).toBe(1)
})

it('gives another amount, and what comes after an answer, keys of their own', async () => {
  const pending = pendingWith(async () => ORDER)
  await pending.begin(BODY)
  await pending.begin(BODY)
  await pending.begin({ ...BODY, amount: '200' })
  expect(new Set(sent).size).toBe(3)
})

it('ends only what it is told to', async () => {
  const pending = pendingWith(async () => ORDER)
  await pending.begin(BODY)
  pending.end('another')
  expect(pending.current()).not.toBeNull()
  pending.end('9')
  expect(pending.current()).toBeNull()
})

it('shows nobody what another began, and takes no nonsense', async () => {
  const pending = pendingWith(async () => ORDER)
  await pending.begin(BODY)
  user = 'another'
  expect(pending.current()).toBeNull()
  kept.set('busbar.portal.top-up', '{')
  expect(pending.current()).toBeNull()
  kept.set('busbar.portal.top-up', '{"key":1}')
  expect(pending.current()).toBeNull()
})
