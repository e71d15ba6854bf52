import { type ControlElement, encode, type JsonSchema } from '@jsonforms/core'
import { rendererProps, useJsonFormsControl } from '@jsonforms/vue'
import { computed, onBeforeUnmount, watch } from 'vue'
import { say } from '../../shared/locale/i18n.ts'
import { worded } from '../../shared/locale/words.ts'
import { nameAt, useForm } from './form.ts'
import { messageOf } from './messages.ts'
import { pathToPointer } from './pointer.ts'
import { type FormSchema, isNullable, shaped } from './schema.ts'
import { emptied } from './values.ts'

export const fieldProps = rendererProps<ControlElement>()

interface FieldProps {
  readonly schema: JsonSchema
  readonly uischema: ControlElement
  readonly path: string
}

const SPACES = /([a-z0-9])([A-Z])/g

/** A name as words, for fields without a title: `replyPrefix` → `Reply prefix`. */
const inWords = (name: string): string => {
  const words = name.replaceAll(SPACES, '$1 $2').replaceAll(/[-_]/g, ' ').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

/** What every field has: its value and schema, what to call it, what is wrong, and how it changes. */
export function useField(props: FieldProps) {
  const { control, handleChange } = useJsonFormsControl(props as never)
  const form = useForm()
  const schema = computed(() => shaped(control.value.schema as FormSchema))
  const pointer = computed(() => pathToPointer(control.value.path))
  const value = computed<unknown>(() => control.value.data)
  const isReadonly = computed(() => !control.value.enabled)
  const name = computed(() => nameAt(pointer.value))
  const own = computed(() => say(schema.value.title) || inWords(name.value))
  const label = computed(
    () => own.value + (control.value.required && !isReadonly.value ? ' *' : ''),
  )
  const description = computed(() => worded(say(schema.value.description)))

  watch(
    pointer,
    (place, before) => {
      if (before !== undefined) form.hide(before)
      form.show(place)
    },
    { immediate: true },
  )
  onBeforeUnmount(() => form.hide(pointer.value))

  const errors = computed<readonly string[]>(() => {
    const found = form.errors.value.get(pointer.value) ?? []
    const isShown = form.showAll.value || form.touched.has(pointer.value)
    const shown = isShown ? found : found.filter(({ keyword }) => keyword === 'server')
    return [...new Set(shown.map(messageOf))]
  })

  /** An example, or what holds when nothing is entered. */
  const placeholder = computed(() => {
    if (isReadonly.value) return ''
    const { default: fallback, examples } = schema.value
    return textOf(fallback) || textOf(examples?.[0])
  })

  const change = (next: unknown): void => {
    form.changed(pointer.value)
    handleChange(control.value.path, next)
  }
  const touch = (): void => form.touch(pointer.value)
  /** An empty field is what the schema allows for nothing. */
  const changeText = (text: string | null | undefined): void =>
    change(text === null || text === undefined || text === '' ? emptied(schema.value) : text)

  /** What Vuetify's fields take. */
  const input = computed(() => ({
    label: label.value,
    hint: description.value,
    persistentHint: description.value !== '',
    errorMessages: [...errors.value],
    readonly: isReadonly.value,
    name: pointer.value,
    placeholder: placeholder.value,
    // What holds without an entry is always seen; an example only while something is entered.
    persistentPlaceholder: schema.value.default !== undefined && placeholder.value !== '',
    ...(control.value.required ? { 'aria-required': true } : {}),
  }))

  return {
    ...{ control, schema, value, pointer, name, title: own, label, description, errors, input },
    ...{ placeholder, isReadonly, change, changeText, touch, form },
    isRequired: computed(() => control.value.required === true),
    isNullable: computed(() => isNullable(schema.value)),
  }
}

/** An element that shows a whole schema at the place where it stands; bare: without a frame and a name of its own. */
const WHOLE: ControlElement = Object.freeze({ type: 'Control', scope: '#' })
export const BARE: ControlElement = Object.freeze({ ...WHOLE, options: { isBare: true } })

export const isBare = ({ options }: ControlElement): boolean => options?.isBare === true

export const fieldElement = (name: string): ControlElement => ({
  type: 'Control',
  scope: `#/properties/${encode(name)}`,
})
