import { type InjectionKey, inject, type Ref } from 'vue'
import type { ErrorObject } from './ajv.ts'
import { at, fromPointer, plainPointer, toPointer } from './pointer.ts'
import type { FormSchema } from './schema.ts'
import { branchFor } from './values.ts'

/** What stands where a secret is kept, in what the server shows. */
export const SECRET_MASK = '••••••••'

/** A thing that a field may name. */
export interface Choice {
  readonly id: string
  readonly label: string
}

/** Finds what reference fields name; the page that shows a form provides one, under `REFS`. */
export interface RefSource {
  /** Things of a service whose names hold the text; all or the first ones for an empty text. */
  readonly search: (service: string, text: string) => Promise<readonly Choice[]>
  /** How one is called; its id where nothing is known of it. */
  readonly label: (service: string, id: string) => Promise<string>
  /** Where the reader makes a new one; null where they may not. */
  readonly make?: (service: string) => { readonly to: string; readonly title: string } | null
}

/** A place in the value and what is wrong there, from a problem's details. */
export interface Place {
  readonly pointer: string
  readonly message: string
}

/** What the fields of one form share. */
export interface FormState {
  readonly showAll: Ref<boolean>
  readonly timeZone: Ref<string>
  /** ISO 4217 code of amounts; empty where it is not known. */
  readonly currency: Ref<string>
  /** What is wrong, by place; only what the branches in use say. */
  readonly errors: Ref<ReadonlyMap<string, readonly ErrorObject[]>>
  /** The same, each at its own place, be there a field or not. */
  readonly places: Ref<ReadonlyMap<string, readonly ErrorObject[]>>
  readonly touched: ReadonlySet<string>
  readonly touch: (pointer: string) => void
  /** The value was changed here: what the server said of it holds no more. */
  readonly changed: (pointer: string) => void
  /** Branches that were chosen by hand, by the place of the choice. */
  readonly branches: Map<string, number>
  /** A field holds a text that is no value, and so is not in the value. */
  readonly setUnreadable: (pointer: string, isUnreadable: boolean) => void
  /** A field is on the page. */
  readonly show: (pointer: string) => void
  readonly hide: (pointer: string) => void
}

export const FORM: InjectionKey<FormState> = Symbol('form')
export const REFS: InjectionKey<RefSource> = Symbol('refs')

export function useForm(): FormState {
  const form = inject(FORM)
  if (form === undefined) throw new Error('A field stands outside of a SchemaForm')
  return form
}

/** The field that an error is shown at. */
export function placeOf({ instancePath, params }: ErrorObject): string {
  const name = params.missingProperty ?? params.additionalProperty
  return typeof name === 'string' ? `${instancePath}${toPointer([name])}` : instancePath
}

/** What the server found, as errors of the field that it names. */
export const asErrors = (places: readonly Place[]): ErrorObject[] =>
  places.map(({ pointer, message }) => ({
    keyword: 'server',
    instancePath: plainPointer(pointer),
    schemaPath: '',
    params: {},
    message,
    ...{ parentSchema: {}, schema: null, data: null },
  }))

/** Without what is wrong with a mask: what it stands for is judged where it is kept. */
export const unmasked = (errors: readonly ErrorObject[], value: unknown): readonly ErrorObject[] =>
  errors.filter(({ instancePath }) => at(value, instancePath) !== SECRET_MASK)

interface Found {
  readonly errors: readonly ErrorObject[]
  readonly value: unknown
  readonly branches: ReadonlyMap<string, number>
}

const isChoice = ({ keyword }: ErrorObject) => keyword === 'oneOf' || keyword === 'anyOf'
const isSchema = (value: unknown): value is FormSchema =>
  typeof value === 'object' && value !== null

/**
 * Errors that a reader can do something about: of a choice, those of the branch in use, or that none is chosen; and
 * nothing that follows from another error.
 */
export function telling({ errors, value, branches }: Found): ErrorObject[] {
  const choices = errors.filter(isChoice).map((error) => {
    const { instancePath, schemaPath, parentSchema } = error
    const known = branches.get(instancePath)
    const schema = isSchema(parentSchema) ? parentSchema : {}
    const chosen = known ?? branchFor(schema, at(value, instancePath))
    const own = chosen === null ? null : `${schemaPath}/${chosen}/`
    const hasOwn = own !== null && errors.some((each) => each.schemaPath.startsWith(own))
    return { error, all: `${schemaPath}/`, own, hasOwn, instancePath }
  })
  return errors.filter((error) => {
    if (error.keyword === 'if' || error.keyword === 'not') return error.keyword === 'not'
    return choices.every(({ error: choice, all, own, hasOwn, instancePath }) => {
      if (error === choice) return !hasOwn
      if (!error.schemaPath.startsWith(all)) return true
      if (!error.instancePath.startsWith(instancePath)) return true
      return own !== null && error.schemaPath.startsWith(own)
    })
  })
}

/** Errors by the place of their field. */
export function byPlace(
  errors: readonly ErrorObject[],
): ReadonlyMap<string, readonly ErrorObject[]> {
  const places = new Map<string, ErrorObject[]>()
  for (const error of errors) {
    const place = placeOf(error)
    const there = places.get(place) ?? []
    if (!there.some((each) => each.keyword === error.keyword && each.message === error.message))
      places.set(place, [...there, error])
  }
  return places
}

/** Errors by the nearest field above that the form shows; by the whole form where there is none. */
export function upTo(
  places: ReadonlyMap<string, readonly ErrorObject[]>,
  fields: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, readonly ErrorObject[]> {
  const shown = new Map<string, readonly ErrorObject[]>()
  for (const [place, errors] of places) {
    let nearest = place
    while (nearest !== '' && !fields.has(nearest))
      nearest = nearest.slice(0, nearest.lastIndexOf('/'))
    shown.set(nearest, [...(shown.get(nearest) ?? []), ...errors])
  }
  return shown
}

/** Whether a place lies within another, or is it. */
export const isWithin = (place: string, outer: string): boolean =>
  place === outer || place.startsWith(`${outer}/`)

/** The last part of a place: a field's name. */
export const nameAt = (pointer: string): string => fromPointer(pointer).at(-1) ?? ''
