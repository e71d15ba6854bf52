import type { AuditLog } from '../flow/audit/ports.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { type Action, action, type Call, type Output } from './define.ts'

type PluginView = Output<'plugins.list'>['items'][number]

/** Plugins as an owner administers them: what is set is kept, and in force at once. */
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
  async function logged(view: PluginView, call: Call): Promise<PluginView> {
    await audit.append({
      actor: call.auditActor,
      operation: call.operation.id,
      outcome: 'done',
      siteId: null,
      subject: `plugins:${view.id}`,
    })
    return view
  }
  return [
    action('plugins.list', async () => ({ items: [...plugins.list()] })),
    action('plugins.configure', async ({ path: { pluginId }, body }, call) => {
      const config = body.config as JsonObject
      return logged(await plugins.configure({ pluginId, config }), call)
    }),
    action('plugins.reload', async ({ path }, call) => logged(await plugins.reload(path), call)),
    action('plugins.enable', async ({ path }, call) => logged(await plugins.enable(path), call)),
    action('plugins.disable', async ({ path }, call) => logged(await plugins.disable(path), call)),
  ]
}
