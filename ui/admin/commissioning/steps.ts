import type { Commissioning } from '../../../core/generated/api.ts'

type State = Commissioning['state']

/** One step on the way, as it stands. */
export interface Step {
  readonly id: 'found' | 'chosen' | 'mapped' | 'seen' | 'tested' | 'signed'
  readonly tone: 'done' | 'now' | 'open' | 'skipped'
  /** When it was done, as far as that is known. */
  readonly at: string | null
}

const ORDER: readonly State[] = ['mapped', 'seen', 'off-ordered', 'on-ordered', 'tested', 'signed']

/** The steps of a commissioning, from how its device was found to the sign-off. */
export function stepsOf(record: Commissioning): readonly Step[] {
  const { state, startedAt, seenAt, signedAt, tests, supplyPointId } = record
  const reached = (wanted: State) => ORDER.indexOf(state) >= ORDER.indexOf(wanted)
  const over = state === 'signed' || state === 'abandoned'
  const passed = tests.findLast(({ result }) => result === 'passed')
  const toneOf = (done: boolean, before: boolean): Step['tone'] => {
    if (done) return 'done'
    if (over) return 'skipped'
    return before ? 'now' : 'open'
  }
  const tested = passed !== undefined
  return [
    { id: 'found', tone: record.foundAs === null ? 'skipped' : 'done', at: null },
    { id: 'chosen', tone: record.templateId === null ? 'skipped' : 'done', at: null },
    { id: 'mapped', tone: 'done', at: startedAt },
    { id: 'seen', tone: toneOf(seenAt !== null, true), at: seenAt },
    supplyPointId === null
      ? { id: 'tested', tone: 'skipped', at: null }
      : { id: 'tested', tone: toneOf(tested, reached('seen')), at: passed?.endedAt ?? null },
    {
      id: 'signed',
      tone: toneOf(
        state === 'signed',
        reached('tested') || (supplyPointId === null && reached('seen')),
      ),
      at: signedAt,
    },
  ]
}

/** What can be done next, by the last part of the operation's name; the first is what one usually does. */
export type Deed = 'see' | 'startTest' | 'restoreTest' | 'endTest' | 'sign'

export function deedsOf({ state, supplyPointId }: Commissioning): readonly Deed[] {
  const test: readonly Deed[] = supplyPointId === null ? [] : ['startTest']
  switch (state) {
    case 'mapped':
      return ['see']
    case 'seen':
      return [...test, 'sign', 'see']
    case 'off-ordered':
      return ['restoreTest']
    case 'on-ordered':
      return ['endTest']
    case 'tested':
      return ['sign', ...test, 'see']
    default:
      return []
  }
}

const PATHS: Readonly<Record<Deed, string>> = {
  see: 'see',
  startTest: 'start-test',
  restoreTest: 'restore-test',
  endTest: 'end-test',
  sign: 'sign',
}

export const addressOf = (id: string, deed: Deed): string =>
  `/api/v1/commissionings/${encodeURIComponent(id)}/${PATHS[deed]}`
