import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Grant } from '../identity/ports.ts'
import type { Row } from '../registry/ports.ts'

export interface Span {
  /** Null: from the first. */
  readonly from: Instant | null
  /** Null: to the last; the instant itself is left out. */
  readonly to: Instant | null
}

/** A page of rows, newest first: instants in milliseconds, money and quantity in bigint micros. */
export interface Page {
  readonly rows: readonly Row[]
}

/** What a working building has, in the order in which it is best set up. */
export const SETUP_STEPS = [
  'site',
  'connection',
  'meter',
  'tariff',
  'tenant',
  'account',
  'topUp',
] as const
export type SetupStep = (typeof SETUP_STEPS)[number]

/** One thing that a channel said about an order, or about a refund of it. */
export interface OrderEvent {
  readonly id: Id
  /** Wall-clock time. */
  readonly at: Instant
  readonly source: 'create' | 'callback' | 'query' | 'close' | 'refund'
  readonly refundId: Id | null
  readonly state: string
  readonly detail: string | null
}

/** What was measured, charged and booked, as the people concerned look it up. */
export interface ReadStore {
  /** The postings of an account's purses, by id. */
  postings(query: {
    readonly accountId: Id
    readonly before: Id | null
    readonly limit: number
  }): Promise<Page>
  /** Usage intervals that an account pays for, with their lines; by (toAt, id). */
  charges(
    query: Span & {
      readonly accountId: Id
      readonly before: { readonly toAt: Instant; readonly id: Id } | null
      readonly limit: number
    },
  ): Promise<Page>
  /** By (at, value): two readings of one instant are a conflict, and both are told. */
  readings(
    query: Span & {
      readonly registerId: Id
      readonly before: { readonly at: Instant; readonly valueMicros: bigint } | null
      readonly limit: number
    },
  ): Promise<Page>
  /** By (at, register, value), of what has been installed at the point; of some tenants' own time, or of all time. */
  pointReadings(
    query: Span & {
      readonly meteringPointId: Id
      /** Null: not narrowed. */
      readonly tenantIds: readonly Id[] | null
      readonly before: {
        readonly at: Instant
        readonly registerId: Id
        readonly valueMicros: bigint
      } | null
      readonly limit: number
    },
  ): Promise<Page>
  /** By (openedAt, register, at, value). */
  quarantinedReadings(query: {
    readonly grants: readonly Grant[]
    readonly registerId: Id | null
    readonly open: boolean | null
    readonly before: QuarantinePosition | null
    readonly limit: number
  }): Promise<Page>
  /** By id. */
  quarantinedInputs(query: {
    readonly grants: readonly Grant[]
    readonly before: Id | null
    readonly limit: number
  }): Promise<Page>
  /** What a channel has said about an order, the newest first. */
  orderEvents(query: { readonly orderId: Id; readonly limit: number }): Promise<{
    readonly items: readonly OrderEvent[]
  }>
  /** What a receipt tells of an order that was paid and credited; null for any other. */
  receipt(query: { readonly orderId: Id }): Promise<Row | null>
  /** How many of each there are, of the whole instance. */
  setupCounts(): Promise<Readonly<Record<SetupStep, number>>>
}

export interface QuarantinePosition {
  readonly openedAt: Instant
  readonly registerId: Id
  readonly at: Instant
  readonly valueMicros: bigint
}
