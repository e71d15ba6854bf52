import { computed, ref } from 'vue'
import { useRouter } from 'vue-router'
import type { PaymentChannel } from '../../../core/generated/api.ts'
import { api, dataOf, newKey } from '../../shared/api/client.ts'
import { useLoaded } from '../../shared/load/use-loaded.ts'
import { session } from '../../shared/session.ts'
import { useAct } from '../../shared/use-act.ts'
import { accounts } from '../account/accounts.ts'
import { online } from '../offline/connection.ts'
import { createPendingTopUps } from './pending.ts'

const KEPT_AS = 'busbar.portal.channel'

export const pendingTopUps = createPendingTopUps({
  storage: localStorage,
  newKey,
  userId: () => session.user.value?.id ?? '',
  post: (body, key) =>
    dataOf(api.POST('/api/v1/top-ups', { body, params: { header: { 'Idempotency-Key': key } } })),
})

/** The ways to pay that work now, for the chosen account; those of the cash desk are the desk's. */
async function loadChannels(): Promise<readonly PaymentChannel[]> {
  const siteId = accounts.chosen.value?.siteId
  const query = siteId === undefined ? {} : { siteId }
  const { items } = await dataOf(api.GET('/api/v1/payment-channels', { params: { query } }))
  return items.filter(({ staffOnly }) => !staffOnly)
}

/** Tops the chosen account up: by the channel used last, unless another is chosen. */
export function useTopUp() {
  const router = useRouter()
  const loaded = useLoaded(loadChannels, () => online.value)
  const chosenId = ref(localStorage.getItem(KEPT_AS))
  const channel = computed(() => {
    const channels = loaded.data.value ?? []
    return (
      channels.find(({ connectionId }) => connectionId === chosenId.value) ?? channels[0] ?? null
    )
  })
  const { busy, failure, act } = useAct()

  /** @param alternativeToId an unpaid order that the payer turns away from */
  async function start(amount: string, alternativeToId: string | null = null): Promise<void> {
    const accountId = accounts.state.chosenId
    if (accountId === null || channel.value === null) return
    const { connectionId } = channel.value
    await act(async () => {
      localStorage.setItem(KEPT_AS, connectionId)
      const order = await pendingTopUps.begin({ accountId, connectionId, amount, alternativeToId })
      await router.push(`/orders/${order.id}`)
    })
  }
  return { channels: loaded, channel, chosenId, busy, failure, start }
}
