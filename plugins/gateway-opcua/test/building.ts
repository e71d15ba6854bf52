import type {
  BuildingView,
  GatewayEvent,
  GatewayHistoryRow,
  GatewayNode,
  GatewayPoint,
  GatewaySnapshot,
  GatewayValue,
  GatewayWrite,
  GatewayWriteResult,
  Health,
} from '@busbar/core/contracts'
import { busbarError } from '@busbar/core/contracts'
import { HOLD_CALENDAR } from '@busbar/core/testkit'

export const AT = Date.parse('2026-03-01T06:00:00.000Z')
export const ENERGY = 'meter:5/register.1.8.0'
export const ORDER = 'supply:5/order'

/** A small building, of which a test says what happens in it. */
export interface TestBuilding {
  readonly view: BuildingView
  set(value: GatewayValue): void
  tell(event: GatewayEvent): void
  answer(result: GatewayWriteResult): void
  readonly writes: readonly GatewayWrite[]
  readonly healths: readonly Health[]
}

const NODES: readonly GatewayNode[] = [
  { nodeId: 'site:1', kind: 'site', parentId: null, title: 'Tower' },
  { nodeId: 'space:2', kind: 'space', parentId: 'site:1', title: '一层' },
  { nodeId: 'meter:5', kind: 'meter', parentId: 'space:2', title: 'Shop' },
  { nodeId: 'supply:5', kind: 'supply', parentId: 'meter:5', title: 'Supply of Shop' },
  { nodeId: 'account:7', kind: 'account', parentId: 'site:1', title: 'Account 7' },
]
const REST = {
  ...{ unit: '', counter: false, writable: false, historical: false },
} as const
const decimal = (nodeId: string, name: string, unit: string): GatewayPoint => ({
  ...{ pointId: `${nodeId}/${name}`, nodeId, name, title: name },
  ...{ ...REST, valueType: 'decimal', unit },
})
const POINTS: readonly GatewayPoint[] = [
  { ...decimal('meter:5', 'register.1.8.0', 'kWh'), counter: true, historical: true },
  { ...decimal('meter:5', 'register.cool', 'RTh'), counter: true },
  decimal('meter:5', 'power.1', 'W'),
  decimal('meter:5', 'current.2', 'A'),
  { ...decimal('meter:5', 'register.water', 'm3'), counter: true },
  { ...decimal('meter:5', 'register.heat', 'GJ'), counter: true },
  decimal('account:7', 'balance', 'CNY'),
  { ...decimal('supply:5', 'state', ''), valueType: 'text', words: ['on', 'off'] },
  { ...decimal('supply:5', 'order', ''), valueType: 'boolean', writable: true },
]

/** @param request.many further figures of the site, numbered from 0 */
export function createBuilding(
  request: { readonly many?: number; readonly history?: readonly GatewayHistoryRow[] } = {},
): TestBuilding {
  const { many = 0, history = [] } = request
  const points = [
    ...POINTS,
    ...Array.from({ length: many }, (_, index) => decimal('site:1', `value.${index}`, 'W')),
  ]
  const values = new Map<string, GatewayValue>()
  let changed: GatewayValue[] = []
  let told: GatewayEvent[] = []
  let wake = (): void => undefined
  let result: GatewayWriteResult = { outcome: 'done', detail: 'It is so.' }
  const writes: GatewayWrite[] = []
  const healths: Health[] = []

  function initial({ pointId, valueType, writable }: GatewayPoint): GatewayValue {
    const good = { pointId, quality: 'good', at: AT } as const
    if (writable) return { ...good, value: null }
    if (valueType === 'text') return { ...good, value: 'on' }
    return { ...good, value: pointId.startsWith('site:1/value.') ? '1' : '12345.678' }
  }
  for (const point of points) values.set(point.pointId, initial(point))
  const snapshot = (): GatewaySnapshot => ({
    ...{ nodes: NODES, points, events: [], cursor: '1', calendar: HOLD_CALENDAR },
    values: [...values.values()],
  })

  function set(value: GatewayValue): void {
    values.set(value.pointId, value)
    changed.push(value)
    wake()
  }

  return {
    set,
    tell(event) {
      told.push(event)
      wake()
    },
    answer(next) {
      result = next
    },
    ...{ writes, healths },
    view: {
      snapshot: async () => snapshot(),
      async changes({ cursor }) {
        if (changed.length + told.length === 0)
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, 100)
            wake = () => {
              clearTimeout(timer)
              resolve()
            }
          })
        const answer = { values: changed, events: told, lostEvents: false, cursor }
        changed = []
        told = []
        return { kind: 'changes', ...answer }
      },
      async history({ pointId, from, to, limit }) {
        if (pointId !== ENERGY) throw busbarError('unsupported', { detail: 'No history.' })
        const rows = history.filter(({ at }) => at >= from && at < to)
        return { rows: rows.slice(0, limit), next: rows[limit]?.at ?? null }
      },
      async write(asked) {
        writes.push(asked)
        if (result.outcome === 'done')
          set({ pointId: asked.pointId, value: asked.value, quality: 'good', at: AT })
        return result
      },
      health: (health) => void healths.push(health),
    },
  }
}
