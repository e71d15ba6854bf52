import type { PluginHost } from '../host/host.ts'
import type { LastError, PluginStatus } from '../host/status.ts'
import { errorCatalogue } from '../kernel/error.ts'
import { formatInstant } from '../kernel/instant.ts'
import { STAFF_ROLES } from '../kernel/roles.ts'
import type { Output } from '../services/define.ts'

export type PluginView = Output<'plugins.get'>
type WidgetView = Output<'dashboardWidgets.list'>['items'][number]
type PageView = Output<'dashboardWidgets.list'>['pages'][number]
type Role = PageView['roles'][number]

/** As the contract shows a plugin: no paths of this machine. */
export function tellPlugin(status: PluginStatus, { builtIn }: { readonly builtIn: boolean }) {
  const { directory: _directory, hasIcon, network, workers, ...rest } = status
  const { id, contributions, process, health, lastError } = rest
  return {
    ...rest,
    builtIn,
    title: { ...status.title },
    description: status.description === null ? null : { ...status.description },
    icon: hasIcon ? `/api/v1/plugins/${encodeURIComponent(id)}/icon` : null,
    permissions: { network: [...network], workers },
    contributions: contributions.map((item) => ({ ...item, title: { ...item.title } })),
    process: process === null ? null : { ...process },
    health: { ...health, ...(health.counters ? { counters: { ...health.counters } } : {}) },
    lastError: lastError === null ? null : tellError(lastError),
    dashboardWidgets: widgetsOf(status),
    pages: pagesOf(status),
  } satisfies PluginView
}

/** An error with what to do about it. */
export function tellError({ code, detail, at }: LastError) {
  const { title, remedy } = errorCatalogue[code]
  return { code, title, detail, remedy, at: formatInstant(at) }
}

/** What a plugin adds to dashboards, by ids that are unique among all plugins. */
function widgetsOf({ id: pluginId, dashboardWidgets }: PluginStatus): WidgetView[] {
  return dashboardWidgets.map(({ id, title, description, source, show, text, ...widget }) => ({
    ...{ ...widget, id: `${pluginId}/${id}`, pluginId, title: { ...title } },
    ...(description && { description: { ...description } }),
    ...(source && {
      source: { operation: source.operation, parameters: { ...source.parameters } },
    }),
    ...(show && { show: { ...show } }),
    ...(text && { text: { ...text } }),
  }))
}

function pagesOf({ id: pluginId, pages }: PluginStatus): PageView[] {
  return pages.map(({ id, icon, title, roles = STAFF_ROLES, widgets }) => ({
    ...{ id: `${pluginId}/${id}`, pluginId, icon, title: { ...title }, roles: [...roles] },
    widgets: widgets.map((place) => ({ ...place, widget: `${pluginId}/${place.widget}` })),
  }))
}

/** What all plugins that work now contribute to dashboards, and those of their pages that are for one of the roles. */
export function tellWidgets(
  host: Pick<PluginHost, 'list'>,
  held: ReadonlySet<Role>,
): Output<'dashboardWidgets.list'> {
  const working = host.list().filter(({ state }) => state === 'enabled' || state === 'degraded')
  const pages = working.flatMap(pagesOf).filter(({ roles }) => roles.some((role) => held.has(role)))
  return { items: working.flatMap(widgetsOf), pages }
}
