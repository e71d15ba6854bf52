import type { BuildingView, GatewayHistoryRow } from '../../contracts/building-gateway.ts'
import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { Model } from './model.ts'
import { scaled } from './points.ts'
import type { Exposure } from './ports.ts'
import { createWrites, type WriteDependencies, type Writer } from './write.ts'

const MOST_VALUES = 5_000
const MOST_HISTORY = 10_000

/** What one connection's gateway may ask. */
export function viewOf(
  dependencies: WriteDependencies,
  {
    writer,
    model,
    load,
    touched,
  }: {
    readonly writer: Writer
    readonly model: Model
    /** Reads the tree where there is none, or where it may be another one. */
    readonly load: () => Promise<void>
    /** Told of what was written to. */
    readonly touched: (supplyPointId: Id) => void
  },
): BuildingView {
  const { gateways: store } = dependencies
  const write = createWrites(dependencies, writer)
  return Object.freeze<BuildingView>({
    async snapshot() {
      await load()
      const snapshot = model.snapshot()
      if (snapshot === null) throw busbarError('not-found', { detail: 'There is no such site.' })
      return snapshot
    },
    changes: ({ limit, ...request }) =>
      model.changes({ ...request, limit: Math.min(Math.max(1, limit), MOST_VALUES) }),
    async history({ pointId, from, to, limit }) {
      const tree = model.tree()
      const point = tree?.points.find((one) => one.pointId === pointId)
      const of = tree?.histories.get(pointId)
      if (point === undefined) throw busbarError('not-found', { detail: `No point ${pointId}.` })
      if (of === undefined || !point.historical)
        throw busbarError('unsupported', { detail: `Point ${pointId} has no history to be read.` })
      const most = Math.min(Math.max(1, limit), MOST_HISTORY)
      const found = await store.history({ ...of, from, to, limit: most + 1 })
      return pageOf(
        found.map(({ at, valueMicros, multiplierMicros, quality }) => ({
          ...{ at, quality, value: scaled(valueMicros, multiplierMicros) },
        })),
        most,
      )
    },
    write: async (request) => {
      const result = await write(model.tree(), request)
      const supply = model.tree()?.supplies.get(request.pointId)
      if (supply !== undefined) touched(supply.supplyPointId)
      return result
    },
    // Whoever runs the gateway keeps how it fares.
    health: () => undefined,
  })
}

/** Cut between instants, so that going on at `next` tells nothing twice. */
function pageOf(found: readonly GatewayHistoryRow[], most: number) {
  const next = found[most]?.at ?? null
  if (next === null) return { rows: found, next }
  const rows = found.slice(0, most).filter(({ at }) => at < next)
  return rows.length > 0 ? { rows, next } : { rows: found.slice(0, most), next: next + 1 }
}

/** What a connection's settings say of what it shows; nothing is shown or allowed that they do not name. */
export function exposureOf(config: { readonly exposure?: unknown }): Exposure {
  const { exposure } = config
  const given: { readonly [key: string]: unknown } =
    typeof exposure === 'object' && exposure !== null ? { ...exposure } : {}
  const principal = given.authority === 'supply' ? given.principal : undefined
  return {
    personalData: given.personalData === true,
    principal: typeof principal === 'string' ? principal : null,
  }
}
