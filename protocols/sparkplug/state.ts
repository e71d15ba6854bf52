/** What a host application says of itself at its STATE topic (section 5.14). */
export interface HostState {
  readonly online: boolean
  /** UTC milliseconds; what is older than what was said last is not to be heeded. */
  readonly timestamp: number
}

/** Undefined where the message says nothing of the kind, as those of Sparkplug 2.2 (`ONLINE`) do. */
export function readState(text: string): HostState | undefined {
  try {
    const said: unknown = JSON.parse(text)
    if (typeof said !== 'object' || said === null) return undefined
    const { online, timestamp } = said as Record<string, unknown>
    if (typeof online !== 'boolean' || typeof timestamp !== 'number') return undefined
    return { online, timestamp }
  } catch {
    return undefined
  }
}

export const stateText = ({ online, timestamp }: HostState): string =>
  JSON.stringify({ online, timestamp })
