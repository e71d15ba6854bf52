import type { Plugin } from '../../../core/generated/api.ts'
import { api, dataOf } from '../../shared/api/client.ts'
import { sayOne } from '../../shared/locale/i18n.ts'
import type { FormSchema } from '../forms/schema.ts'

/** A plugin's contribution that a form can be about. */
/** What a plugin describes of objects that belong to its connections. */
export type Describing = 'address' | 'point'

export interface Contribution {
  readonly pluginId: string
  readonly point: string
  readonly type: string
  readonly title: Readonly<Record<string, string>>
  readonly capabilities: Readonly<Record<string, unknown>>
  readonly schemas: Readonly<Partial<Record<'connection' | Describing | 'terms', FormSchema>>>
}

/** Points of which there are connections. */
export const CONNECTION_POINTS: readonly string[] = [
  'meterDrivers',
  'paymentProviders',
  'notificationChannels',
  'buildingGateways',
]

const WORKING: readonly string[] = ['enabled', 'degraded']

/** What plugins that can be called offer. */
export function contributionsOf(plugins: readonly Plugin[]): readonly Contribution[] {
  return plugins
    .filter(({ state }) => WORKING.includes(state))
    .flatMap(({ id, contributions }) =>
      contributions.map((each) => ({ ...each, pluginId: id }) as Contribution),
    )
}

/** Asks the server for what plugins that can be called offer. */
export const loadContributions = async (): Promise<readonly Contribution[]> =>
  contributionsOf((await dataOf(api.GET('/api/v1/plugins'))).items)

/** Names a contribution among all. */
export const keyOf = ({ pluginId, point, type }: Contribution): string =>
  `${pluginId}/${point}/${type}`

/** Contributions as a select shows them. */
export const choicesOf = (contributions: readonly Contribution[]) =>
  contributions.map((each) => ({ title: sayOne(each.title), value: keyOf(each) }))

/** The settings within what a form of a connection holds. */
export const configOf = ({ config }: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  typeof config === 'object' && config !== null ? { ...config } : {}
