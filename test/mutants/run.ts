/** `npm run mutants [-- name…]`: plants each mistake and wants the test that guards against it to fail. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestReport } from '../tools/requirements/report.ts'
import { mutantNamed, mutants } from './list.ts'
import type { Mutant } from './mutant.ts'

const ROOT = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'busbar-mutants-'))

interface Run {
  /** Titles of the tests that failed, with their groups. */
  readonly failed: readonly string[]
  readonly passed: number
  /** What vitest printed. */
  readonly output: string
}

/** Runs one test file in a process of its own; with a mutant planted, only the tests that bear its id. */
async function runTests(test: string, planted: Mutant | null): Promise<Run> {
  const reportPath = join(folder, 'report.json')
  rmSync(reportPath, { force: true })
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs')
  const args = [vitest, 'run', test, '--reporter=json', `--outputFile.json=${reportPath}`]
  if (planted) args.push('--bail=1', `--testNamePattern=\\b${planted.breaks}\\b`)
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, BUSBAR_MUTANT: planted?.name ?? '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk
  })
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk
  })
  await new Promise((resolve) => child.on('close', resolve))
  const report = readReport(reportPath)
  const all = report?.testResults.flatMap((file) => file.assertionResults) ?? []
  const titleOf = ({ ancestorTitles, title }: (typeof all)[number]) =>
    [...ancestorTitles, title].join(' › ')
  return {
    failed: all.filter(({ status }) => status === 'failed').map(titleOf),
    passed: all.filter(({ status }) => status === 'passed').length,
    output,
  }
}

function readReport(path: string): TestReport | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as TestReport
  } catch {
    return null
  }
}

/** Why the list itself is wrong, or null. */
function misfit({ file, search }: Mutant): string | null {
  const times = readFileSync(join(ROOT, file), 'utf8').split(search).length - 1
  return times === 1 ? null : `its text stands ${times} times in ${file}`
}

/** How a mutant fared: caught by a test that bears its id, or not. */
async function judge(mutant: Mutant): Promise<{ readonly caught: boolean; readonly how: string }> {
  const wrong = misfit(mutant)
  if (wrong !== null) return { caught: false, how: wrong }
  const { failed, passed, output } = await runTests(mutant.test, mutant)
  const by = failed.find((title) => new RegExp(`\\b${mutant.breaks}\\b`).test(title))
  if (by !== undefined) return { caught: true, how: by }
  if (failed.length > 0) return { caught: false, how: `only others failed: ${failed.join('; ')}` }
  if (passed > 0) return { caught: false, how: 'SURVIVED' }
  return { caught: false, how: `the tests did not run: ${output.slice(-400)}` }
}

async function main(names: readonly string[]): Promise<number> {
  const chosen = names.length > 0 ? names.map(mutantNamed) : mutants
  let wrong = 0
  for (const test of new Set(chosen.map((mutant) => mutant.test))) {
    const { failed, passed, output } = await runTests(test, null)
    if (failed.length === 0 && passed > 0) continue
    process.stdout.write(`${test} must pass without a mutant first.\n${output.slice(-2_000)}\n`)
    return 1
  }
  const width = Math.max(...chosen.map(({ name }) => name.length))
  for (const mutant of chosen) {
    const { caught, how } = await judge(mutant)
    if (!caught) wrong += 1
    const row = [mutant.name.padEnd(width), mutant.breaks.padEnd(5), caught ? 'caught ' : 'NOT    ']
    process.stdout.write(`${row.join('  ')}  ${how}\n`)
  }
  const caught = chosen.length - wrong
  process.stdout.write(`${caught} of ${chosen.length} mutants caught.\n`)
  return wrong === 0 ? 0 : 1
}

try {
  process.exitCode = await main(process.argv.slice(2))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
