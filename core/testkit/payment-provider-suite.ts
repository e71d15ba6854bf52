import { afterAll, beforeAll, describe, test } from 'vitest'
import type {
  PaymentCapabilities,
  PaymentProvider,
  PaymentProviderContribution,
} from '../contracts/index.ts'
import type { CallbackReceiver } from './callback-receiver.ts'
import { createCallbackReceiver } from './callback-receiver.ts'
import type { PaymentBench, PaymentCase } from './payment-bench.ts'
import { expectCode } from './payment-bench.ts'
import { callbackCases } from './payment-cases-callbacks.ts'
import { faultCases } from './payment-cases-faults.ts'
import { orderCases } from './payment-cases-orders.ts'
import { refundCases } from './payment-cases-refunds.ts'
import type { PaymentChannel } from './payment-channel.ts'
import { createRecordingLog } from './recording-log.ts'
import { copied, throughWire } from './through-wire.ts'

export interface PaymentProviderSuiteOptions {
  readonly create: PaymentProviderContribution['create']
  readonly test: PaymentProviderContribution['test']
  readonly channel: PaymentChannel
  /** As plugin.json declares them. */
  readonly capabilities: PaymentCapabilities
  /** Why a case, by its id, cannot apply to this channel. */
  readonly skips?: Readonly<Record<string, string>>
}

/** What is not offered must say so, by one code or by refusing. */
const refusals: readonly PaymentCase[] = [
  {
    id: 'no-statements',
    title: 'statements that are not offered are refused as unsupported',
    run: ({ provider }) =>
      expectCode(provider.fetchStatement({ day: '2001-02-03' }), 'unsupported'),
  },
  {
    id: 'no-refunds',
    title: 'refunds that are not offered are refused as unsupported',
    run: ({ provider }) =>
      expectCode(
        provider.refund({
          refundId: 'R',
          orderId: 'T',
          amountMinor: 1n,
          currency: 'CNY',
          reason: '-',
        }),
        'unsupported',
      ),
  },
  {
    id: 'no-callbacks',
    title: 'a callback to a channel that sends none is refused as unsupported',
    run: ({ provider }) =>
      expectCode(
        provider.parseCallback({ headers: {}, query: {}, bodyBase64: '', receivedAt: 0 }),
        'unsupported',
      ),
  },
]

const NOT_OFFERED = {
  callbacks: 'no-callbacks',
  refunds: 'no-refunds',
  statements: 'no-statements',
}

/**
 * Registers the conformance cases of a payment provider with vitest. Every argument and result
 * crosses the boundary's text form.
 */
export function paymentProviderSuite(options: PaymentProviderSuiteOptions): void {
  const { capabilities, channel, skips = {} } = options
  const missing = (['callbacks', 'refunds', 'statements'] as const)
    .filter((name) => !capabilities[name])
    .map((name) => NOT_OFFERED[name])
  const cases = [
    ...orderCases,
    ...callbackCases,
    ...refundCases,
    ...faultCases,
    ...refusals.filter(({ id }) => missing.includes(id)),
  ]
  checkSkips(skips, cases)
  describe('payment provider conformance', () => {
    let receiver: CallbackReceiver
    beforeAll(async () => {
      receiver = await createCallbackReceiver()
      await channel.start()
    })
    afterAll(async () => {
      await channel.stop()
      await receiver?.close()
    })
    for (const one of cases)
      test(one.title, { timeout: 30_000 }, async (context) => {
        const reason = skipReason(one, capabilities, skips)
        if (reason !== undefined) return context.skip(reason)
        const bench = createBench(options, receiver)
        try {
          await one.run(bench)
        } finally {
          bench.stop.abort()
          await channel.clearFaults?.()
        }
      })
  })
}

function createBench(
  { create, test: testConnection, channel, capabilities }: PaymentProviderSuiteOptions,
  receiver: CallbackReceiver,
): PaymentBench {
  const log = createRecordingLog()
  const stop = new AbortController()
  const contribution: PaymentBench['contribution'] = {
    create: (request): PaymentProvider =>
      throughWire(create({ ...request, connection: copied(request.connection) })),
    test: async (request) => copied(await testConnection(copied(request))),
  }
  const provider = contribution.create({
    connectionId: '1',
    connection: channel.connection(),
    log,
    signal: stop.signal,
  })
  return { capabilities, contribution, channel, provider, receiver, log, stop }
}

function skipReason(
  { id, needs }: PaymentCase,
  capabilities: PaymentCapabilities,
  skips: Readonly<Record<string, string>>,
): string | undefined {
  if (needs !== undefined && !capabilities[needs]) return `plugin.json declares ${needs}: false`
  return skips[id]
}

function checkSkips(skips: Readonly<Record<string, string>>, cases: readonly PaymentCase[]): void {
  for (const [id, reason] of Object.entries(skips)) {
    if (!cases.some((one) => one.id === id)) throw new Error(`skips names "${id}": no such case.`)
    if (reason.trim().split(/\s+/).length < 3)
      throw new Error(`skips.${id} needs a reason that a reader understands.`)
  }
}
