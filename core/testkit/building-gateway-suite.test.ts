import { describe, expect, test } from 'vitest'
import {
  type BuildingGateway,
  type BuildingView,
  followBuilding,
  type GatewayHistoryRow,
  type GatewayPoint,
  type GatewayScalar,
  type GatewayValue,
  type Health,
  type Log,
  type Trace,
} from '../contracts/index.ts'
import type { BuildingGatewaySuiteOptions, GatewayPeer } from './building-gateway-peer.ts'
import { buildingGatewaySuite, casesOf } from './building-gateway-suite.ts'

const SECRET = 'hunter-4711'
const CAPABILITIES = { write: true, history: true, events: true }

/** What can be wrong with a gateway; the honest one has none of it. */
type Flaw =
  | 'drops units'
  | 'stamps with now'
  | 'forgets changes'
  | 'shows bad as good'
  | 'asks twice at once'
  | 'keeps what is gone'
  | 'does not tell again'
  | 'gives up at the start'
  | 'falls with the core'
  | 'offers everything'
  | 'drops writes'
  | 'writes twice'
  | 'shows what was wished'
  | 'obeys old writes'
  | 'passes garbage on'
  | 'lets strangers in'
  | 'goes on after its stop'
  | 'claims to be up'
  | 'logs its password'
  | 'turns history round'
  | 'forgets that alarms end'
  | 'traces one way alone'
  | 'traces unasked'
  | 'traces its password'

interface Command {
  readonly pointId: string
  readonly value: GatewayScalar
  readonly number: number
  readonly password: string | null
}

/** A management system in memory, with a wire that can be cut. */
function createBoard() {
  const points = new Map<string, { point: GatewayPoint; value: GatewayValue }>()
  const alarms = new Set<string>()
  const sent: Command[] = []
  let up = true
  let fresh = false
  let number = 0
  let onCommand: (command: Command) => Promise<void> = async () => undefined
  let onLink: (up: boolean) => void = () => undefined
  let read: (request: Parameters<BuildingView['history']>[0]) => Promise<GatewayHistoryRow[]> =
    async () => []
  return {
    ...{ points, alarms },
    isUp: () => up,
    setFresh: (next: boolean) => {
      fresh = next
    },
    serve(handlers: {
      readonly command: typeof onCommand
      readonly link: typeof onLink
      readonly history: typeof read
    }) {
      onCommand = handlers.command
      onLink = handlers.link
      read = handlers.history
    },
    peer: {
      seen: async () =>
        new Map(
          [...points].map(([pointId, { point, value }]) => [
            pointId,
            {
              ...{ value: value.value, good: up && fresh && value.quality === 'good' },
              ...{ unit: point.unit, at: value.at, writable: point.writable },
            },
          ]),
        ),
      async write(request) {
        number += 1
        const command = { ...request, number, password: SECRET }
        sent.push(command)
        if (up) await onCommand(command)
      },
      async repeatWrites() {
        for (const command of sent) await onCommand(command)
      },
      async sendGarbage() {
        number += 1
        const blank = { number, password: SECRET }
        await onCommand({ ...blank, pointId: 'meter:0/nothing', value: 'DROP TABLE' })
      },
      async letsStrangersIn() {
        number += 1
        const stranger = { pointId: 'supply:12/order', value: false, number, password: null }
        return onCommand(stranger).then(
          () => true,
          () => false,
        )
      },
      async goDown() {
        up = false
        onLink(false)
      },
      async comeUp() {
        up = true
        onLink(true)
      },
      history: ({ pointId, from, to }) => read({ pointId, from, to, limit: 1_000 }),
      alarms: async () => [...alarms],
    } satisfies GatewayPeer,
  }
}

