import type { PluginHost } from '../host/host.ts'
import type { LastError, PluginStatus } from '../host/status.ts'
import { errorCatalogue } from '../kernel/error.ts'
import { formatInstant } from '../kernel/instant.ts'
import type { Output } from '../services/define.ts'

export type PluginView = Output<'plugins.get'>
type WidgetView = Output<'dashboardWidgets.list'>['items'][number]
type PageView = Output<'dashboardWidgets.list'>['pages'][number]

/** As the contract shows a plugin: no paths of this machine. */
export function tellPlugin(status: PluginStatus, { builtIn }: { readonly builtIn: boolean }) {
  const { directory: _directory, hasIcon, network, ...rest } = status
  const { id, contributions, health, lastError } = rest
  return {
    ...rest,
    builtIn,
    title: { ...status.title },
    description: status.description === null ? null : { ...status.description },
    icon: hasIcon ? `/api/v1/plugins/${encodeURIComponent(id)}/icon` : null,
    permissions: { network: [...network] },
    contributions: contributions.map((item) => ({ ...item, title: { ...item.title } })),
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
  return pages.map(({ id, icon, title, widgets }) => ({
    ...{ id: `${pluginId}/${id}`, pluginId, icon, title: { ...title } },
    widgets: widgets.map((place) => ({ ...place, widget: `${pluginId}/${place.widget}` })),
  }))
}

/** What all plugins that work now contribute to dashboards. */
export function tellWidgets(host: Pick<PluginHost, 'list'>): Output<'dashboardWidgets.list'> {
  const working = host.list().filter(({ state }) => state === 'enabled' || state === 'degraded')
  return { items: working.flatMap(widgetsOf), pages: working.flatMap(pagesOf) }
}

/** The last lines of a plugin's log. */
export function tellLogs(
  host: Pick<PluginHost, 'logs'>,
  request: Parameters<PluginHost['logs']>[0],
): Output<'plugins.logs'> {
  return {
    items: host.logs(request).map(({ at, data, ...line }) => ({
      ...{ ...line, at: formatInstant(at), data: { ...data } },
    })),
  }
}
