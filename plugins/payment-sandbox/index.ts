import { definePlugin, paymentProviders } from '@busbar/core/contracts'
import { sandbox } from './provider.ts'

export default definePlugin({
  register(scope) {
    scope.provide(paymentProviders, sandbox)
  },
})
