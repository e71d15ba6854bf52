import type { PointBinding } from '@busbar/core/contracts'
import { type Address, deviceOf, readAddress } from './settings.ts'
import type { Reader } from './values.ts'

/** A point and all that the driver remembers of it. */
export interface Point extends Reader {
  readonly pointId: string
  readonly address: Address
  /** Values of one device and instant make one snapshot. */
  readonly device: string
  /** What the point was last known to be, so that nothing is emitted twice. */
  readonly memory: Memory
}

export interface Memory {
  /** Of the value handed on last: its content, and the source's time. */
  mark: string | undefined
  at: number | undefined
  /** From where on the archive is still to be read, whatever came since; undefined where there is no gap. */
  gapFrom: number | undefined
  /** Why it has no usable value now. */
  trouble: string | undefined
  /** Inputs that could not be used, by kind. */
  readonly faults: Map<string, number>
}

function planPoint({ pointId, role, unit, address: given }: PointBinding): Point {
  const address = readAddress(given)
  const { decimalExponent = 0 } = address
  const memory: Memory = {
    ...{ mark: undefined, at: undefined, gapFrom: undefined, trouble: undefined },
    faults: new Map(),
  }
  return { pointId, role, unit, decimalExponent, address, device: deviceOf(address), memory }
}

/** The points as bound now; those that are bound as before keep their memory. */
export function planPoints(
  bindings: readonly PointBinding[],
  before: ReadonlyMap<string, Point>,
): ReadonlyMap<string, Point> {
  return new Map(
    bindings.map((binding) => {
      const point = planPoint(binding)
      const known = before.get(point.pointId)
      return [point.pointId, known !== undefined && sameBinding(known, point) ? known : point]
    }),
  )
}

function sameBinding(one: Point, other: Point): boolean {
  return one.role === other.role && one.unit === other.unit && sameJson(one.address, other.address)
}

function sameJson(one: Address, other: Address): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** A `nsu=` id as the server's present table of namespaces has it; undefined where it lacks the namespace. */
export function serverNodeId(nodeId: string, namespaces: readonly string[]): string | undefined {
  const [, uri, rest] = /^nsu=([^;]+);(.+)$/.exec(nodeId) ?? []
  if (uri === undefined) return nodeId
  const index = namespaces.indexOf(uri)
  return index < 0 ? undefined : `ns=${index};${rest}`
}

/** As an address says it: by the namespace's URI, since indexes change from start to start. */
export function lastingNodeId(nodeId: string, namespaces: readonly string[]): string {
  const [, index, rest] = /^ns=(\d+);(.+)$/.exec(nodeId) ?? []
  const uri = namespaces[Number(index)]
  return index === undefined || index === '0' || uri === undefined || /[;\s]/.test(uri)
    ? nodeId
    : `nsu=${uri};${rest}`
}
