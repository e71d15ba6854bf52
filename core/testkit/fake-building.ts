import type {
  BuildingView,
  GatewayEvent,
  GatewayHistoryRow,
  GatewayHoldCalendar,
  GatewayNode,
  GatewayPoint,
  GatewayScalar,
  GatewaySnapshot,
  GatewayValue,
  GatewayWrite,
  GatewayWriteResult,
  Health,
  Quality,
} from '../contracts/index.ts'
import { busbarError } from '../contracts/index.ts'

/** When everything in it was so, unless a test says otherwise: some hours ago, as data often is. */
export const BUILDING_TIME = Date.parse('2026-03-01T06:00:00.500Z')

const HOLD_HOURS = 'site:1/hold-hours'
const HOLIDAY = 'site:1/holiday'

/** Held at night and at weekends, on holidays, and on a Saturday that is worked by its night alone. */
export const HOLD_CALENDAR: GatewayHoldCalendar = Object.freeze({
  timeZone: 'Asia/Shanghai',
  week: [
    ...Array.from({ length: 5 }, () => [
      { fromMinute: 0, toMinute: 510 },
      { fromMinute: 1_020, toMinute: 1_440 },
    ]),
    ...Array.from({ length: 2 }, () => [{ fromMinute: 0, toMinute: 1_440 }]),
  ],
  ...{ holidays: ['2026-10-01', '2026-10-02', '2027-01-01'], holdsOnHolidays: true },
  exceptions: [{ date: '2026-10-10', hours: [{ fromMinute: 0, toMinute: 510 }] }],
  ...{ heldPointId: HOLD_HOURS, holidayPointId: HOLIDAY },
})

/** A building in memory, of which a test says what happens in it. */
export interface FakeBuilding {
  readonly view: BuildingView
  set(change: {
    readonly pointId: string
    readonly value: GatewayScalar
    readonly quality?: Quality
    readonly at?: number
  }): void
  tell(event: GatewayEvent): void
  /** Another meter comes, or the one of that number goes. */
  addMeter(number: number): void
  removeMeter(number: number): void
  /** What the next writes are answered; what is done comes back as the point's value, as in the core. */
  answerWrites(outcome: GatewayWriteResult['outcome']): void
  /** Every question fails, retryably, as while the database is away. */
  fail(failing: boolean): void
  readonly writes: readonly GatewayWrite[]
  readonly healths: readonly Health[]
  /** Most questions for changes that were open at once. */
  mostAtOnce(): number
  /** Questions so far, of any kind. */
  questions(): number
  snapshot(): GatewaySnapshot
}

