// docs/requirements.md from a run of the tests: `npm test && npm run requirements`. Reads the report that a run leaves
// behind, or those given as arguments.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import list from './requirements/list.json' with { type: 'json' }
import { proofsIn, requirementsPage, type TestReport, unknownIds } from './requirements/report.ts'

const ROOT = join(import.meta.dirname, '../..')
const LAST_RUN = join(ROOT, 'node_modules/.cache/busbar/tests.json')

function reportFiles(): string[] {
  const { positionals } = parseArgs({ allowPositionals: true })
  const files = positionals.length > 0 ? positionals : [LAST_RUN]
  const missing = files.filter((file) => !existsSync(file))
  if (missing.length === 0) return files
  throw new Error(`There is no report ${missing.join(', ')}: run \`npm test\` first.`)
}

function main(): void {
  const proofs = reportFiles().flatMap((file) => {
    const report: TestReport = JSON.parse(readFileSync(file, 'utf8'))
    return proofsIn({ report, root: ROOT })
  })
  const unknown = unknownIds({ requirements: list, proofs })
  if (unknown.length > 0) throw new Error(`Unknown ids in titles of tests: ${unknown.join('; ')}`)
  writeFileSync(
    join(ROOT, 'docs/requirements.md'),
    requirementsPage({ requirements: list, proofs }),
  )
}

main()
