import { type JsonFormsRendererRegistryEntry, type RankedTester, Resolve } from '@jsonforms/core'
import type { Component } from 'vue'
import BooleanField from './controls/BooleanField.vue'
import ChipsField from './controls/ChipsField.vue'
import ChoiceField from './controls/ChoiceField.vue'
import ChoicesField from './controls/ChoicesField.vue'
import ColourField from './controls/ColourField.vue'
import ConstantField from './controls/ConstantField.vue'
import DayField from './controls/DayField.vue'
import DecimalField from './controls/DecimalField.vue'
import DurationField from './controls/DurationField.vue'
import FileField from './controls/FileField.vue'
import GroupField from './controls/GroupField.vue'
import HoursField from './controls/HoursField.vue'
import InstantField from './controls/InstantField.vue'
import IntervalField from './controls/IntervalField.vue'
import ListField from './controls/ListField.vue'
import MapField from './controls/MapField.vue'
import MultilineField from './controls/MultilineField.vue'
import NumberField from './controls/NumberField.vue'
import OpenField from './controls/OpenField.vue'
import ReferenceField from './controls/ReferenceField.vue'
import SecretField from './controls/SecretField.vue'
import SpanField from './controls/SpanField.vue'
import TextField from './controls/TextField.vue'
import VariantsField from './controls/VariantsField.vue'
import { type Kind, kindOf } from './kinds.ts'
import type { FormSchema } from './schema.ts'

const FIELDS: Readonly<Record<Kind, Component>> = {
  boolean: BooleanField,
  chips: ChipsField,
  choice: ChoiceField,
  choices: ChoicesField,
  colour: ColourField,
  constant: ConstantField,
  day: DayField,
  decimal: DecimalField,
  duration: DurationField,
  file: FileField,
  group: GroupField,
  hours: HoursField,
  instant: InstantField,
  interval: IntervalField,
  list: ListField,
  map: MapField,
  multiline: MultilineField,
  number: NumberField,
  open: OpenField,
  reference: ReferenceField,
  references: ReferenceField,
  secret: SecretField,
  span: SpanField,
  text: TextField,
  variants: VariantsField,
}

/** Fits elements whose schema is of a kind. */
export const isKind =
  (kind: Kind): RankedTester =>
  (uischema, schema, { rootSchema }) => {
    if (uischema.type !== 'Control' || !('scope' in uischema)) return -1
    const scope = String(uischema.scope)
    const own = Resolve.schema(schema, scope, rootSchema) as FormSchema | undefined
    return own !== undefined && kindOf(own, scope.split('/').at(-1)) === kind ? 1 : -1
  }

/** One for each kind of field, and every schema has a kind. */
export const renderers: readonly JsonFormsRendererRegistryEntry[] = Object.freeze(
  Object.entries(FIELDS).map(([kind, renderer]) =>
    Object.freeze({ tester: isKind(kind as Kind), renderer }),
  ),
)
