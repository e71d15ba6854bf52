import type {
  BuildingView,
  GatewayHoldCalendar,
  GatewayPoint,
  GatewayScalar,
  GatewayValue,
  GatewayWrite,
  GatewayWriteResult,
  Health,
} from '@busbar/core/contracts'
import { HOLD_CALENDAR } from '@busbar/core/testkit'

const AT = Date.parse('2026-03-01T06:00:00Z')
export const ORDER = 'supply:5/order'

/** A site of which a test says what happens in it. */
export interface Site {
  readonly view: BuildingView
  set(values: Readonly<Record<string, GatewayScalar>>, quality?: GatewayValue['quality']): void
  answer(outcome: GatewayWriteResult['outcome']): void
  readonly writes: readonly GatewayWrite[]
  readonly healths: readonly Health[]
}

/** @param request.meters each with a power, 7 having a point of each kind beside it */
export function createSite(request: {
  readonly meters?: number
  readonly ordered?: boolean
  readonly authority?: boolean
  readonly calendar?: GatewayHoldCalendar
}): Site {
  const { meters = 1, ordered, authority = true, calendar = HOLD_CALENDAR } = request
  const point = (pointId: string, more: Partial<GatewayPoint>): GatewayPoint => {
    const [nodeId = '', name = ''] = pointId.split('/')
    return {
      ...{ pointId, nodeId, name, title: name, valueType: 'decimal', unit: '' },
      ...{ counter: false, writable: false, historical: false, ...more },
    }
  }
  const states = ['on', 'off', 'unknown']
  const points = [
    point('site:1/held', { valueType: 'boolean' }),
    point('site:1/repairs', {}),
    point(calendar.holidayPointId, { valueType: 'boolean' }),
    point(calendar.heldPointId, { valueType: 'boolean' }),
    point('space:3/tenant', { valueType: 'text' }),
    point('account:7/balance', { unit: 'EUR' }),
    point('meter:5/register.1', { unit: 'kWh', counter: true }),
    point('meter:5/register.heat', { unit: 'GJ', counter: true }),
    point('meter:5/online', { valueType: 'boolean' }),
    point('supply:5/state', { valueType: 'text', words: states }),
    point(ORDER, { valueType: 'boolean', writable: authority }),
    ...Array.from({ length: meters }, (_, at) => point(`meter:${at + 10}/power`, { unit: 'W' })),
  ]
  const values = new Map<string, GatewayValue>()
  let version = 0
  let changed = new Map<string, number>()
  let wake = (): void => undefined
  let outcome: GatewayWriteResult['outcome'] = 'done'
  const writes: GatewayWrite[] = []
  const healths: Health[] = []

  function set(
    next: Readonly<Record<string, GatewayScalar>>,
    quality: GatewayValue['quality'] = 'good',
  ): void {
    for (const [pointId, value] of Object.entries(next)) {
      version += 1
      values.set(pointId, { pointId, value, quality, at: AT })
      changed.set(pointId, version)
    }
    wake()
  }
  set({ 'site:1/held': false, 'site:1/repairs': '2', 'space:3/tenant': '王先生' })
  set({ [calendar.holidayPointId]: false, [calendar.heldPointId]: true })
  set({ 'account:7/balance': '-12.5', 'meter:5/register.1': '12345.678', 'meter:5/online': true })
  set({ 'meter:5/register.heat': '1.5', 'supply:5/state': 'off', [ORDER]: ordered ?? null })
  for (const { pointId } of points) if (!values.has(pointId)) set({ [pointId]: '230.5' })
  changed = new Map()

  return {
    view: {
      snapshot: async () => ({
        nodes: [
          { nodeId: 'site:1', kind: 'site', parentId: null, title: 'Tower “A”' },
          { nodeId: 'space:3', kind: 'space', parentId: 'site:1', title: '一层 101' },
          { nodeId: 'account:7', kind: 'account', parentId: 'site:1', title: 'Account 7' },
          { nodeId: 'meter:5', kind: 'meter', parentId: 'space:3', title: 'Unit 101' },
          { nodeId: 'supply:5', kind: 'supply', parentId: 'meter:5', title: 'Supply of 101' },
        ],
        ...{ points, values: [...values.values()], events: [], cursor: `${version}`, calendar },
      }),
      async changes({ cursor, waitMs }) {
        if (Number(cursor) === version) await untilWoken(Math.min(waitMs, 1_000))
        const news = [...changed].filter(([, at]) => at > Number(cursor))
        return {
          ...{ kind: 'changes', events: [], lostEvents: false, cursor: `${version}` },
          values: news.flatMap(([pointId]) => values.get(pointId) ?? []),
        }
      },
      history: async () => ({ rows: [], next: null }),
      async write(write) {
        writes.push(write)
        if (outcome === 'done') set({ [write.pointId]: write.value })
        return { outcome, detail: `It is ${outcome}.` }
      },
      health: (health) => void healths.push(health),
    },
    set,
    answer(next) {
      outcome = next
    },
    ...{ writes, healths },
  }

  function untilWoken(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, waitMs)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
