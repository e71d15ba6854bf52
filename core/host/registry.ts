import type { ActionSchema, ServiceBroker } from 'moleculer'
import type { Manifest } from './manifest.ts'
import { type PointId, pointSpecs, serviceName } from './points.ts'

/** A call of a contribution as it arrives over the broker. */
interface ContributionCall {
  readonly pluginId: string
  readonly point: PointId
  readonly type: string
  readonly method: string
  /** Which connection's instance is meant; absent for methods of the contribution itself. */
  readonly connectionId: string | undefined
  readonly request: unknown
}

export type CallHandler = (call: ContributionCall) => Promise<unknown>

export interface Registry {
  /** Makes the plugin's services be exactly what the manifest contributes. */
  publish(manifest: Manifest): Promise<void>
  /** Takes the plugin's services from the broker, once the calls under way have ended. */
  withdraw(request: { readonly pluginId: string }): Promise<void>
}

/** How much later than the host's own limit the broker gives up: never first. */
const BACKSTOP_MS = 10_000

/** Registers each contribution as a Moleculer service, callable inside of this node alone. */
export function createRegistry(options: {
  readonly broker: ServiceBroker
  readonly handle: CallHandler
}): Registry {
  const { broker, handle } = options
  const published = new Map<string, ReadonlySet<string>>()

  const action = (
    of: Pick<ContributionCall, 'pluginId' | 'point' | 'type' | 'method'>,
    limitMs: number,
  ): ActionSchema => {
    const schema: ActionSchema & { timeout: number } = {
      visibility: 'protected',
      timeout: limitMs + BACKSTOP_MS,
      // A repeated command acts again: whoever called decides, never the broker.
      retryPolicy: { enabled: false },
      handler: ({ params }: { params: unknown }) => handle({ ...of, ...parameters(params) }),
    }
    return schema
  }

  const publish: Registry['publish'] = async (manifest) => {
    const pluginId = manifest.id
    const before = published.get(pluginId) ?? new Set()
    const now = new Set<string>()
    for (const { point, type } of manifest.contributions) {
      const name = serviceName({ pluginId, point, type })
      now.add(name)
      if (before.has(name)) continue
      const { contribution, instance, starts, stops } = pointSpecs[point]
      const actions = Object.fromEntries(
        Object.entries({ ...contribution, ...instance })
          // To begin and to end an instance is the host's alone.
          .filter(([method]) => method !== starts && method !== stops)
          .map(([method, { limitMs }]) => [
            method,
            action({ pluginId, point, type, method }, limitMs),
          ]),
      )
      broker.createService({ name, actions })
    }
    published.set(pluginId, now)
    for (const name of before) if (!now.has(name)) await broker.destroyService(name)
    await broker.waitForServices([...now], 10_000, 5)
  }

  return Object.freeze({
    publish,
    withdraw: async ({ pluginId }) => {
      const names = published.get(pluginId) ?? new Set<string>()
      published.delete(pluginId)
      for (const name of names) await broker.destroyService(name)
    },
  } satisfies Registry)
}

function parameters(params: unknown): { connectionId: string | undefined; request: unknown } {
  if (typeof params !== 'object' || params === null)
    return { connectionId: undefined, request: undefined }
  const connectionId: unknown = Reflect.get(params, 'connectionId')
  return {
    connectionId: typeof connectionId === 'string' ? connectionId : undefined,
    request: Reflect.get(params, 'request'),
  }
}
