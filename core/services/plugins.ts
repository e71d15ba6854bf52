import type { AuditLog } from '../flow/audit/ports.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import {
  type Action,
  action,
  type Call,
  type Input,
  type OperationId,
  type Output,
} from './define.ts'

type PluginView = Output<'plugins.list'>['items'][number]

/** What the services need of the plugin host, and of what is kept of plugins. */
export interface PluginAdministration {
  list(): readonly PluginView[]
  configure(request: {
    readonly pluginId: string
    readonly config: JsonObject
  }): Promise<PluginView>
  reload(request: { readonly pluginId: string }): Promise<PluginView>
  enable(request: { readonly pluginId: string }): Promise<PluginView>
  disable(request: { readonly pluginId: string }): Promise<PluginView>
}

export interface PluginDependencies {
  readonly plugins: PluginAdministration
  readonly audit: AuditLog
}

/** What is installed, and what an owner does with it. */
export function pluginActions({ plugins, audit }: PluginDependencies): Action[] {
  async function logged(pluginId: string, call: Call): Promise<void> {
    await audit.append({
      actor: call.auditActor,
      operation: call.operation.id,
      outcome: 'done',
      siteId: null,
      subject: `plugins:${pluginId}`,
    })
  }
  const change =
    <K extends OperationId>(act: (request: { readonly pluginId: string }) => Promise<PluginView>) =>
    async ({ path }: Input<K>, call: Call): Promise<PluginView> => {
      const { pluginId } = path as unknown as { readonly pluginId: string }
      const view = await act({ pluginId })
      await logged(pluginId, call)
      return view
    }
  return [
    action('plugins.list', async () => ({ items: [...plugins.list()] })),
    action('plugins.configure', async ({ path, body }, call) => {
      const config = body.config as JsonObject
      const view = await plugins.configure({ pluginId: path.pluginId, config })
      await logged(path.pluginId, call)
      return view
    }),
    action('plugins.reload', change(plugins.reload)),
    action('plugins.enable', change(plugins.enable)),
    action('plugins.disable', change(plugins.disable)),
  ]
}
