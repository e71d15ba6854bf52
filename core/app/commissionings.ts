import { createCertificatePrinter } from '../adapters/certificate.ts'
import type { AuditLog } from '../flow/audit/ports.ts'
import type { CommandKeyStore } from '../flow/command-keys/ports.ts'
import type { Commissioning } from '../flow/commissioning/commission.ts'
import type { RegistryStore } from '../flow/registry/ports.ts'
import type { SupplyCommands } from '../flow/supply-commands/commands.ts'
import type { PluginHost } from '../host/host.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { type Clock, wallClock } from '../kernel/instant.ts'
import { commissioningReads } from '../persistence/commissioning-records.ts'
import { commissioningRecordActions } from '../services/commissionings.ts'
import type { Action } from '../services/define.ts'
import { deviceTemplateActions } from '../services/device-templates.ts'
import type { RowCheck } from '../services/registry.ts'

/** Putting meters into service: templates of devices, records of commissioning and their certificates. */
export function createCommissioningRecords(options: {
  readonly contract: JsonObject
  readonly store: RegistryStore
  readonly audit: AuditLog
  readonly keys: CommandKeyStore
  readonly commissioning: Pick<Commissioning, 'installWithin'>
  readonly commands: SupplyCommands
  readonly clock: Clock
  readonly domainRate: number
  /** Null: no plugin is installed. */
  readonly host: Pick<PluginHost, 'deviceTemplates'> | null
  /** Judges a point as when it is made by hand. */
  readonly checkPoint: RowCheck | null
}): Action[] {
  const { host, checkPoint } = options
  const common = { ...options, reads: commissioningReads }
  return [
    ...deviceTemplateActions({
      ...common,
      templates: () => host?.deviceTemplates() ?? [],
      ...(checkPoint === null ? {} : { check: checkPoint }),
    }),
    ...commissioningRecordActions({ ...common, wallClock, printer: createCertificatePrinter() }),
  ]
}
