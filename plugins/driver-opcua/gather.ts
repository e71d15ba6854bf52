import type { Instant, MalformedInput, PointValue, Snapshot } from '@busbar/core/contracts'
import type { DataValue } from 'node-opcua-client'
import type { Point } from './plan.ts'

/** What of one delivery can be handed on, joined by device and instant. */
export interface Gathered {
  value(point: Point, at: Instant | null, value: PointValue): void
  malformed(point: Point, dataValue: DataValue, reason: string): void
  /** In the order in which each snapshot's first value came. */
  snapshots(): readonly Snapshot[]
  malformedInputs(): readonly MalformedInput[]
}

const KEPT_BYTES = 4_096

export function gather(): Gathered {
  const groups: Group[] = []
  const byInstant = new Map<string, Group[]>()
  const malformed: MalformedInput[] = []
  return {
    value({ device }, at, value) {
      const key = `${device}\n${at}`
      const same = byInstant.get(key) ?? []
      byInstant.set(key, same)
      // A point that comes twice at one instant says so twice: each is a snapshot of its own.
      let group = same.find(({ values }) => !values.has(value.pointId))
      if (group === undefined) {
        group = { source: device, at, values: new Map() }
        same.push(group)
        groups.push(group)
      }
      group.values.set(value.pointId, value)
    },
    malformed({ address }, dataValue, reason) {
      const text = Buffer.from(readable(dataValue)).subarray(0, KEPT_BYTES)
      const payloadBase64 = text.toString('base64')
      malformed.push({ source: address.nodeId, reason, payloadBase64 })
    },
    snapshots: () => groups.map((group) => ({ ...group, values: [...group.values.values()] })),
    malformedInputs: () => malformed,
  }
}

interface Group {
  readonly source: string
  readonly at: Instant | null
  readonly values: Map<string, PointValue>
}

/** For a person; a value of any shape. */
function readable({ value, statusCode, sourceTimestamp }: DataValue): string {
  const shown = { value: value?.value, status: statusCode.name, sourceTimestamp }
  try {
    return JSON.stringify(shown, (_, part: unknown) =>
      typeof part === 'number' && !Number.isFinite(part) ? String(part) : part,
    )
  } catch {
    return String(value)
  }
}
