import type { Api } from '../api.ts'
import type { MeterSpec } from '../building/types.ts'
import { type Protocol, protocolOf } from '../building/wiring.ts'
import { pointsOf } from './addresses.ts'
import { byCode, ensure, required, type Wanted } from './ensure.ts'

export interface MeteringContext {
  readonly api: Api
  readonly siteId: string
}

/** Register values are told in units: the display's whole Wh, litres or MJ are thousandths of them. */
export function inUnits(thousandths: string | number): string {
  const text = String(thousandths).padStart(4, '0')
  return `${text.slice(0, -3)}.${text.slice(-3)}`
}

export interface MeterIds {
  /** By serial number. */
  readonly meters: ReadonlyMap<string, string>
  /** The one register of each, by serial number. */
  readonly registers: ReadonlyMap<string, string>
}

/** Meters with their register. */
export async function ensureMeters(
  { api, siteId }: MeteringContext,
  specs: readonly MeterSpec[],
): Promise<MeterIds> {
  const meters = await ensure(api, 'meters', {
    keyOf: ({ serial }) => String(serial),
    filter: { siteId },
    wanted: specs.map(({ serial, model, utility }) => ({
      key: serial,
      body: { siteId, serial, model, utility },
    })),
  })
  const byMeter = await ensure(api, 'registers', {
    keyOf: ({ meterId }) => String(meterId),
    wanted: specs.map(({ serial, device }) => {
      const meterId = required(meters, serial)
      return { key: meterId, body: { meterId, code: 'total', band: null, digits: device.digits } }
    }),
  })
  const registers = new Map(
    specs.map(({ serial }) => [serial, required(byMeter, required(meters, serial))]),
  )
  return { meters, registers }
}

/** What Busbar reads and switches of the meters' devices, by meter and role; over the connection of what they speak. */
export async function ensurePoints(
  api: Api,
  specs: readonly MeterSpec[],
  {
    ids: { meters, registers },
    connections,
  }: { readonly ids: MeterIds; readonly connections: ReadonlyMap<Protocol, string> },
): Promise<ReadonlyMap<string, string>> {
  const points = new Map<string, string>()
  for (const [protocol, connectionId] of connections) {
    const made = await ensure(api, 'points', {
      keyOf: ({ meterId, role }) => `${meterId}/${role}`,
      filter: { connectionId },
      wanted: specs
        .filter(({ device }) => protocolOf(device.kind) === protocol)
        .flatMap((spec) => wantedPoints(spec, connectionId)),
    })
    for (const [key, id] of made) points.set(key, id)
  }
  return points

  function wantedPoints(spec: MeterSpec, connectionId: string): readonly Wanted[] {
    const meterId = required(meters, spec.serial)
    return pointsOf(spec).map(({ role, unit, address }) => ({
      key: `${meterId}/${role}`,
      body: {
        connectionId,
        meterId,
        registerId: role === 'register' ? required(registers, spec.serial) : null,
        role,
        unit,
        address,
        lifeSafety: spec.lifeSafety && role === 'relay',
      },
    }))
  }
}

/** Whose supply a relay can take away; where the meter says what flows behind it, that is the proof. */
export async function ensureSupplyPoints(
  { api, siteId }: MeteringContext,
  {
    specs,
    meteringPoints,
    ids,
    points,
  }: {
    readonly specs: readonly MeterSpec[]
    readonly meteringPoints: ReadonlyMap<string, string>
    readonly ids: MeterIds
    readonly points: ReadonlyMap<string, string>
  },
): Promise<void> {
  await ensure(api, 'supplyPoints', {
    keyOf: ({ meteringPointId }) => String(meteringPointId),
    filter: { siteId },
    wanted: specs.flatMap(({ code, serial }) => {
      const meterId = required(ids.meters, serial)
      const relayPointId = points.get(`${meterId}/relay`)
      if (relayPointId === undefined) return []
      const meteringPointId = required(meteringPoints, code)
      const loadPointId = points.get(`${meterId}/current`) ?? null
      const body = { siteId, meteringPointId, relayPointId, loadPointId, loadIdle: IDLE_AMPERES }
      return [{ key: meteringPointId, body }]
    }),
  })
}

/** What a meter still shows behind an open relay. */
const IDLE_AMPERES = '0.05'

/** Where is measured what; by code. */
export function ensureMeteringPoints(
  { api, siteId }: MeteringContext,
  specs: readonly MeterSpec[],
  spaces: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  return ensure(api, 'meteringPoints', {
    keyOf: byCode,
    filter: { siteId },
    wanted: specs.map(({ code, name, utility, unit, space, maxRate, device }) => ({
      key: code,
      body: {
        siteId,
        spaceId: required(spaces, space),
        utility,
        unit,
        code,
        name,
        maxRate: String(maxRate),
        intervalSeconds: device.intervalS,
      },
    })),
  })
}

/** Puts every meter in service with what it showed when the building began. */
export async function ensureInstallations(
  { api }: MeteringContext,
  {
    specs,
    meteringPoints,
    ids,
    at,
    signedBy,
  }: {
    readonly specs: readonly MeterSpec[]
    readonly meteringPoints: ReadonlyMap<string, string>
    readonly ids: MeterIds
    readonly at: string
    readonly signedBy: string
  },
): Promise<void> {
  await ensure(api, 'installations', {
    keyOf: ({ meteringPointId }) => String(meteringPointId),
    wanted: specs.map(({ code, serial, device }) => {
      const meteringPointId = required(meteringPoints, code)
      const value = inUnits(device.initial)
      return {
        key: meteringPointId,
        body: {
          meterId: required(ids.meters, serial),
          meteringPointId,
          at,
          multiplier: '1',
          openings: [{ registerId: required(ids.registers, serial), value }],
          signedBy,
        },
      }
    }),
  })
}