/** @param request.authority whether supply may be ordered */
export function createFakeBuilding(request: { readonly authority: boolean }): FakeBuilding {
  const { authority } = request
  let nodes: GatewayNode[] = [
    { nodeId: 'site:1', kind: 'site', parentId: null, title: 'Tower “A & B”' },
    { nodeId: 'space:3', kind: 'space', parentId: 'site:1', title: '一层 101' },
    { nodeId: 'account:7', kind: 'account', parentId: 'site:1', title: 'Account 7' },
  ]
  let points: GatewayPoint[] = [
    pointOf('site:1', 'held', { valueType: 'boolean' }),
    pointOf('site:1', 'repairs', { valueType: 'decimal' }),
    pointOf('site:1', 'holiday', { valueType: 'boolean' }),
    pointOf('site:1', 'hold-hours', { valueType: 'boolean' }),
    pointOf('account:7', 'low', { valueType: 'boolean' }),
  ]
  const values = new Map<string, GatewayValue>()
  let standing: GatewayEvent[] = []
  let run = 1
  let version = 0
  let changed = new Map<string, number>()
  let told: { readonly version: number; readonly event: GatewayEvent }[] = []
  const waiting = new Set<() => void>()
  let failing = false
  let outcome: GatewayWriteResult['outcome'] = 'done'
  let open = 0
  let most = 0
  let questions = 0
  const writes: GatewayWrite[] = []
  const healths: Health[] = []

  const put = (pointId: string, value: GatewayScalar): void => {
    values.set(pointId, { pointId, value, quality: 'good', at: BUILDING_TIME })
  }
  put('site:1/held', false)
  put('site:1/repairs', '2')
  put(HOLIDAY, false)
  put(HOLD_HOURS, true)
  put('account:7/low', false)
  growMeter(12)

  function growMeter(number: number): void {
    const meter = `meter:${number}`
    const supply = `supply:${number}`
    nodes = [
      ...nodes,
      { nodeId: meter, kind: 'meter', parentId: 'space:3', title: `Unit ${number}` },
      { nodeId: supply, kind: 'supply', parentId: meter, title: `Supply of unit ${number}` },
    ]
    const energy = { valueType: 'decimal', unit: 'kWh', counter: true, historical: true } as const
    points = [
      ...points,
      pointOf(meter, 'register.1.8.0', energy),
      pointOf(meter, `power.${number}`, { valueType: 'decimal', unit: 'W' }),
      pointOf(supply, 'on', { valueType: 'boolean' }),
      pointOf(supply, 'state', { valueType: 'text', words: ['on', 'off', 'unknown'] }),
      pointOf(supply, 'order', { valueType: 'boolean', writable: authority }),
    ]
    put(`${meter}/register.1.8.0`, '12345.678')
    put(`${meter}/power.${number}`, '230.5')
    put(`${supply}/on`, true)
    put(`${supply}/state`, 'on')
    put(`${supply}/order`, null)
  }

  /** Everybody begins anew. */
  function restart(): void {
    run += 1
    version = 0
    changed = new Map()
    told = []
    wakeAll()
  }

  function set({ pointId, value, quality = 'good', at = BUILDING_TIME }: Setting): void {
    version += 1
    values.set(pointId, { pointId, value, quality, at })
    changed.set(pointId, version)
    wakeAll()
  }

  const snapshot = (): GatewaySnapshot => ({
    ...{ nodes, points, events: standing, cursor: `${run}.${version}`, calendar: HOLD_CALENDAR },
    values: points.flatMap(({ pointId }) => values.get(pointId) ?? []),
  })

  function ask(): void {
    questions += 1
    if (failing) throw away()
  }

  async function changes({ cursor, waitMs, limit }: Parameters<BuildingView['changes']>[0]) {
    ask()
    open += 1
    most = Math.max(most, open)
    try {
      const [ofRun, text] = cursor.split('.')
      const from = Number(text)
      if (ofRun === String(run) && from === version) await untilWoken(waitMs)
      if (failing) throw away()
      if (ofRun !== String(run)) return { kind: 'restart' } as const
      const newer = [...changed].filter(([, at]) => at > from).sort(([, a], [, b]) => a - b)
      const given = newer.slice(0, limit)
      const until = newer.length > limit ? (given.at(-1)?.[1] ?? version) : version
      return {
        ...{ kind: 'changes' as const, lostEvents: false, cursor: `${run}.${until}` },
        values: given.flatMap(([pointId]) => values.get(pointId) ?? []),
        events: told
          .filter((one) => one.version > from && one.version <= until)
          .map(({ event }) => event),
      }
    } finally {
      open -= 1
    }
  }

  function wakeAll(): void {
    for (const resolve of waiting) resolve()
    waiting.clear()
  }

  async function untilWoken(waitMs: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined
    await new Promise<void>((resolve) => {
      waiting.add(resolve)
      timer = setTimeout(resolve, Math.min(waitMs, 500))
    })
    clearTimeout(timer)
  }

  async function write(asked: GatewayWrite): Promise<GatewayWriteResult> {
    ask()
    const { pointId, value } = asked
    const point = points.find((one) => one.pointId === pointId)
    writes.push(asked)
    if (point?.writable !== true) return { outcome: 'invalid', detail: 'It cannot be written.' }
    if (value !== null && typeof value !== 'boolean')
      return { outcome: 'invalid', detail: 'It is true, false or null.' }
    if (outcome === 'done' || outcome === 'outranked') set({ pointId, value })
    return { outcome, detail: `It is ${outcome}.` }
  }

  async function history({ pointId, from, to, limit }: Parameters<BuildingView['history']>[0]) {
    ask()
    const point = points.find((one) => one.pointId === pointId)
    if (point?.historical !== true) throw busbarError('unsupported', { detail: 'No history.' })
    const rows = historyOf(pointId).filter(({ at }) => at >= from && at < to)
    return { rows: rows.slice(0, limit), next: rows[limit]?.at ?? null }
  }

  return {
    view: {
      snapshot: async () => {
        ask()
        return snapshot()
      },
      ...{ changes, write, history },
      health: (health) => void healths.push(health),
    },
    set,
    tell(event) {
      standing = standing.filter(({ eventId }) => eventId !== event.eventId)
      if (event.active) standing = [...standing, event]
      version += 1
      told.push({ version, event })
      wakeAll()
    },
    addMeter(number) {
      growMeter(number)
      restart()
    },
    removeMeter(number) {
      const gone = [`meter:${number}`, `supply:${number}`]
      nodes = nodes.filter(({ nodeId }) => !gone.includes(nodeId))
      points = points.filter(({ nodeId }) => !gone.includes(nodeId))
      restart()
    },
    answerWrites(next) {
      outcome = next
    },
    fail(next) {
      failing = next
      wakeAll()
    },
    ...{ writes, healths, snapshot },
    mostAtOnce: () => most,
    questions: () => questions,
  }
}

const away = () => busbarError('database-unavailable', { detail: 'The database is away.' })

type Setting = Parameters<FakeBuilding['set']>[0]

/** Quarter hours of a point that has a history. */
export function historyOf(pointId: string): readonly GatewayHistoryRow[] {
  return Array.from({ length: 25 }, (_, index) => ({
    ...{ value: `${index}.25`, at: BUILDING_TIME + index * 900_000 },
    // Points differ, so that one is not taken for another.
    quality: pointId.startsWith('meter:') && index % 2 === 1 ? 'uncertain' : 'good',
  }))
}

function pointOf(
  nodeId: string,
  name: string,
  draft: Pick<GatewayPoint, 'valueType'> & Partial<GatewayPoint>,
): GatewayPoint {
  return {
    ...{ pointId: `${nodeId}/${name}`, nodeId, name, title: `${name} of ${nodeId}` },
    ...{ unit: '', counter: false, writable: false, historical: false },
    ...draft,
  }
}
