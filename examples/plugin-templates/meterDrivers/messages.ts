import type { Instant, PointBinding, PointScalar, Snapshot } from '@busbar/core/contracts'

/** What a device says: `{"device":"m1","at":"2026-07-14T08:00:00.000Z","values":{"register":"1.25"}}`. */
export interface DeviceMessage {
  readonly device: string
  readonly at: Instant | null
  readonly values: ReadonlyMap<string, PointScalar>
}

/** An answer to the request with the same number: `{"reply":7,…}`, with `error` where it failed. */
export interface Reply {
  readonly reply: number
  readonly error: string | null
  readonly message: DeviceMessage | null
  readonly devices: readonly DeviceMessage[]
}

/** A decimal as meters send it; anything else is no number. */
const DECIMAL = /^-?\d{1,18}(\.\d{1,12})?$/

type Fields = Readonly<Record<string, unknown>>

function fieldsOf(value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  throw new Error('is no object')
}

function messageOf(value: unknown): DeviceMessage {
  const { device, at, values } = fieldsOf(value)
  if (typeof device !== 'string') throw new Error('names no device')
  const time = at === undefined || at === null ? null : Date.parse(String(at))
  if (Number.isNaN(time)) throw new Error('has a time that is none')
  const scalars = Object.entries(fieldsOf(values)).map(([name, scalar]): [string, PointScalar] => {
    // Numbers stay text: a double would lose digits of a register.
    if (typeof scalar === 'boolean') return [name, scalar]
    if (typeof scalar === 'string' && DECIMAL.test(scalar)) return [name, scalar]
    throw new Error('has a value that is neither a decimal text nor a state')
  })
  return { device, at: time, values: new Map(scalars) }
}

/** Decodes a line; knows nothing of sockets. @throws Error that says what is wrong with it */
export function decode(line: string): DeviceMessage | Reply {
  const fields = fieldsOf(JSON.parse(line))
  if (fields.reply === undefined) return messageOf(fields)
  if (typeof fields.reply !== 'number') throw new Error('has a reply without a number')
  const { error, devices } = fields
  return {
    reply: fields.reply,
    error: typeof error === 'string' ? error : null,
    message: fields.device === undefined ? null : messageOf(fields),
    devices: Array.isArray(devices) ? devices.map(messageOf) : [],
  }
}

/** The bound values of a message, as one snapshot; null where nothing of it is bound. */
export function snapshotOf(
  { device, at, values }: DeviceMessage,
  points: readonly PointBinding[],
): Snapshot | null {
  const bound = points.flatMap(({ pointId, address }) => {
    const value = address.device === device ? values.get(String(address.name)) : undefined
    return value === undefined ? [] : [{ pointId, value, quality: 'good' as const }]
  })
  return bound.length === 0 ? null : { source: device, at, values: bound }
}
