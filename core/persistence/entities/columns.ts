import { p } from '@mikro-orm/core'
import type { JsonObject } from '../../kernel/canonical.ts'
import { InstantType } from '../orm.ts'

/** Identity column: an Id. */
export const id = () => p.bigint('string').primary()
/** Counts the changes of a row. */
export const version = () => p.bigint('number').default(1)
/** Money or quantity: bigint micros. */
export const micros = () => p.bigint()
export const instant = () => p.type(InstantType)
export const json = () => p.json<JsonObject>()
