/** A stored thing's id: a positive 64-bit integer in decimal digits, as PostgreSQL returns it. */
export type Id = string

const ID = /^[1-9]\d{0,18}$/

export function isId(text: string): text is Id {
  return ID.test(text)
}
