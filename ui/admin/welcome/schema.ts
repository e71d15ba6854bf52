import { type FormSchema, flattened } from '../forms/schema.ts'

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

/** A form's schema with a plugin's own in place of a field that takes anything; the field is called as it was. */
export function withPart(schema: FormSchema, name: string, part: FormSchema | undefined) {
  const field = schema.properties?.[name]
  if (part === undefined || field === undefined) return schema
  const { description: _description, title = '', ...own } = flattened(part)
  const named = { ...own, title: field.title ?? title }
  return { ...schema, properties: { ...schema.properties, [name]: named } }
}
