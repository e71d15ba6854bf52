import {
  type BuildingGateway,
  type BuildingGatewayOptions,
  followBuilding,
  type Health,
} from '@busbar/core/contracts'
import type { Face, FaceOptions } from './face.ts'
import { createOrders } from './orders.ts'
import { readSettings, type Settings } from './settings.ts'

type OpenFace = (options: FaceOptions) => Promise<Face>

/** Code and libraries of a format are loaded where it is published. */
const homeAssistant: OpenFace = async (options) =>
  (await import('./homeassistant/face.ts')).createHomeAssistantFace(options)
const sparkplug: OpenFace = async (options) =>
  (await import('./sparkplug/face.ts')).createSparkplugFace(options)

const FACES: Readonly<Record<Settings['publishAs'], readonly OpenFace[]>> = {
  'home-assistant': [homeAssistant],
  sparkplug: [sparkplug],
  'home-assistant-and-sparkplug': [homeAssistant, sparkplug],
}

/** Shows a site at a broker, in the formats that its settings choose. @throws as {@link readSettings} */
export async function createMqttGateway(options: BuildingGatewayOptions): Promise<BuildingGateway> {
  const { connectionId, building, log, trace, signal } = options
  const settings = readSettings(options.connection)
  const orders = createOrders({ building, log })
  let faces: readonly Face[] = []
  let trouble: string | null = null
  let stopped: Promise<void> | undefined
  let follower: { stop(): Promise<void> } | undefined

  function health(): Health {
    const { status, detail, counters } = together(faces.map((face) => face.health()))
    const all = { ...orders.counters(), ...counters }
    if (status === 'up' && trouble !== null)
      return { status: 'degraded', detail: trouble, counters: all }
    return { status, detail, counters: all }
  }

  function report(): void {
    if (stopped === undefined) building.health(health())
  }

  const follow = () =>
    followBuilding({
      building,
      async onSnapshot(snapshot) {
        orders.use(snapshot.points)
        await Promise.all(faces.map((face) => face.show(snapshot)))
      },
      async onChanges(changes) {
        await Promise.all(faces.map((face) => face.change(changes)))
      },
      onTrouble(reason) {
        trouble = reason
        report()
      },
    })

  async function stopOnce(): Promise<void> {
    await follower?.stop()
    await Promise.all(faces.map((face) => face.stop()))
  }
  const stop = () => (stopped ??= stopOnce())

  const shared = { settings, connectionId, log, trace, orders, onHealth: report }
  faces = await Promise.all(FACES[settings.publishAs].map((open) => open(shared)))

  return {
    async connect() {
      if (stopped === undefined && !signal.aborted && !follower) {
        signal.addEventListener('abort', stop, { once: true })
        follower = follow()
        await Promise.all(faces.map((face) => face.start()))
      }
      return health()
    },
    async stop() {
      signal.removeEventListener('abort', stop)
      await stop()
    },
    health: async () => health(),
  }
}

const RANKS: readonly Health['status'][] = ['up', 'degraded', 'down']

/** Several formats fare as the worst of them does. */
function together(all: readonly Health[]): Health {
  const worst = Math.max(...all.map(({ status }) => RANKS.indexOf(status)))
  const status = RANKS[worst] ?? 'down'
  const told = new Set(all.filter((one) => one.status === status).map(({ detail }) => detail))
  return {
    ...{ status, detail: [...told].join(' ') },
    counters: Object.assign({}, ...all.map(({ counters }) => counters)),
  }
}
