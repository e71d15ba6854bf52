import { type Component, defineAsyncComponent } from 'vue'
import { mayDo } from './live/roles.ts'

/** What stands above the generated fields of one object, where there is more to see of it than its fields. */
const PANELS: Readonly<Record<string, Component>> = {
  accounts: defineAsyncComponent(() => import('./money/AccountPanel.vue')),
  tariffVersions: defineAsyncComponent(() => import('./money/TariffPanel.vue')),
  meteringPoints: defineAsyncComponent(() => import('./money/MeteringPanel.vue')),
  paymentOrders: defineAsyncComponent(() => import('./money/OrderPanel.vue')),
  meters: defineAsyncComponent(() => import('./commissioning/MeterPanel.vue')),
  commissionings: defineAsyncComponent(() => import('./commissioning/CommissioningPanel.vue')),
  connections: defineAsyncComponent(() => import('./connections/ConnectionPanel.vue')),
}

/** Fields that a panel shows in a better way, to whoever holds a role for this operation; null: to everybody. */
const SHOWN: Readonly<Record<string, Readonly<Record<string, string | null>>>> = {
  commissionings: { seen: null, tests: null, certificate: null },
  connections: { state: null, health: null, lastError: null, config: 'connections.configure' },
}

/** Commands that a panel offers in a better way than a form of their body. */
const OFFERED: Readonly<Record<string, readonly string[]>> = {
  connections: [
    ...['configure', 'test', 'discover', 'browse', 'cancelSearch'],
    ...['enable', 'disable', 'reload', 'startTrace', 'stopTrace', 'trust'],
    ...['matchTemplates', 'applyTemplate'],
  ].map((verb) => `connections.${verb}`),
  commissionings: ['see', 'startTest', 'restoreTest', 'endTest', 'sign', 'saveTemplate'].map(
    (verb) => `commissionings.${verb}`,
  ),
}

/** Whether an object's panel offers a command, so that its menu need not. */
export const isOffered = (service: string, operationId: string): boolean =>
  OFFERED[service]?.includes(operationId) === true

/** Whether an object's panel shows a field, so that the generated ones need not. */
export function isShown(service: string, field: string, siteId: string | undefined): boolean {
  const operation = SHOWN[service]?.[field]
  return operation === null || (operation !== undefined && mayDo(operation, siteId ?? null))
}

export const panelOf = (service: string): Component | undefined => PANELS[service]
