import type {
  BuildingGateway,
  BuildingView,
  GatewayCapabilities,
  GatewayHistoryRow,
  GatewayScalar,
  Instant,
  Log,
  Trace,
} from '../contracts/index.ts'

/** A point as the far side sees it. */
export interface SeenPoint {
  readonly value: GatewayScalar
  /** Whether the far side takes it for fresh and right. */
  readonly good: boolean
  /** As the far side is told it; null where its protocol has none. */
  readonly unit: string | null
  /** When it was so; null where its protocol does not say. */
  readonly at: Instant | null
  readonly writable: boolean
}

/** The far side of a gateway: a foreign client of the protocol, through what it has to go through. It is up when given. */
export interface GatewayPeer {
  /** All that it sees now, by the ids of our points; what it knows only from before counts as not good. */
  seen(): Promise<ReadonlyMap<string, SeenPoint>>
  /** Asks for a write as a client that may; settles when it is sent, whatever is answered. */
  write(request: { readonly pointId: string; readonly value: boolean | null }): Promise<void>
  /** Does again, as the protocol allows it, what was written lately: old messages that come twice or late. */
  repeatWrites(): Promise<void>
  /** Sends whatever a broken or hostile client could. */
  sendGarbage(): Promise<void>
  /** Whether somebody without credentials sees or writes anything; null where the protocol has no credentials. */
  letsStrangersIn(): Promise<boolean | null>
  /** From now on the way between the two is cut; `comeUp` opens it. */
  goDown(): Promise<void>
  comeUp(): Promise<void>
  /** Past values, read as a client would. */
  history?(request: {
    readonly pointId: string
    readonly from: Instant
    readonly to: Instant
  }): Promise<readonly GatewayHistoryRow[]>
  /** Alarms that it takes as standing, by their ids. */
  alarms?(): Promise<readonly string[]>
}

/** A gateway made for one case, not connected yet, and what belongs to it. */
export interface GatewayUnderTest {
  readonly gateway: BuildingGateway
  readonly peer: GatewayPeer
  /** Whatever of the connection must never be seen: passwords, keys. */
  readonly secrets: readonly string[]
  /** Frees what the case took; the gateway is stopped already. */
  close(): Promise<void>
}

export interface BuildingGatewaySuiteOptions {
  create(options: {
    readonly building: BuildingView
    readonly log: Log
    readonly signal: AbortSignal
    /** Handed on to the gateway. */
    readonly trace?: Trace
  }): Promise<GatewayUnderTest>
  readonly capabilities: GatewayCapabilities
  /** Why a case cannot be run, by its name. */
  readonly skip?: Readonly<Record<string, string>>
  /** Longest that anything may take to be seen at the other side. */
  readonly patienceMs?: number
}
