import type { BuildingGateway, GatewayScalar, Trace } from '../contracts/index.ts'
import type {
  BuildingGatewaySuiteOptions,
  GatewayPeer,
  GatewayUnderTest,
  SeenPoint,
} from './building-gateway-peer.ts'
import { createFakeBuilding, type FakeBuilding } from './fake-building.ts'
import { createRecordingLog, type RecordingLog } from './recording-log.ts'
import { createRecordingTrace, type RecordingTrace } from './recording-trace.ts'
import { throughWire } from './through-wire.ts'

/** One thing that a gateway must prove; `run` rejects where it does not. */
export interface GatewayCase {
  readonly name: string
  run(options: BuildingGatewaySuiteOptions): Promise<void>
}

export interface GatewayBench extends Omit<GatewayUnderTest, 'gateway' | 'close'> {
  readonly gateway: BuildingGateway
  readonly building: FakeBuilding
  readonly log: RecordingLog
  /** Off, until a case turns it on. */
  readonly trace: RecordingTrace
  readonly options: BuildingGatewaySuiteOptions
  /** Waits until the far side sees a point so, and gives what it saw. */
  sees(pointId: string, value: GatewayScalar, good?: boolean): Promise<SeenPoint>
  /** Waits until something holds. */
  until(what: string, holds: () => boolean | Promise<boolean>): Promise<void>
}

const PATIENCE_MS = 10_000
const LOOK_MS = 25

/** Long enough for what must not come to have come. */
const SETTLE_MS = 400

export const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, SETTLE_MS))

/** A case with a gateway that is not connected yet. */
export function coldCase(
  name: string,
  work: (bench: GatewayBench) => Promise<void>,
  { authority = false }: { readonly authority?: boolean } = {},
): GatewayCase {
  return {
    name,
    async run(options) {
      const log = createRecordingLog()
      const trace = createRecordingTrace()
      const stopping = new AbortController()
      const building = createFakeBuilding({ authority })
      const { gateway, close, ...rest } = await options.create({
        ...{ building: throughWire(building.view), log, signal: stopping.signal },
        trace: throughWire<Trace>(trace),
      })
      const wired = throughWire(gateway)
      const { peer } = rest
      const until: GatewayBench['until'] = (what, holds) =>
        eventually(what, holds, options.patienceMs ?? PATIENCE_MS)
      try {
        await work({
          ...{ ...rest, gateway: wired, building, log, trace, options, until },
          sees: (pointId, value, good = true) => sees({ peer, until }, { pointId, value, good }),
        })
      } finally {
        await wired.stop()
        stopping.abort()
        await close()
      }
    },
  }
}

/** A case with a gateway that is connected, and whose far side sees the building. */
export function gatewayCase(
  name: string,
  work: (bench: GatewayBench) => Promise<void>,
  given: { readonly authority?: boolean } = {},
): GatewayCase {
  return coldCase(
    name,
    async (bench) => {
      await bench.gateway.connect()
      await bench.sees('site:1/repairs', '2')
      await bench.sees('supply:12/on', true)
      await work(bench)
    },
    given,
  )
}

async function sees(
  { peer, until }: { readonly peer: GatewayPeer; readonly until: GatewayBench['until'] },
  wanted: {
    readonly pointId: string
    readonly value: GatewayScalar
    readonly good: boolean
  },
): Promise<SeenPoint> {
  const { pointId, value, good } = wanted
  let last: SeenPoint | undefined
  await until(`${pointId} is seen as ${String(value)}, ${good ? 'good' : 'not good'}`, async () => {
    last = (await peer.seen()).get(pointId)
    // Of what is not good the last value may still be shown.
    return last?.good === good && (!good || sameScalar(last.value, value))
  })
  if (last === undefined) throw new Error(`${pointId} was never seen.`)
  return last
}

/** Figures may be written in another way on the other side: 2 is 2.0. */
export function sameScalar(left: GatewayScalar, right: GatewayScalar): boolean {
  if (left === right) return true
  const figures = typeof left === 'string' && typeof right === 'string' && left.trim() !== ''
  return figures && Number(left) === Number(right)
}

async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
  patienceMs: number,
): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Not in ${patienceMs} ms: ${what}.`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}
