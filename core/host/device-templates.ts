import { readFile } from 'node:fs/promises'
import type { Ajv2020 } from 'ajv/dist/2020.js'
import { type DeviceTemplate, fillAddress, templateFaults } from '../contracts/index.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { busbarError, type FieldError } from '../kernel/error.ts'
import { copyPlain } from './boundary.ts'
import { findJsonFault } from './bounded-json.ts'
import { schemaLimits } from './limits.ts'
import { fieldErrors, type PluginSchema } from './schema.ts'

/**
 * Judges a template as a plugin's file has it; its addresses too, with the examples of its parameters, where the
 * plugin contributes the driver itself.
 * @throws `plugin-manifest-invalid` naming file and place
 */
export type AdmitTemplate = (request: {
  readonly file: string
  readonly document: unknown
  /** Point schema of a driver of the plugin's own. */
  readonly pointSchemaOf: (driver: string) => PluginSchema | undefined
}) => DeviceTemplate

export async function createAdmitTemplate(ajv: Ajv2020): Promise<AdmitTemplate> {
  const file = new URL('../../schemas/resources/device-template.schema.json', import.meta.url)
  const schema: JsonObject = JSON.parse(await readFile(file, 'utf8'))
  const validate = ajv.compile<DeviceTemplate>(schema)
  return ({ file: own, document, pointSchemaOf }) => {
    const refuse = (errors: readonly FieldError[]) =>
      busbarError('plugin-manifest-invalid', {
        detail: `${own}${errors[0]?.pointer ?? ''}: ${errors[0]?.message ?? 'does not fit'}.`,
        errors,
      })
    const fault = findJsonFault(document, schemaLimits)
    if (fault) throw refuse([fault])
    if (!validate(document)) throw refuse(fieldErrors(validate.errors))
    const faults = [...sourceFaults(document), ...templateFaults(document)]
    if (faults.length > 0) throw refuse(faults)
    const points = pointSchemaOf(document.driver)
    if (points !== undefined) {
      const wrong = addressFaults(document, points)
      if (wrong.length > 0) throw refuse(wrong)
    }
    return copyPlain(document) as DeviceTemplate
  }
}

/** Nobody can judge addresses that come from nowhere. */
const sourceFaults = ({ sources }: DeviceTemplate): readonly FieldError[] =>
  sources.length > 0 ? [] : [{ pointer: '/sources', message: 'names no document' }]

function addressFaults(template: DeviceTemplate, schema: PluginSchema): readonly FieldError[] {
  const examples = Object.fromEntries(
    template.parameters.map(({ name, example }) => [name, example]),
  )
  return template.points.flatMap(({ address }, index) => {
    const judged = schema.validate(fillAddress(address, examples))
    if (judged.ok) return []
    return judged.errors.map(({ pointer, message }) => ({
      pointer: `/points/${index}/address${pointer}`,
      message,
    }))
  })
}
