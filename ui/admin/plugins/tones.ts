type Tone = 'success' | 'warning' | 'error'

const TONES: Readonly<Record<string, Tone>> = {
  ...{ enabled: 'success', up: 'success' },
  ...{ degraded: 'warning', opening: 'warning', unavailable: 'error' },
  ...{ failed: 'error', down: 'error' },
}

/** Colour of a plugin's, a connection's or a health's state; undefined for those that are rest. */
export const toneOf = (state: string): Tone | undefined => TONES[state]
