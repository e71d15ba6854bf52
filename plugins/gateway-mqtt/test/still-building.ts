import { setTimeout as sleep } from 'node:timers/promises'
import type { BuildingView, GatewaySnapshot } from '@busbar/core/contracts'
import { HOLD_CALENDAR } from '@busbar/core/testkit'

export const snapshot: GatewaySnapshot = {
  nodes: [{ nodeId: 'site:1', kind: 'site', parentId: null, title: 'Tower' }],
  points: [
    {
      ...{ pointId: 'site:1/held', nodeId: 'site:1', name: 'held', title: 'Held' },
      ...{ valueType: 'boolean', unit: '', counter: false, writable: false, historical: false },
    },
  ],
  values: [{ pointId: 'site:1/held', value: false, quality: 'good', at: 1_772_000_000_000 }],
  ...{ events: [], cursor: '1.0', calendar: HOLD_CALENDAR },
}

/** A building in which nothing happens. */
export const still: BuildingView = {
  snapshot: async () => snapshot,
  async changes({ cursor }) {
    await sleep(200)
    return { kind: 'changes', values: [], events: [], lostEvents: false, cursor }
  },
  history: async () => ({ rows: [], next: null }),
  write: async () => ({ outcome: 'done', detail: '' }),
  health: () => undefined,
}
