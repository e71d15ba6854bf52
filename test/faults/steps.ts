import { isCommit, statementsOf } from './postgres-wire.ts'
import type { Toll } from './tollgate.ts'
import type { Wire } from './wire.ts'

/** Where a fault strikes: at the k-th message (from 1), before it goes out or when its answer has come. */
export interface Place {
  readonly step: number
  readonly when: 'before' | 'after'
}

/** Counts the messages that make up a course of events, and lets a fault strike at one of them. */
export interface Steps {
  readonly toll: Toll
  /** What passes from now until the next call belongs to no course of events, now or ever. */
  learnCalm(): void
  /** Counts from now on; with a place, `strike` is called there and nothing passes any more. */
  count(place?: Place): void
  /** What has been counted. */
  seen(): readonly string[]
  struck(): boolean
  /** Lets everything pass, counting nothing. */
  rest(): void
}

const LEAVES = /^(GET|POST|publish) /

export function createSteps({ strike }: { readonly strike: () => void }): Steps {
  const calm = new Set<string>()
  let mode: 'rest' | 'learn' | 'count' | 'struck' = 'rest'
  let seen: string[] = []
  let place: Place | undefined
  let awaiting: Wire | null = null

  const belongs = (label: string) => statementsOf(label).some((one) => !calm.has(one))

  function hit(): boolean {
    mode = 'struck'
    strike()
    return false
  }

  function request(label: string, wire: Wire): boolean {
    // What leaves the house is always a step.
    if (mode === 'learn' && !LEAVES.test(label))
      for (const one of statementsOf(label)) calm.add(one)
    if (mode !== 'count' || !belongs(label)) return true
    seen.push(label)
    if (seen.length !== place?.step) return true
    if (place.when === 'before') return hit()
    awaiting = wire
    return true
  }

  return {
    toll: {
      request({ label }, wire) {
        if (mode === 'struck') return false
        return label === null || request(label, wire)
      },
      answer({ label }, wire) {
        if (mode === 'struck') return false
        if (awaiting !== wire) return true
        // Nobody is told of it; it is all there.
        return wire.isFinal(label) ? hit() : false
      },
    },
    learnCalm() {
      mode = 'learn'
    },
    count(at) {
      mode = 'count'
      seen = []
      place = at
      awaiting = null
    },
    seen: () => [...seen],
    struck: () => mode === 'struck',
    rest() {
      mode = 'rest'
      awaiting = null
    },
  }
}

/**
 * Every moment of a course: before its first step, between each and the next, after its last. Who is killed when a step's
 * answer has come, and nobody was told, is killed at the same moment as before the next step goes out: half of the
 * moments, commits and what leaves the house first, are struck in the one way, and the rest in the other.
 */
export function everyPlace(course: readonly string[]): readonly Place[] {
  const steps = course.map((_, index) => index + 1)
  const ranked = steps.toSorted((one, other) => rank(course, one) - rank(course, other))
  const after = new Set(ranked.slice(0, Math.ceil(course.length / 2)))
  return [
    { step: 1, when: 'before' },
    ...steps.map((step): Place => {
      const last = step === course.length
      return last || after.has(step) ? { step, when: 'after' } : { step: step + 1, when: 'before' }
    }),
  ]
}

function rank(course: readonly string[], step: number): number {
  const label = course[step - 1] ?? ''
  if (isCommit(label) || LEAVES.test(label)) return 0
  return step % 2 === 0 ? 1 : 2
}

/** The first, the last, those around commits, and as many more as fit, evenly spread. */
export function somePlaces(course: readonly string[], most: number): readonly Place[] {
  const last = course.length
  const commits = course.flatMap((label, index): readonly Place[] =>
    isCommit(label)
      ? [
          { step: index + 1, when: 'before' },
          { step: index + 1, when: 'after' },
        ]
      : [],
  )
  const ends: readonly Place[] = [
    { step: 1, when: 'before' },
    { step: last, when: 'after' },
  ]
  const others = everyPlace(course).filter(
    (place) => ![...ends, ...commits].some((one) => isSame(one, place)),
  )
  const chosen = [...ends, ...spread(commits, Math.max(0, most - ends.length))]
  return [...chosen, ...spread(others, Math.max(0, most - chosen.length))]
}

const isSame = (one: Place, other: Place) => one.step === other.step && one.when === other.when

function spread<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items
  return Array.from({ length: most }, (_, index) => {
    const at = most === 1 ? 0 : Math.round((index * (items.length - 1)) / (most - 1))
    return items.slice(at, at + 1)
  }).flat()
}
