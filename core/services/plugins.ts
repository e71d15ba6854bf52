import type { AuditLog } from '../flow/audit/ports.ts'
import type { Transaction } from '../flow/ledger/ports.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { type Action, action, type Call, type Output } from './define.ts'

type PluginView = Output<'plugins.list'>['items'][number]
interface PluginRef {
  readonly pluginId: string
}

/** Writes the audit line of a change in the change's own transaction. */
export type Audited = (transaction: Transaction, after?: JsonObject) => Promise<void>

/** Plugins as an owner administers them: what is set is kept, and in force at once. */
export interface PluginAdministration {
  list(): readonly PluginView[]
  /** What is in force of a plugin's own configuration, its secrets masked. */
  settings(plugin: PluginRef): Promise<{
    readonly config: JsonObject
    readonly schema: JsonObject | null
    readonly version: number
  }>
  configure(
    request: PluginRef & { readonly config: JsonObject },
    audited: Audited,
  ): Promise<PluginView>
  reload(plugin: PluginRef, audited: Audited): Promise<PluginView>
  rescan(audited: Audited): Promise<Output<'plugins.rescan'>>
  enable(plugin: PluginRef, audited: Audited): Promise<PluginView>
  disable(plugin: PluginRef, audited: Audited): Promise<PluginView>
}

export interface PluginDependencies {
  readonly plugins: PluginAdministration
  readonly audit: AuditLog
}

/** What is installed, and what an owner does with it. */
export function pluginActions({ plugins, audit }: PluginDependencies): Action[] {
  const auditedBy =
    ({ auditActor, operation }: Call, subject: string): Audited =>
    (transaction, after) =>
      audit.append(
        {
          ...{ actor: auditActor, operation: operation.id, outcome: 'done', siteId: null, subject },
          ...(after === undefined ? {} : { after }),
        },
        transaction,
      )
  const on = ({ pluginId }: PluginRef, call: Call) => auditedBy(call, `plugins:${pluginId}`)
  return [
    action('plugins.list', async () => ({ items: [...plugins.list()] })),
    action('plugins.settings', async ({ path }) => {
      const { config, schema, version } = await plugins.settings(path)
      return { config: { ...config }, schema: schema === null ? null : { ...schema }, version }
    }),
    action('plugins.configure', async ({ path, body }, call) => {
      const config = body.config as JsonObject
      return plugins.configure({ ...path, config }, on(path, call))
    }),
    action('plugins.reload', ({ path }, call) => plugins.reload(path, on(path, call))),
    action('plugins.rescan', (_input, call) => plugins.rescan(auditedBy(call, 'plugins'))),
    action('plugins.enable', ({ path }, call) => plugins.enable(path, on(path, call))),
    action('plugins.disable', ({ path }, call) => plugins.disable(path, on(path, call))),
  ]
}
