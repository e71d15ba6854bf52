// What test runs left behind: vitest's JSON reports, read and put together for .ci/run.
//   failed <report>          files with a failed test, a line each
//   settle <report> <again>  puts the second run of those files into the report of the first
//   count <report…>          each failure with the first lines of why, then the sums as the last line
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'

const read = (file) => JSON.parse(readFileSync(file, 'utf8'))
const runsOf = (files) => files.filter((file) => existsSync(file)).map(read)
const isFailed = ({ status, assertionResults }) =>
  status === 'failed' || assertionResults.some((each) => each.status === 'failed')

function failed(report) {
  for (const run of runsOf([report]))
    for (const file of run.testResults.filter(isFailed))
      console.log(relative(process.cwd(), file.name))
}

/** Takes the second run's word for each file it ran; what had failed before is kept beside it as `unsteady`. */
function settle(report, again) {
  const first = read(report)
  const second = new Map(read(again).testResults.map((file) => [file.name, file]))
  first.testResults = first.testResults.map((file) => {
    const rerun = second.get(file.name)
    if (rerun === undefined || isFailed(rerun)) return file
    return { ...rerun, unsteady: reasons(file) }
  })
  const count = (status) =>
    first.testResults
      .flatMap((file) => file.assertionResults)
      .filter((each) => each.status === status).length
  writeFileSync(
    report,
    JSON.stringify({
      ...first,
      numPassedTests: count('passed'),
      numFailedTests: count('failed'),
    }),
  )
}

const start = (text) => text.split('\n').slice(0, 12).join('\n    ')

/** Why a file failed: itself, or its tests. */
function reasons({ name, message, assertionResults }) {
  const own = message ? [`${name}\n    ${start(message)}`] : []
  const tests = assertionResults
    .filter(({ status }) => status === 'failed')
    .map(
      ({ fullName, failureMessages }) =>
        `${fullName} (${name})\n    ${failureMessages.map(start).join('\n    ')}`,
    )
  return [...own, ...tests]
}

function count(...files) {
  const runs = runsOf(files)
  const results = runs.flatMap((run) => run.testResults)
  const unsteady = results.flatMap((file) => file.unsteady ?? [])
  for (const reason of unsteady) console.log(`Unsteady, passed when run again: ${reason}`)
  for (const reason of results.filter(isFailed).flatMap(reasons)) console.log(`Failed: ${reason}`)
  const sum = (key) => runs.reduce((total, run) => total + run[key], 0)
  console.log(`${sum('numPassedTests')} passed, ${sum('numFailedTests')} failed`)
}

const commands = { failed, settle, count }
const [command = '', ...args] = process.argv.slice(2)
if (!(command in commands)) throw new Error(`Say one of ${Object.keys(commands).join(', ')}`)
commands[command](...args)
