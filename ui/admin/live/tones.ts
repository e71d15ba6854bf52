import type { SupplyPoint } from '../../../core/generated/api.ts'

export type SupplyState = SupplyPoint['state']

/** How a state looks: the icon and the word say it, the colour helps the eye. */
export interface Look {
  readonly color: string | undefined
  readonly icon: string
}

const STATES: Readonly<Record<SupplyState, Look>> = {
  on: { color: 'success', icon: 'power' },
  off: { color: 'error', icon: 'stop' },
  cutting: { color: 'warning', icon: 'history' },
  restoring: { color: 'warning', icon: 'history' },
  unknown: { color: 'warning', icon: 'help' },
  drawing: { color: 'error', icon: 'alert' },
  contrary: { color: 'error', icon: 'alert' },
  unreachable: { color: 'warning', icon: 'connection' },
}

export const lookOf = (state: SupplyState): Look => STATES[state]

/** The worst first. */
const WORST: readonly SupplyState[] = [
  'drawing',
  'contrary',
  'unknown',
  'unreachable',
  'off',
  'cutting',
  'restoring',
  'on',
]

export const worstOf = (states: readonly SupplyState[]): SupplyState | null =>
  WORST.find((state) => states.includes(state)) ?? null
