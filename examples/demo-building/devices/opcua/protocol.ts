/** What the devices' process and the OPC UA server's tell each other over the IPC channel. */

/** What a meter shows, in the building's time. */
export interface Shown {
  readonly device: string
  readonly at: number
  /** Wh or MJ. */
  readonly energy: number
  /** Watts. */
  readonly power: number
  /** Amperes; null where none are measured. */
  readonly current: number | null
  /** What the relay says; null where there is none. */
  readonly on: boolean | null
}

/** A meter that the server reaches, before it shows anything: where its relay is. */
export type Found = Pick<Shown, 'device' | 'at' | 'on'>

export interface MeterObject {
  readonly device: string
  readonly energyUnit: 'Wh' | 'MJ'
  readonly hasCurrent: boolean
  readonly hasRelay: boolean
}

export interface ServerConfig {
  /** 0: any. */
  readonly port: number
  /** Folder of the server's and the client's certificates and keys; made and filled when it is not there. */
  readonly certificatesDir: string
  readonly username: string
  readonly password: string
  readonly meters: readonly MeterObject[]
}

/** What an integrator is handed to connect: as a plant's operator does, on paper. */
export interface ServerReady {
  readonly url: string
  readonly port: number
  /** SHA-256 of the server's certificate, hex. */
  readonly thumbprint: string
  /** The one client certificate that the server trusts, and its key; PEM. */
  readonly clientCertificate: string
  readonly clientKey: string
}

/** What became of a write: the meter did it, would not, or was not reached. */
export type Written = 'obeyed' | 'refused' | 'away'

export type ToServer =
  | { readonly do: 'start'; readonly config: ServerConfig }
  | { readonly do: 'find'; readonly found: Found }
  | { readonly do: 'show'; readonly shown: Shown }
  | { readonly do: 'lose'; readonly device: string }
  | { readonly do: 'written'; readonly id: number; readonly written: Written }

export type FromServer =
  | { readonly say: 'ready'; readonly ready: ServerReady }
  | {
      readonly say: 'write'
      readonly id: number
      readonly device: string
      readonly on: boolean
    }

/** The namespace of the meters. */
export const NAMESPACE = 'urn:harbour-house:meters'