function createGateway(
  {
    building,
    log,
    trace,
  }: {
    readonly building: BuildingView
    readonly log: Log
    readonly trace: Trace | undefined
  },
  board: ReturnType<typeof createBoard>,
  flaw: Flaw | null,
): BuildingGateway {
  const latest = new Map<string, { point: GatewayPoint; value: GatewayValue }>()
  const known = { number: 0, stopped: false, given: false }
  let follower: { stop(): Promise<void> } | undefined
  let linked = board.isUp()

  const health = (): Health => {
    const up = flaw === 'claims to be up' || (linked && !known.stopped)
    return { status: up ? 'up' : 'down', detail: up ? 'Connected.' : 'Away.' }
  }

  function tell(direction: 'in' | 'out', summary: string): void {
    if (trace?.isOn !== true && flaw !== 'traces unasked') return
    const detail = flaw === 'traces its password' ? `password ${SECRET}` : summary
    if (flaw !== 'traces one way alone' || direction === 'in')
      trace?.add({ direction, peer: 'board', summary, detail })
  }

  function show(point: GatewayPoint, value: GatewayValue): void {
    tell('out', `VALUE ${point.pointId}`)
    latest.set(point.pointId, { point, value })
    if (!board.isUp()) return
    board.points.set(point.pointId, {
      point: {
        ...point,
        ...(flaw === 'drops units' && { unit: '' }),
        ...(flaw === 'offers everything' && { writable: true }),
      },
      value: {
        ...value,
        ...(flaw === 'stamps with now' && { at: Date.now() }),
        ...(flaw === 'shows bad as good' && { quality: 'good' }),
      },
    })
  }

  function start(): void {
    follower = followBuilding({
      building,
      onSnapshot({ points, values }) {
        latest.clear()
        if (flaw !== 'keeps what is gone') board.points.clear()
        for (const value of values) {
          const point = points.find(({ pointId }) => pointId === value.pointId)
          if (point !== undefined) show(point, value)
        }
        board.setFresh(true)
        if (flaw === 'asks twice at once')
          for (const _ of [1, 2])
            void building.changes({ cursor: '1.0', waitMs: 300, limit: 1 }).catch(() => undefined)
      },
      onChanges({ values, events }) {
        if (flaw === 'forgets changes') return
        for (const value of values) {
          const point = latest.get(value.pointId)?.point
          if (point !== undefined) show(point, value)
        }
        for (const { eventId, active } of events) {
          if (active) board.alarms.add(eventId)
          else if (flaw !== 'forgets that alarms end') board.alarms.delete(eventId)
        }
      },
      onTrouble(reason) {
        if (reason !== null && flaw === 'falls with the core') void follower?.stop()
      },
    })
  }

  async function command({ pointId, value, number, password }: Command): Promise<void> {
    tell('in', `COMMAND ${pointId}`)
    if (flaw === 'logs its password') log.info('A command came.', { password })
    if (password !== SECRET && flaw !== 'lets strangers in') throw new Error('Who are you?')
    if (number <= known.number && flaw !== 'obeys old writes') return
    known.number = number
    const held = latest.get(pointId)
    if (flaw === 'drops writes') return
    if (held?.point.writable !== true && flaw !== 'passes garbage on') return
    if (flaw === 'shows what was wished' && held !== undefined)
      show(held.point, { ...held.value, value })
    const request = { pointId, value, actor: 'board' }
    await building.write(request)
    if (flaw === 'writes twice') await building.write(request)
  }

  board.serve({
    command,
    async history(request) {
      const { rows } = await building.history(request)
      return flaw === 'turns history round' ? [...rows].reverse() : [...rows]
    },
    link(up) {
      linked = up
      if (flaw === 'gives up at the start' && !known.given) return
      building.health(health())
      if (up && flaw !== 'does not tell again')
        for (const { point, value } of latest.values()) show(point, value)
      if (up) board.setFresh(latest.size > 0 && !known.stopped)
    },
  })

  return {
    async connect() {
      linked = board.isUp()
      if (linked || flaw !== 'gives up at the start') {
        known.given = true
        start()
      }
      return health()
    },
    async stop() {
      known.stopped = true
      if (flaw === 'goes on after its stop') return
      await follower?.stop()
      board.setFresh(false)
    },
    health: async () => health(),
  }
}

function options(flaw: Flaw | null): BuildingGatewaySuiteOptions {
  return {
    capabilities: CAPABILITIES,
    patienceMs: flaw === null ? 10_000 : 1_500,
    async create({ building, log, trace }) {
      const board = createBoard()
      return {
        gateway: createGateway({ building, log, trace }, board, flaw),
        ...{ peer: board.peer, secrets: [SECRET], close: async () => undefined },
      }
    },
  }
}

describe('an honest gateway passes', () => {
  buildingGatewaySuite(options(null))
})

describe('a hostile gateway fails', () => {
  const failures: Readonly<Record<Flaw, string>> = {
    'drops units': 'what is seen agrees with the building: values, units, instants',
    'stamps with now': 'what is seen agrees with the building: values, units, instants',
    'forgets changes': 'changes are seen, and nothing else moves',
    'shows bad as good': 'a value that is not to be relied upon is not shown as good',
    'asks twice at once': 'a flood of changes ends in the latest, one question at a time',
    'keeps what is gone': 'what comes is shown, and what goes is taken away',
    'does not tell again': 'after an outage the far side sees how it is now',
    'gives up at the start': 'a peer that is away at the start is found later',
    'falls with the core': 'while the core has no answer nothing falls, and it goes on after',
    'offers everything': 'without authority nothing can be written',
    'drops writes': 'with authority a write comes to the core, once, and what became of it is seen',
    'writes twice': 'with authority a write comes to the core, once, and what became of it is seen',
    'shows what was wished': 'a write that is refused changes nothing that is seen',
    'obeys old writes': 'old writes that come again after an outage act no more',
    'passes garbage on': 'garbage does no harm',
    'lets strangers in': 'nobody is let in without credentials',
    'goes on after its stop': 'stops twice, is not taken for fresh, and asks nothing after',
    'claims to be up': 'says how it fares',
    'logs its password': 'secrets are in no log and no health',
    'turns history round': 'past values are read in order, whole, with their quality',
    'forgets that alarms end': 'alarms are told when they begin and when they end',
    'traces one way alone':
      'a trace tells both directions once it is on, nothing before, and no secret',
    'traces unasked': 'a trace tells both directions once it is on, nothing before, and no secret',
    'traces its password':
      'a trace tells both directions once it is on, nothing before, and no secret',
  }
  for (const [flaw, name] of Object.entries(failures) as [Flaw, string][]) {
    test.concurrent(`that ${flaw}: ${name}`, async () => {
      const conformanceCase = casesOf({ capabilities: CAPABILITIES }).find(
        (item) => item.name === name,
      )
      if (conformanceCase === undefined) throw new Error(`There is no case "${name}".`)
      await expect(conformanceCase.run(options(flaw))).rejects.toThrow()
    })
  }
})

test('a reason to leave out what is no case is an error', () => {
  expect(() => buildingGatewaySuite({ ...options(null), skip: { typo: 'none' } })).toThrow(
    'Not a case of this suite: typo.',
  )
})
