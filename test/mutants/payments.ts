import type { Mutant } from './mutant.ts'

const ORDER = 'core/domain/payments/order.ts'
const PAYMENTS = 'test/flow/payments.test.ts'

export const paymentMutants: readonly Mutant[] = [
  {
    name: 'two-channels-credited-both',
    breaks: 'INV4',
    file: 'core/flow/payments/settle.ts',
    search: "if (alternativeCredited) return 'paid-twice'",
    replace: '',
    test: PAYMENTS,
  },
  {
    name: 'money-after-closing-is-dropped',
    breaks: 'INV4',
    file: ORDER,
    search:
      "if (order.state === 'captured') return { next: order, effects: capturedAgain(order, status) }",
    replace: 'if (!isOpen(order)) return { next: order, effects: NOTHING }',
    test: PAYMENTS,
  },
  {
    name: 'amount-not-checked',
    breaks: 'M3',
    file: ORDER,
    search: 'if (stated !== order.amountMicros)',
    replace: 'if (stated === null)',
    test: 'test/http/payments.test.ts',
  },
]
