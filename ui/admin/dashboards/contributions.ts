import { shallowRef } from 'vue'
import type { DashboardWidgetList } from '../../../core/generated/api.ts'
import { api, dataOf } from '../../shared/api/client.ts'

/** What plugins that work now contribute; null until it was asked for. */
export const contributions = shallowRef<DashboardWidgetList | null>(null)

/** Asks again: plugins come and go. */
export async function loadContributions(): Promise<void> {
  contributions.value = await dataOf(api.GET('/api/v1/dashboard-widgets'))
}

/** Address of a plugin's page, from its id: `driver-mqtt/brokers`. */
export const pageAddress = ({ id }: { readonly id: string }): string => `/pages/${id}`
