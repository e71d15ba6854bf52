import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { createMutations } from '@busbar/bacnet/mutations'
import {
  type BuildingGatewayContribution,
  type BuildingView,
  type GatewayScalar,
  type JsonObject,
  type Log,
  shiftDecimal,
} from '@busbar/core/contracts'
import type { GatewayPeer, GatewayUnderTest, SeenPoint } from '@busbar/core/testkit'
import { type Bms, type Decoded, type DecodedValue, startBms } from './bms.ts'
import { REQUESTS } from './frames-corpus.ts'

export const DEVICE = { type: 8, instance: 260_001 }
export const HOST = '127.0.0.1'

export interface Rig extends GatewayUnderTest {
  readonly bms: Bms
  readonly port: number
}

/** A gateway and a management system of another make. */
export async function createRig(
  create: BuildingGatewayContribution['create'],
  options: { readonly building: BuildingView; readonly log: Log; readonly signal: AbortSignal },
  connection: JsonObject = {},
): Promise<Rig> {
  const port = await keptUdpPort()
  const bms = await startBms(port)
  const gateway = create({
    ...{ ...options, connectionId: '9' },
    connection: { deviceInstance: DEVICE.instance, port, writers: [HOST], ...connection },
  })
  return {
    ...{ gateway, bms, port, peer: peerOf(bms) },
    // BACnet/IP has none.
    secrets: [],
    close: () => bms.close(),
  }
}

/** A port that the system gives to nobody while it is not listened at. */
async function keptUdpPort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000)
    const socket = createSocket('udp4')
    const free = await new Promise<boolean>((resolve) => {
      socket.once('error', () => resolve(false))
      socket.bind({ port, address: HOST, exclusive: true }, () => resolve(true))
    })
    await new Promise<void>((resolve) => socket.close(() => resolve()))
    if (free) return port
  }
}

export interface SeenObject extends SeenPoint {
  readonly id: { readonly type: number; readonly instance: number }
  readonly name: string
  readonly description: string
}

const UNITS: Readonly<Record<number, string>> = { 19: 'kWh', 47: 'W', 95: '', 105: 'EUR' }
const CALENDAR = 6
const SCHEDULE = 17
const ACCUMULATOR = 23

/** All objects but the device, by the points that they say they are. */
export async function objectsOf(bms: Bms): Promise<ReadonlyMap<string, SeenObject>> {
  const { values = [] } = await bms.ask({ do: 'read', object: DEVICE, properties: [76] })
  const seen = new Map<string, SeenObject>()
  for (const { value } of values) {
    const id = value as SeenObject['id']
    if (id.type === DEVICE.type) continue
    const object = await objectOf(bms, id)
    if (object === undefined) return new Map()
    seen.set(/\[([^\]]+)\]$/.exec(object.description)?.[1] ?? object.name, object)
  }
  return seen
}

async function objectOf(bms: Bms, id: SeenObject['id']): Promise<SeenObject | undefined> {
  const read = await bms.ask({ do: 'read-multiple', object: id, properties: [8] })
  const results = read.values?.[0]?.values ?? []
  const of = (property: number) =>
    results.find((one) => one.id === property)?.value as readonly DecodedValue[] | undefined
  const one = (property: number) => of(property)?.[0]?.value
  const present = one(85)
  const flags = one(111) as { readonly value: readonly number[] } | undefined
  // A calendar has no flags.
  if (present === undefined || (flags === undefined && id.type !== CALENDAR)) return undefined
  const orders = of(87)
  return {
    id,
    name: String(one(77)),
    description: String(one(28)),
    value: scalarOf(id.type, present, {
      texts: of(110)?.map(({ value }) => String(value)),
      isRelinquished: orders?.every(({ type }) => type === 0) ?? false,
    }),
    // The second of the flags, in the first octet from its low end, as bacstack has them.
    good: ((flags?.value[0] ?? 0) & 2) === 0,
    unit: UNITS[Number(one(117) ?? 95)] ?? '?',
    at: null,
    writable: orders !== undefined,
  }
}

function scalarOf(
  type: number,
  present: unknown,
  more: { readonly texts: readonly string[] | undefined; readonly isRelinquished: boolean },
): GatewayScalar {
  if (type === CALENDAR) return present === true
  if (type === SCHEDULE) return present === 1
  if (type === 3 || type === 5) return more.isRelinquished ? null : present === 1
  if (type === 19) return more.texts?.[Number(present) - 1] ?? null
  if (type === ACCUMULATOR) return shiftDecimal(String(present), -3) ?? null
  return String(present)
}

function peerOf(bms: Bms): GatewayPeer {
  const ids = new Map<string, SeenObject['id']>()
  return {
    async seen() {
      const objects = await objectsOf(bms)
      for (const [pointId, { id }] of objects) ids.set(pointId, id)
      return objects
    },
    async write({ pointId, value }) {
      if (!ids.has(pointId)) await this.seen()
      const object = ids.get(pointId)
      if (object === undefined) throw new Error(`${pointId} is no object.`)
      await bms.ask<Decoded>({ do: 'write', object, value, priority: 8 })
    },
    async repeatWrites() {
      await bms.ask({ do: 'repeat' })
    },
    async sendGarbage() {
      const next = createMutations({ seed: 4_711, frames: REQUESTS })
      // None that writes: what a writer asks for is done.
      const frames = Array.from({ length: 2_000 }, () => next().toString('hex'))
      await bms.ask({ do: 'raw', frames: frames.filter((hex) => !/^.{12}(?:.{6}0f)/.test(hex)) })
    },
    letsStrangersIn: async () => null,
    async goDown() {
      await bms.ask({ do: 'cut', cut: true })
    },
    async comeUp() {
      await bms.ask({ do: 'cut', cut: false })
    },
  }
}
