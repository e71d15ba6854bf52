import { definePlugin, paymentProviders } from '@busbar/core/contracts'
import { provider } from './provider.ts'

export default definePlugin({
  register: (scope) => scope.provide(paymentProviders, provider),
})
