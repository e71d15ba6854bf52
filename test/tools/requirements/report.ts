/** The parts of vitest's JSON report that are read here. */
export interface TestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[]
      readonly title: string
      readonly status: string
    }[]
  }[]
}

interface Requirement {
  readonly id: string
  readonly requirement: string
}

export interface Proof {
  readonly ids: readonly string[]
  readonly title: string
  /** Relative to the repository's root. */
  readonly file: string
  /** `passed`, `failed`, or a word for not having run. */
  readonly status: string
}

type Verdict = 'holds' | 'fails' | 'no test'

/** `M2: …`, `S5, P5: …`: the ids that a title begins with. */
const IDS = /^((?:[A-Z]{1,3}\d{1,2})(?:(?:, ?| and )[A-Z]{1,3}\d{1,2})*):\s/
const RAN = ['passed', 'failed']

const idsOf = (title: string): string[] => IDS.exec(title)?.[1]?.split(/, ?| and /) ?? []

/** Every test that bears an id, in its own title or in that of a group around it. */
export function proofsIn({
  report,
  root,
}: {
  readonly report: TestReport
  readonly root: string
}): Proof[] {
  return report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.flatMap(({ ancestorTitles, title, status }) => {
      const titles = [...ancestorTitles, title]
      const ids = [...new Set(titles.flatMap(idsOf))]
      const file = name.startsWith(`${root}/`) ? name.slice(root.length + 1) : name
      return ids.length === 0 ? [] : [{ ids, title: titles.join(' › '), file, status }]
    }),
  )
}

/** A requirement holds if a test that bears its id ran, and every one that ran passed. */
export function verdict(proofs: readonly Proof[]): Verdict {
  const ran = proofs.filter(({ status }) => RAN.includes(status))
  if (ran.length === 0) return 'no test'
  return ran.every(({ status }) => status === 'passed') ? 'holds' : 'fails'
}

/** Ids that no requirement has: a slip of the pen would otherwise lose a proof unseen. */
export function unknownIds({ requirements, proofs }: Inputs): string[] {
  const known = new Set(requirements.map(({ id }) => id))
  return proofs.flatMap(({ ids, title, file }) =>
    ids.filter((id) => !known.has(id)).map((id) => `${id} in "${title}" (${file})`),
  )
}

interface Inputs {
  readonly requirements: readonly Requirement[]
  readonly proofs: readonly Proof[]
}

/** docs/requirements.md. */
export function requirementsPage({ requirements, proofs }: Inputs): string {
  const judged = requirements.map(({ id, requirement }) => {
    const own = proofs.filter(({ ids }) => ids.includes(id)).sort(byPlace)
    return { id, requirement, own, verdict: verdict(own) }
  })
  const count = (wanted: Verdict): number =>
    judged.filter((entry) => entry.verdict === wanted).length
  const rows = judged.map(
    ({ id, requirement, own, verdict: says }) =>
      `| ${id} | ${cell(requirement)} | ${says} | ${own.map(shown).join('<br>')} |`,
  )
  return `# Requirements

Generated from a run of the tests by \`npm run requirements\`. A requirement holds if at least one test that bears its id
ran, and every such test that ran passed. INV are the invariants of the domain.

${count('holds')} hold, ${count('fails')} fail, ${count('no test')} have no test.

| id | requirement | state | tests |
|---|---|---|---|
${rows.join('\n')}
`
}

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ')
const placeOf = ({ file, title }: Proof): string => `${file}\n${title}`
const byPlace = (left: Proof, right: Proof): number => (placeOf(left) < placeOf(right) ? -1 : 1)

function shown({ title, file, status }: Proof): string {
  const state = status === 'passed' ? '' : ` — ${RAN.includes(status) ? status : 'did not run'}`
  return `${cell(title)} (${file})${state}`
}
