import { MAX_INSTANCE } from '@busbar/bacnet/numbers'

/**
 * Gives points their instance numbers. A number is drawn from the point's id and so the same after each
 * restart, renaming and move. Of two that draw the same number the younger one draws again; while the
 * gateway runs, a number is never given to another point.
 */
export interface Instances {
  /** By the points' ids. @param points of one object type, in any order */
  assign(type: number, pointIds: readonly string[]): ReadonlyMap<string, number>
}

export function createInstances(): Instances {
  const owners = new Map<string, string>()
  const given = new Map<string, number>()

  function draw(type: number, pointId: string): number {
    const known = given.get(`${type}:${pointId}`)
    if (known !== undefined) return known
    for (let attempt = 0; ; attempt += 1) {
      const instance = hash(attempt === 0 ? pointId : `${pointId}#${attempt}`)
      const key = `${type}:${instance}`
      if (owners.has(key)) continue
      owners.set(key, pointId)
      given.set(`${type}:${pointId}`, instance)
      return instance
    }
  }

  return {
    assign: (type, pointIds) =>
      new Map([...pointIds].sort(byAge).map((pointId) => [pointId, draw(type, pointId)])),
  }
}

/** Younger nodes have higher numbers. */
function byAge(one: string, other: string): number {
  const age = numberOf(one) - numberOf(other)
  return age !== 0 ? age : one < other ? -1 : 1
}

const numberOf = (pointId: string): number => Number(/:(\d{1,15})/.exec(pointId)?.[1] ?? 0)

/** FNV-1a, folded to what an instance may be. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const octet of Buffer.from(text)) value = Math.imul(value ^ octet, 0x01000193) >>> 0
  return ((value >>> 22) ^ (value & 0x3fffff)) % (MAX_INSTANCE + 1)
}
