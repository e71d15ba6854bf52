/** A stored thing's id: a positive 64-bit integer in decimal digits, as PostgreSQL returns it. */
export type Id = string

/** Orders ids by their number: negative where `a` is the smaller one. */
export function compareIds(a: Id, b: Id): number {
  if (a.length !== b.length) return a.length - b.length
  if (a === b) return 0
  return a < b ? -1 : 1
}
