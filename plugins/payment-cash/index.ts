import { definePlugin, paymentProviders } from '@busbar/core/contracts'
import { cash } from './provider.ts'

export default definePlugin({
  register(scope) {
    scope.provide(paymentProviders, cash)
  },
})
