/** A stored thing's id: a positive 64-bit integer in decimal digits, as PostgreSQL returns it. */
export type Id = string
