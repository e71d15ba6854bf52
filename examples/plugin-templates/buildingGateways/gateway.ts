import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type BuildingGateway,
  type BuildingGatewayOptions,
  errorMessage,
  followBuilding,
  type Health,
} from '@busbar/core/contracts'
import { createRequests, type Served } from './requests.ts'

export interface WebGateway extends BuildingGateway {
  /** Where it listens; null while it does not. */
  url(): string | null
}

/** Serves the site as JSON over HTTP, to whoever has the token. */
export function createGateway(options: BuildingGatewayOptions): WebGateway {
  const { connection, building, signal } = options
  const served: Served = { points: new Map(), alarms: new Map() }
  const server = createServer(createRequests({ ...options, served }))
  let trouble: string | null = 'Not listening yet.'
  let follower: { stop(): Promise<void> } | undefined
  let stopped: Promise<void> | undefined

  const health = (): Health =>
    trouble === null
      ? { status: 'up', detail: 'Listening.' }
      : { status: server.listening ? 'degraded' : 'down', detail: trouble }

  function report(reason: string | null): void {
    trouble = reason
    if (stopped === undefined) building.health(health())
  }

  function follow(): void {
    follower = followBuilding({
      building,
      onSnapshot({ points, values, events }) {
        const known = new Map(values.map((value) => [value.pointId, value]))
        served.points.clear()
        for (const point of points) {
          const value = known.get(point.pointId)
          if (value !== undefined) served.points.set(point.pointId, { point, value })
        }
        served.alarms.clear()
        for (const event of events) served.alarms.set(event.eventId, event)
      },
      onChanges({ values, events }) {
        for (const value of values) {
          const entry = served.points.get(value.pointId)
          if (entry !== undefined) served.points.set(value.pointId, { ...entry, value })
        }
        for (const event of events)
          if (event.active) served.alarms.set(event.eventId, event)
          else served.alarms.delete(event.eventId)
      },
      onTrouble: report,
    })
  }

  async function listen(): Promise<void> {
    const at = { host: String(connection.host ?? '127.0.0.1'), port: Number(connection.port) }
    await new Promise<void>((resolve) => {
      server.once('error', (thrown) => {
        report(`It cannot listen: ${errorMessage(thrown)}.`)
        resolve()
      })
      server.listen(at, () => {
        report(null)
        resolve()
      })
    })
  }

  async function stopOnce(): Promise<void> {
    await follower?.stop()
    if (!server.listening) return
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await closed
  }
  const stop = () => (stopped ??= stopOnce())

  return {
    async connect() {
      if (stopped === undefined && !signal.aborted && follower === undefined) {
        signal.addEventListener('abort', stop, { once: true })
        follow()
        await listen()
      }
      return health()
    },
    async stop() {
      signal.removeEventListener('abort', stop)
      await stop()
    },
    health: async () => health(),
    url() {
      const address = server.address() as AddressInfo | null
      return address === null ? null : `http://${address.address}:${address.port}`
    },
  }
}
