import { tariffStrategySuite } from '@busbar/core/testkit'
import { strategy } from './index.ts'

tariffStrategySuite({
  create: () => strategy,
  terms: [
    { name: 'one price', terms: { price: '0.538' } },
    { name: 'two prices', terms: { price: '0.538', limit: '200', priceAbove: '0.838' } },
  ],
  refused: [
    {
      name: 'a limit without a second price',
      terms: { price: '1', limit: '200' },
      pointer: '/priceAbove',
    },
    {
      name: 'a second price without a limit',
      terms: { price: '1', priceAbove: '2' },
      pointer: '/limit',
    },
    {
      name: 'a limit of nothing',
      terms: { price: '1', limit: '0', priceAbove: '2' },
      pointer: '/limit',
    },
  ],
})
