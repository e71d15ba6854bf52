import type { GatewayHistoryRow, GatewayScalar } from '@busbar/core/contracts'
import type { SeenPoint } from '@busbar/core/testkit'

/** What a test asks of the client's process; all of it crosses as JSON. */
export interface Access {
  readonly url: string
  readonly mode: 'None' | 'Sign' | 'SignAndEncrypt'
  readonly policy: 'None' | 'Basic256Sha256' | 'Aes128_Sha256_RsaOaep' | 'Aes256_Sha256_RsaPss'
  /** A user name and its password; `certificate`: the client's user certificate; left out: anonymous. */
  readonly user?: { readonly username: string; readonly password: string } | 'certificate'
  /** Certificates are made once by name: another name is another certificate. */
  readonly certificate?: string
}

export interface Answered {
  readonly status: string
  readonly outputs: readonly unknown[]
}

export interface TypeNode {
  readonly name: string
  readonly children: readonly string[]
}

/** The client's process as a test commands it. */
export interface ClientCommands {
  /** Thumbprints of the certificates that it shows. */
  identity(request: { readonly certificate?: string; readonly expired?: boolean }): Promise<{
    readonly application: string
    readonly user: string
  }>
  /** Keeps a session from here on, and makes it anew when it is gone. */
  use(access: Access): Promise<void>
  /** Ends the session. */
  leave(): Promise<void>
  /** Whether a session opens; it is closed at once. */
  tries(access: Access): Promise<{ readonly ok: boolean; readonly detail: string }>
  /** Policies and modes that are offered. */
  endpoints(request: { readonly url: string }): Promise<readonly string[]>
  /** Null while there is no session. */
  seen(): Promise<readonly (readonly [string, SeenPoint])[] | null>
  /** Reads all of these, a thousand a call; how many are good. */
  readAll(request: { readonly pointIds: readonly string[] }): Promise<{
    readonly good: number
    readonly sum: number
  }>
  /** Reads all of these again and again for as long: how long each whole read took, the fewest good in one. */
  readAgain(request: { readonly pointIds: readonly string[]; readonly forMs: number }): Promise<{
    readonly wholeMs: readonly number[]
    readonly fewestGood: number
  }>
  /** How many changes a subscription to all of these has told within the time, once each was told. */
  watch(request: { readonly pointIds: readonly string[] }): Promise<{ readonly told: number }>
  write(request: {
    readonly pointId: string
    readonly value: GatewayScalar
  }): Promise<{ readonly status: string }>
  call(request: { readonly nodeId: string; readonly name: string }): Promise<Answered>
  history(request: {
    readonly pointId: string
    readonly from: number | null
    readonly to: number | null
    /** Values a call; 0: as many as the server gives. */
    readonly each: number
    /** Whether it goes on where there is more. */
    readonly once?: boolean
  }): Promise<{ readonly rows: readonly GatewayHistoryRow[]; readonly status: string }>
  alarms(): Promise<readonly string[]>
  /** Events of all kinds since the session was opened: type, key and message. */
  events(): Promise<readonly string[]>
  units(request: { readonly pointId: string }): Promise<{
    readonly namespaceUri: string
    readonly unitId: number
    readonly displayName: string
  }>
  /** The value of one of the standard's own nodes. */
  standard(request: { readonly nodeId: string }): Promise<unknown>
  /** Type definitions of Busbar's namespace, with their declarations. */
  types(): Promise<readonly TypeNode[]>
  typeOf(request: { readonly nodeId: string }): Promise<string>
  /** What a broken client writes. */
  nonsense(): Promise<readonly string[]>
}
