/** Errors and validators in the shape that ajv gives them, for JSON Forms reads no other. */

export interface ErrorObject {
  readonly keyword: string
  /** JSON pointer into the value. */
  readonly instancePath: string
  /** Pointer into the schema, as a URI fragment. */
  readonly schemaPath: string
  readonly params: Readonly<Record<string, unknown>>
  /** In English; readers get `messageOf` of messages.ts. */
  readonly message: string
  /** The schema whose keyword it is. */
  readonly parentSchema: unknown
  readonly schema: unknown
  readonly data: unknown
}

export interface ValidateFunction {
  (value: unknown): boolean
  errors: ErrorObject[] | null
  readonly schema: unknown
}

export type FormatCheck = (text: string) => boolean
export type Format = FormatCheck | RegExp | true | { readonly validate: FormatCheck | RegExp }
