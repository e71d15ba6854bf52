/** What a test asks of the server's process; all of it crosses as JSON. */
export interface ServerOptions {
  readonly port: number
  /** Certificates are made once by name: another name is another certificate. */
  readonly certificate?: string
  readonly expired?: boolean
  /** Whether it keeps what was published for history reads. */
  readonly history?: boolean
  /** Whether it takes certificates of clients that it does not know. */
  readonly trustsClients?: boolean
  /** Plain variables besides the devices, Double, numbered from 0. */
  readonly values?: number
}

export interface PublishedValue {
  /** Name of a variable under the root folder: `Odd` takes any type. */
  readonly name: string
  readonly dataType: string
  /** `NaN`, `Infinity` and whole numbers of 64 bits as text; an array as one. */
  readonly value: unknown
  readonly status?: string
  /** Epoch milliseconds. */
  readonly at?: number
}

export interface Reading {
  readonly device: number
  readonly register: string
  readonly power: string
  readonly at: number
}

/** The server's process as a test commands it. */
export interface ServerCommands {
  start(options: ServerOptions): Promise<{ readonly thumbprint: string }>
  stop(): Promise<void>
  /** Devices up to this number are there. */
  devices(request: { readonly count: number }): Promise<void>
  publish(reading: Reading): Promise<void>
  garbage(request: { readonly device: number }): Promise<void>
  set(value: PublishedValue): Promise<void>
  /** All the plain variables at once. */
  setAll(request: { readonly value: number }): Promise<void>
  online(request: { readonly device: number; readonly online: boolean }): Promise<void>
  behave(request: { readonly device: number; readonly behaviour: string }): Promise<void>
  /** All relays on and obedient, as in a new building. */
  reset(): Promise<void>
  /** Refuses new subscriptions, or takes them again. */
  refuseSubscriptions(request: { readonly refuse: boolean }): Promise<void>
  /** Answers so many requests for history; what comes after them fails, or is not answered at all. */
  limitHistory(request: {
    readonly answers: number
    readonly after: 'fail' | 'silent'
  }): Promise<void>
  /** Ends all subscriptions as a server does whose resources are needed elsewhere. */
  endSubscriptions(): Promise<void>
  counts(): Promise<{
    readonly sessions: number
    readonly subscriptions: number
    readonly monitoredItems: number
  }>
}

export const NAMESPACE = 'urn:busbar:test:meters'
export const USER = { username: 'busbar', password: 'let-me-in' }
