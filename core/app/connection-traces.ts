import type { AuditLog } from '../flow/audit/ports.ts'
import type { ConnectionStore } from '../flow/connections/ports.ts'
import { createConnectionTraces } from '../flow/connections/traces.ts'
import type { RoleStore } from '../flow/identity/ports.ts'
import type { PluginHost } from '../host/host.ts'
import {
  type ConnectionTraceDependencies,
  connectionTraceActions,
} from '../services/connection-traces.ts'
import type { Action } from '../services/define.ts'

/** Operations on the traces that the plugin host records. */
export function createTraceActions({
  stores,
  host,
  ...rest
}: Pick<ConnectionTraceDependencies, 'contract'> & {
  readonly stores: {
    readonly connections: ConnectionStore
    readonly audit: AuditLog
    readonly roles: RoleStore
  }
  readonly host: Pick<PluginHost, 'traces'>
}): Action[] {
  const traces = createConnectionTraces({
    ...{ store: stores.connections, audit: stores.audit, records: host.traces },
  })
  return connectionTraceActions({ ...rest, roles: stores.roles, traces })
}
