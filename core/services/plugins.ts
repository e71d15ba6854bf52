import type { AuditLog } from '../flow/audit/ports.ts'
import type { Transaction } from '../flow/ledger/ports.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import type { Role } from '../kernel/roles.ts'
import { placedAt } from './config-places.ts'
import { type Action, action, type Call, type Output, replying } from './define.ts'

type PluginView = Output<'plugins.get'>
interface PluginRef {
  readonly pluginId: string
}

/** Writes the audit line of a change in the change's own transaction. */
export type Audited = (transaction: Transaction, after?: JsonObject) => Promise<void>

/** A change, by whom it is made and how it is audited. */
export interface PluginChange extends PluginRef {
  /** Name of whoever makes it. */
  readonly by: string | null
  readonly audited: Audited
}

/** Plugins as an owner administers them: what is set is kept, and in force at once. */
export interface PluginAdministration {
  list(): readonly PluginView[]
  /** @throws `not-found` */
  get(plugin: PluginRef): PluginView
  /** An SVG document. @throws `not-found` */
  icon(plugin: PluginRef): string
  /** @throws `not-found` */
  diagnostics(plugin: PluginRef): Promise<Output<'plugins.diagnostics'>>
  /** What is in force of a plugin's own configuration, its secrets masked. */
  settings(plugin: PluginRef): Promise<{
    readonly config: JsonObject
    readonly schema: JsonObject | null
    readonly version: number
  }>
  /** @throws `not-found` */
  configurations(plugin: PluginRef): Promise<Output<'plugins.configurations'>['items']>
  configure(change: PluginChange & { readonly config: JsonObject }): Promise<PluginView>
  /** @throws `not-found`, and what {@link configure} throws */
  restore(change: PluginChange & { readonly version: number }): Promise<PluginView>
  reload(change: PluginChange): Promise<PluginView>
  rescan(audited: Audited): Promise<Output<'plugins.rescan'>>
  enable(change: PluginChange): Promise<PluginView>
  disable(change: PluginChange): Promise<PluginView>
  /** @throws `not-found`, `plugin-built-in`, `in-use` */
  remove(change: PluginChange): Promise<PluginView>
  /** Pages are told of to whom they are for, by the roles that the caller holds anywhere. */
  dashboardWidgets(held: ReadonlySet<Role>): Output<'dashboardWidgets.list'>
}

export interface PluginDependencies {
  readonly plugins: PluginAdministration
  readonly audit: AuditLog
}

/** A picture alone: no script, nothing fetched, and nothing of it shares our origin. */
const ICON_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

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
  const change = ({ pluginId }: PluginRef, call: Call): PluginChange => ({
    pluginId,
    by: call.auditActor.name,
    audited: auditedBy(call, `plugins:${pluginId}`),
  })
  return [
    action('plugins.list', async () => ({ items: [...plugins.list()] })),
    action('plugins.get', async ({ path }) => plugins.get(path)),
    replying('plugins.icon', async ({ path }) => ({
      body: plugins.icon(path),
      contentType: 'image/svg+xml; charset=utf-8',
      headers: { 'Content-Security-Policy': ICON_POLICY, 'Cache-Control': 'private, max-age=300' },
    })),
    replying('plugins.diagnostics', async ({ path }) => ({
      body: await plugins.diagnostics(path),
      headers: { 'Content-Disposition': 'attachment; filename="plugin-diagnostics.json"' },
    })),
    action('plugins.settings', async ({ path }) => {
      const { config, schema, version } = await plugins.settings(path)
      return { config: { ...config }, schema: schema === null ? null : { ...schema }, version }
    }),
    action('plugins.configurations', async ({ path }) => ({
      items: await plugins.configurations(path),
    })),
    action('plugins.configure', ({ path, body }, call) =>
      placedAt('/config', () =>
        plugins.configure({ ...change(path, call), config: body.config as JsonObject }),
      ),
    ),
    action('plugins.restoreConfiguration', ({ path }, call) =>
      plugins.restore({ ...change(path, call), version: path.version }),
    ),
    action('plugins.reload', ({ path }, call) => plugins.reload(change(path, call))),
    action('plugins.rescan', (_input, call) => plugins.rescan(auditedBy(call, 'plugins'))),
    action('plugins.enable', ({ path }, call) => plugins.enable(change(path, call))),
    action('plugins.disable', ({ path }, call) => plugins.disable(change(path, call))),
    action('plugins.remove', ({ path }, call) => plugins.remove(change(path, call))),
    action('dashboardWidgets.list', async (_input, { caller }) =>
      plugins.dashboardWidgets(new Set(caller.actor?.assignments.map(({ role }) => role))),
    ),
  ]
}
