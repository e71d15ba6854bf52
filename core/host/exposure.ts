import { readFile } from 'node:fs/promises'
import type { JsonObject } from '../kernel/canonical.ts'
import { busbarError } from '../kernel/error.ts'
import { isObject } from './schema-rules.ts'

/** The property of every gateway's connection that is the core's: what is published, and who may write. */
const EXPOSURE = 'exposure'

/** Adds the core's part to the schema of a gateway's connection. */
export type AddExposure = (request: {
  readonly file: string
  readonly document: unknown
}) => unknown

export async function createAddExposure(): Promise<AddExposure> {
  const file = new URL('../../schemas/gateway-exposure.schema.json', import.meta.url)
  const exposure: JsonObject = JSON.parse(await readFile(file, 'utf8'))
  return ({ file: own, document }) => {
    // What is no schema of an object is refused where it is compiled.
    if (!isObject(document)) return document
    const { properties = {} } = document
    if (!isObject(properties)) return document
    if (Object.hasOwn(properties, EXPOSURE))
      throw busbarError('plugin-schema-invalid', {
        detail: `${own}/properties/${EXPOSURE}: this property is the core's; give yours another name.`,
        errors: [{ pointer: `/properties/${EXPOSURE}`, message: "is the core's; rename it" }],
      })
    return { ...document, properties: { ...properties, [EXPOSURE]: exposure } }
  }
}
