/** One thing that went over the wire of a connection, in the protocol's own words. */
export interface TraceEntry {
  /** `in`: it came from the far side. */
  readonly direction: 'in' | 'out'
  /** Where it came from or went to: a topic, a node, an address. At most 200 characters are kept. */
  readonly peer: string
  /** One line; at most 400 characters are kept. */
  readonly summary: string
  /** What it held: text where it is text, else hexadecimal digits as {@link Trace} has them. At most 2 KiB are kept. */
  readonly detail?: string
}

/**
 * What goes over the wire, for a person who looks for a fault: nothing is recorded until somebody turns
 * it on, and it turns itself off. Bytes that are no text are written as hexadecimal digits in small
 * letters, without spaces, so that the host finds a secret in them.
 */
export interface Trace {
  /** False while nobody looks: build no text then. It changes at any time. */
  readonly isOn: boolean
  /**
   * Never waits and never throws; what is too much at once is left out and counted. No secret may be in
   * it: leave out credentials where the entry is made. The host strikes out those of the configuration.
   */
  add(entry: TraceEntry): void
}
