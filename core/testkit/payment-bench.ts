import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import type {
  CallbackResult,
  CreatedPayment,
  CreatePayment,
  PaymentCapabilities,
  PaymentProvider,
  PaymentProviderContribution,
  PaymentStatus,
  RawCallback,
  RefundStatus,
} from '../contracts/index.ts'
import { errorCode } from '../kernel/error.ts'
import { HOUR_MS } from '../kernel/instant.ts'
import type { CallbackReceiver } from './callback-receiver.ts'
import type { ChannelBooks, PaymentChannel } from './payment-channel.ts'
import type { RecordingLog } from './recording-log.ts'

/** What every case is given. */
export interface PaymentBench {
  readonly capabilities: PaymentCapabilities
  readonly contribution: Pick<PaymentProviderContribution, 'create' | 'test'>
  readonly channel: PaymentChannel
  readonly provider: PaymentProvider
  readonly receiver: CallbackReceiver
  readonly log: RecordingLog
  /** Aborting it stops the provider. */
  readonly stop: AbortController
}

/** One thing a provider must prove. */
export interface PaymentCase {
  /** Names it in `skips`. */
  readonly id: string
  readonly title: string
  /** The capability without which there is nothing to prove. */
  readonly needs?: keyof PaymentCapabilities
  run(bench: PaymentBench): Promise<void>
}

type WithHarness<Part extends keyof PaymentChannel> = PaymentChannel &
  Required<Pick<PaymentChannel, Part>>

/** The channel with parts of the harness that this case cannot do without. */
export function channelWith<Part extends keyof PaymentChannel>(
  { channel }: PaymentBench,
  ...parts: readonly Part[]
): WithHarness<Part> {
  for (const part of parts)
    if (channel[part] === undefined)
      throw new Error(
        `This case needs channel.${part}; where the channel has no notion of it, give a reason under "skips".`,
      )
  return channel as WithHarness<Part>
}

export const newId = (prefix: string): string =>
  `${prefix}${randomBytes(10).toString('hex').toUpperCase()}`

export function newOrder(bench: PaymentBench, change: Partial<CreatePayment> = {}): CreatePayment {
  return {
    orderId: newId('T'),
    amountMinor: 10_050n,
    currency: bench.channel.currency,
    description: 'Top-up of unit 4-02',
    expiresAt: Date.now() + HOUR_MS,
    callbackUrl: bench.receiver.url,
    ...change,
  }
}

/** Lets the payer pay, where creating the payment has not settled it already. */
export async function settle(bench: PaymentBench, created: CreatedPayment): Promise<void> {
  if (created.state === 'captured') return
  expect(created.state).toBe('pending')
  await channelWith(bench, 'pay').pay({ created })
}

export async function paidOrder(
  bench: PaymentBench,
  change: Partial<CreatePayment> = {},
): Promise<CreatePayment> {
  const order = newOrder(bench, change)
  await settle(bench, await bench.provider.createPayment(order))
  return order
}

export function expectCaptured(status: PaymentStatus, order: CreatePayment): void {
  expect(status).toMatchObject({
    orderId: order.orderId,
    state: 'captured',
    amountMinor: order.amountMinor,
    currency: order.currency,
  })
  expect(status.channelReference).toMatch(/\S/)
}

export async function chargesOf(
  channel: { books(): Promise<ChannelBooks> },
  orderId: string,
): Promise<readonly bigint[]> {
  const { payments } = await channel.books()
  return payments.flatMap((row) => (row.orderId === orderId ? [row.amountMinor] : []))
}

export async function refundsOf(
  channel: { books(): Promise<ChannelBooks> },
  orderId: string,
): Promise<readonly bigint[]> {
  const { refunds } = await channel.books()
  return refunds.flatMap((row) => (row.orderId === orderId ? [row.amountMinor] : []))
}

export function refundRequest(order: CreatePayment, amountMinor = order.amountMinor) {
  return {
    refundId: newId('R'),
    orderId: order.orderId,
    amountMinor,
    currency: order.currency,
    reason: 'Moved out',
  }
}

/** Asks until the refund is final; a channel may take its time. */
export async function finalRefund(
  bench: PaymentBench,
  request: { readonly refundId: string; readonly orderId: string },
  first: RefundStatus,
): Promise<RefundStatus> {
  let status = first
  for (
    let tries = 0;
    tries < 100 && (status.state === 'pending' || status.state === 'unknown');
    tries += 1
  ) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    status = await bench.provider.queryRefund(request)
  }
  return status
}

/** The genuine callback of a payment, as the channel sent it. */
export function paymentCallback(bench: PaymentBench, orderId: string): Promise<RawCallback> {
  return bench.receiver.find(async (raw) => {
    const result = await bench.provider.parseCallback(raw)
    return result.verified && result.subject === 'payment' && result.payment.orderId === orderId
  })
}

/** Answers callbacks as the core does when it has kept them. */
export async function acceptCallbacks(bench: PaymentBench): Promise<void> {
  bench.receiver.answerBy(async (raw) => (await bench.provider.parseCallback(raw)).reply)
}

/** What a callback says, without the answers to it. */
export function meaning(result: CallbackResult): unknown {
  if (!result.verified) return 'refused'
  return result.subject === 'payment' ? result.payment : result.refund
}

export async function expectCode(work: Promise<unknown>, code: string): Promise<void> {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(errorCode(thrown)).toBe(code)
}
