import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { resolved, type Schema } from '../../contract/schema.ts'
import type { FormSchema } from '../schema.ts'

/* For tests: every schema that a form is made of, from the contract and from the plugins in the repository. */

const ROOT = join(import.meta.dirname, '../../../..')
const read = (...path: string[]) => JSON.parse(readFileSync(join(ROOT, ...path), 'utf8'))

interface Operation {
  readonly operationId?: string
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

export interface Named {
  readonly name: string
  readonly schema: FormSchema
}

/** Bodies of the contract's operations, as pages resolve them. */
export function bodies(): Named[] {
  const { paths, components }: Document = read('core/generated/openapi.json')
  return Object.values(paths)
    .flatMap((item) => Object.values(item))
    .flatMap(({ operationId = '', requestBody }) => {
      const schema = requestBody?.content['application/json']?.schema
      return schema === undefined
        ? []
        : [{ name: operationId, schema: resolved(schema, components.schemas) as FormSchema }]
    })
}

/** Schemas of connections, points, addresses, terms and settings of the plugins. */
export function ofPlugins(): Named[] {
  return readdirSync(join(ROOT, 'plugins'))
    .sort()
    .flatMap((plugin) =>
      readdirSync(join(ROOT, 'plugins', plugin))
        .filter((file) => file.endsWith('.schema.json'))
        .map((file) => ({ name: `${plugin}/${file}`, schema: read('plugins', plugin, file) })),
    )
}
