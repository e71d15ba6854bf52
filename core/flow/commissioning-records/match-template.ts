import {
  type DeviceTemplate,
  fillAddress,
  type TemplateParameters,
  type TemplatePoint,
  wordsIn,
} from '../../contracts/device-template.ts'
import { canonicalJson, type Json, type JsonObject } from '../../kernel/canonical.ts'

export interface FoundPoint {
  readonly role: string
  readonly address: JsonObject
}

/** A template that fits what was found of a device. */
export interface TemplateMatch {
  readonly parameters: TemplateParameters
  /** How many of its points were found. */
  readonly points: number
}

/**
 * The templates that fit, the best first: of which the most points were found; of those alike, the one whose examples
 * the device is called like, for makers name devices by their model; then the one of which the least is missing.
 */
export function rankedMatches<T extends { readonly template: DeviceTemplate }>(
  templates: readonly T[],
  found: readonly FoundPoint[],
): readonly (TemplateMatch & T)[] {
  return templates
    .flatMap((each) => matchTemplate(each.template, found).map((match) => ({ ...each, ...match })))
    .map((match) => ({ match, likeness: likenessOf(match.template, match.parameters) }))
    .toSorted(
      (a, b) =>
        b.match.points - a.match.points ||
        b.likeness - a.likeness ||
        a.match.template.points.length - b.match.template.points.length,
    )
    .map(({ match }) => match)
}

/** How many characters the names that were found begin with as the template's examples do. */
function likenessOf({ parameters }: DeviceTemplate, told: TemplateParameters): number {
  return parameters.reduce((sum, { name, example }) => {
    const [given, own] = [String(told[name]), String(example)]
    const differs = [...own].findIndex((letter, index) => given[index] !== letter)
    return typeof example === 'string' ? sum + (differs < 0 ? own.length : differs) : sum
  }, 0)
}

/**
 * What a template would be applied with, where every one of its registers was found and all parameters are told
 * by what was found; several for a device with several channels, none where it does not fit.
 */
function matchTemplate(
  template: DeviceTemplate,
  found: readonly FoundPoint[],
): readonly TemplateMatch[] {
  const { points, parameters } = template
  const candidates = new Map<string, TemplateParameters>()
  for (const wanted of points.filter(({ role }) => role === 'register'))
    for (const { address } of found.filter((each) => mayMean(each, wanted))) {
      const told = unify(template, wanted.address, address)
      if (told !== null && parameters.every(({ name }) => told[name] !== undefined))
        candidates.set(canonicalJson(told), told)
    }
  return [...candidates.values()].flatMap((told) => {
    const has = points.filter((wanted) => {
      const address = fillAddress(wanted.address, told)
      return found.some(
        (each) => mayMean(each, wanted) && unify(template, address, each.address) !== null,
      )
    })
    const registers = points.filter(({ role }) => role === 'register')
    const whole = registers.every((point) => has.includes(point))
    return whole ? [{ parameters: told, points: has.length }] : []
  })
}

/**
 * Whether a point that was found may be one of a template: discovery guesses what a value means, and calls what it does
 * not know a value; whether a device answers is never guessed, and no measurement.
 */
function mayMean(found: FoundPoint, { role }: Pick<TemplatePoint, 'role'>): boolean {
  if (found.role === role) return true
  if (found.role === 'value') return role !== 'online'
  return role === 'value' && found.role !== 'online' && found.role !== 'relay'
}

type Told = Record<string, string | number>

/**
 * The parameters with which one address is the other. What only one of the two says does not matter, unless a parameter
 * is in it.
 */
function unify(
  template: DeviceTemplate,
  wanted: JsonObject,
  found: JsonObject,
): TemplateParameters | null {
  const told: Told = {}
  for (const [key, value] of Object.entries(wanted))
    if (!fits(template, { value, other: found[key], told })) return null
  return told
}

function fits(
  template: DeviceTemplate,
  at: { readonly value: Json; readonly other: Json | undefined; readonly told: Told },
): boolean {
  const { value, other, told } = at
  const words = typeof value === 'string' ? wordsIn({ value }) : []
  if (other === undefined) return words.length === 0
  if (typeof value !== 'string' || words.length === 0)
    return canonicalJson(value) === canonicalJson(other)
  const parts = value.split(/\{[a-z][A-Za-z0-9]*\}/)
  const values = new RegExp(`^${parts.map(escapeText).join('(.+?)')}$`).exec(String(other))
  // A word that stands twice in a text tells nothing of where either ends.
  if (values === null || words.length !== parts.length - 1) return false
  return words.every((word, index) => tell(template, told, { word, text: values[index + 1] ?? '' }))
}

/** Takes down a parameter; false where it is another one by now, or not of its kind. */
function tell(
  { parameters }: DeviceTemplate,
  told: Told,
  { word, text }: { readonly word: string; readonly text: string },
): boolean {
  const whole = parameters.find(({ name }) => name === word)?.kind === 'integer'
  if (whole && !/^\d{1,10}$/.test(text)) return false
  const value = whole ? Number(text) : text
  if (told[word] !== undefined && told[word] !== value) return false
  told[word] = value
  return true
}

const escapeText = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
