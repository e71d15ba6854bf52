/** What pages use of forms. */
export type { Choice, Place, RefSource } from './form.ts'
export { REFS } from './form.ts'
export { default as SchemaForm } from './SchemaForm.vue'
export type { FormSchema } from './schema.ts'
