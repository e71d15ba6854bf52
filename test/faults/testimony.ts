import type { AcknowledgedCredit, AcknowledgedTransfer } from './client.ts'
import type { Standing, Unit } from './house.ts'
import type { ChannelOrder } from './surroundings.ts'
import type { RelayCommand } from './witness.ts'

/** A reading whose sender was told that it is kept. */
export interface Acknowledged {
  readonly registerId: string
  readonly at: number
  readonly valueMicros: bigint
}

/** What those outside of the core can swear to; the database is asked for the rest. */
export interface Evidence {
  /** As a login that may read everything. */
  readonly url: string
  readonly guardPublicKeyPem: string
  readonly auditKey: Uint8Array
  /** With the place at which each device's relay stands. */
  readonly units: readonly (Pick<
    Unit,
    'code' | 'device' | 'accountId' | 'relayPointId' | 'supplyPointId'
  > & { readonly standing: Standing; readonly isOn: boolean })[]
  readonly readings: readonly Acknowledged[]
  /** What the payment channel has taken. */
  readonly captures: readonly Pick<ChannelOrder, 'orderId' | 'amountMinor' | 'currency'>[]
  /** The connection that it is reached by. */
  readonly channel: string
  readonly credits: readonly AcknowledgedCredit[]
  readonly transfers: readonly AcknowledgedTransfer[]
  /** What devices' relays were told, in order. */
  readonly commands: readonly RelayCommand[]
}
