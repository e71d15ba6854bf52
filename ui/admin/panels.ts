import { type Component, defineAsyncComponent } from 'vue'

/** What stands above the generated fields of one object, where there is more to see of it than its fields. */
const PANELS: Readonly<Record<string, Component>> = {
  accounts: defineAsyncComponent(() => import('./money/AccountPanel.vue')),
  tariffVersions: defineAsyncComponent(() => import('./money/TariffPanel.vue')),
  meteringPoints: defineAsyncComponent(() => import('./money/MeteringPanel.vue')),
  paymentOrders: defineAsyncComponent(() => import('./money/OrderPanel.vue')),
}

export const panelOf = (service: string): Component | undefined => PANELS[service]
