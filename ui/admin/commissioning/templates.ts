import type { DeviceTemplateList, TemplateMatchList } from '../../../core/generated/api.ts'
import { sayOne } from '../../shared/locale/i18n.ts'
import { wordOf } from '../../shared/locale/words.ts'
import type { FormSchema } from '../forms/schema.ts'

export type Template = DeviceTemplateList['items'][number]['template']
export type Match = TemplateMatchList['items'][number]

type Draft = Readonly<Record<string, unknown>>

/** What the dialog says itself, or has from what was found. */
const KNOWN: readonly string[] = ['templateId', 'foundAs', 'dryRun']
/** Asked for where the meter is installed at once. */
const INSTALLED: readonly string[] = ['at', 'openings', 'signedBy']

const hasRelay = ({ points }: Template) => points.some(({ role }) => role === 'relay')

/** Which fields of the contract's body a template asks for. */
const asksFor = (template: Template, installed: boolean) => (name: string) => {
  if (KNOWN.includes(name)) return false
  if (name === 'parameters') return template.parameters.length > 0
  if (name === 'multiplier') return installed && template.transformers
  if (name === 'pulseValue' || name === 'medium') return template.pulses
  if (name === 'supplied') return installed && hasRelay(template)
  return installed || !INSTALLED.includes(name)
}

/**
 * The contract's body of a template that is applied, as far as this template and whether the meter is installed ask for
 * it: its parameters by their names, and a field for the opening of each register.
 */
export function formOf(body: FormSchema, template: Template, installed: boolean): FormSchema {
  const { properties = {} } = body
  const asks = asksFor(template, installed)
  // Openings are always shown; what is left empty in them is taken for 0.
  const required = ['serial', 'parameters', 'pulseValue']
  const placed = installed ? ['signedBy', 'openings'] : []
  const own: Readonly<Record<string, FormSchema>> = {
    parameters: { ...titleOf(properties.parameters), ...parametersOf(template) },
    openings: {
      ...titleOf(properties.openings),
      ...openingsOf(template, properties.openings?.items?.properties?.value ?? {}),
    },
  }
  const asked = Object.entries(properties).filter(([name]) => asks(name))
  return {
    type: 'object',
    properties: Object.fromEntries(asked.map(([name, schema]) => [name, own[name] ?? schema])),
    required: [...required, ...placed].filter(asks),
  }
}

const titleOf = ({ title = '', description = '' }: FormSchema = {}) => ({ title, description })

function parametersOf({ parameters }: Template): FormSchema {
  const fields = parameters.map(({ name, title, description, kind, minimum, maximum, example }) => [
    name,
    {
      ...(kind === 'text' ? { type: 'string', minLength: 1, maxLength: 300 } : { type: 'integer' }),
      ...{ title: sayOne(title), description: sayOne(description), examples: [example] },
      ...(minimum === undefined ? {} : { minimum }),
      ...(maximum === undefined ? {} : { maximum }),
    },
  ])
  const required = parameters.map(({ name }) => name)
  return { type: 'object', properties: Object.fromEntries(fields), required }
}

function openingsOf({ registers }: Template, value: FormSchema): FormSchema {
  const fields = registers.map(({ code, unit }) => [code, { ...value, title: `${code}, ${unit}` }])
  return { type: 'object', properties: Object.fromEntries(fields) }
}

/** What the form begins with. */
export function draftOf(template: Template, match: Match | null): Draft {
  const relay = hasRelay(template) ? { supplied: true } : {}
  // A counter of pulses counts those of a gas meter as well as those of a water meter.
  const medium = template.pulses ? { medium: template.medium } : {}
  return { parameters: match?.parameters ?? {}, ...medium, ...relay }
}

/** The body that the form stands for. */
export function applicationOf(
  template: Template,
  draft: Draft,
  how: { readonly foundAs: string | null; readonly dryRun: boolean },
): Draft {
  const asks = asksFor(template, isInstalled(draft))
  const said = Object.fromEntries(Object.entries(draft).filter(([name]) => asks(name)))
  const { openings, ...rest } = said
  const values = Object.entries(Object(openings) as Readonly<Record<string, string>>)
  return {
    ...rest,
    parameters: draft.parameters ?? {},
    ...(values.length === 0 ? {} : { openings: values.map(([code, value]) => ({ code, value })) }),
    ...{ templateId: template.id, dryRun: how.dryRun },
    ...(how.foundAs === null ? {} : { foundAs: how.foundAs }),
  }
}

export const isInstalled = ({ meteringPointId }: Draft): boolean =>
  typeof meteringPointId === 'string'

/** A point as it would be made. */
export interface PointLine {
  readonly title: string
  /** Its meaning and unit. */
  readonly meaning: string
  /** Code and direction of the register that it reads, or empty. */
  readonly register: string
  /** What a told value is multiplied with, or empty. */
  readonly scale: string
  readonly address: string
}

/** The points of a template, with what is known of its parameters filled in. */
export function linesOf(template: Template, draft: Draft): readonly PointLine[] {
  const parameters = Object(draft.parameters) as Readonly<Record<string, unknown>>
  const fill = (text: string) =>
    text.replaceAll(/\{([a-z][A-Za-z0-9]*)\}/g, (word, name: string) =>
      String(parameters[name] ?? word),
    )
  return template.points.map(({ title, role, unit, register: code, address }) => {
    const register = template.registers.find((each) => each.code === code)
    const { decimalExponent, ...place } = address as Draft
    return {
      ...{ title: sayOne(title), meaning: [wordOf(role), unit].filter(Boolean).join(' · ') },
      register: register === undefined ? '' : `${register.code} (${wordOf(register.direction)})`,
      scale: [
        typeof decimalExponent === 'number' ? powerOfTen(decimalExponent) : '',
        register === undefined ? '' : factorOf(template, draft),
      ]
        .filter(Boolean)
        .join(' '),
      address: Object.values(place)
        .map((value) => fill(typeof value === 'string' ? value : JSON.stringify(value)))
        .join(' · '),
    }
  })
}

/** What the installation multiplies with: CT × PT, and what a pulse counts. */
function factorOf({ transformers, pulses }: Template, draft: Draft): string {
  const factors = [
    transformers && isInstalled(draft) ? (draft.multiplier ?? '1') : undefined,
    pulses ? (draft.pulseValue ?? '?') : undefined,
  ]
  return factors
    .flatMap((factor) => (factor === undefined ? [] : [`× ${String(factor)}`]))
    .join(' ')
}

/** -3 → `× 0.001`. */
const powerOfTen = (exponent: number): string =>
  `× ${exponent < 0 ? `0.${'0'.repeat(-exponent - 1)}1` : `1${'0'.repeat(exponent)}`}`

/** Values of a match's parameters that tell it from others of the same template. */
export const parametersText = ({ parameters }: Match): string =>
  Object.values(parameters).map(String).join(' · ')
