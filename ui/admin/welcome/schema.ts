import { type FormSchema, flattened } from '../forms/schema.ts'

/** A plugin's contribution that a form can be about. */
export interface Contribution {
  readonly pluginId: string
  readonly point: string
  readonly type: string
  readonly title: Readonly<Record<string, string>>
  readonly schemas: Readonly<Partial<Record<'connection' | 'terms', FormSchema>>>
}

/** A form's schema without the fields that are known already. */
export function without(schema: FormSchema, names: readonly string[]): FormSchema {
  const { properties = {}, required = [] } = schema
  return {
    ...schema,
    properties: Object.fromEntries(
      Object.entries(properties).filter(([name]) => !names.includes(name)),
    ),
    required: required.filter((name) => !names.includes(name)),
  }
}

/** A form's schema with a plugin's own in place of a field that takes anything. */
export function withPart(schema: FormSchema, name: string, part: FormSchema | undefined) {
  if (part === undefined || schema.properties?.[name] === undefined) return schema
  const { description: _description, ...own } = flattened(part)
  return { ...schema, properties: { ...schema.properties, [name]: own } }
}
