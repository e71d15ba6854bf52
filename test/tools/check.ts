// The house checks: `npm run check`. Runs all of them, prints a line for each, and shows what the failing ones say.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type SourceFile, sourceFiles } from './check/files.ts'
import { checkForbidden } from './check/forbidden.ts'
import { checkSizes } from './check/sizes.ts'

const ROOT = join(import.meta.dirname, '../..')
const AT_ONCE = 2

interface Outcome {
  readonly ok: boolean
  readonly output: string
}
interface Check {
  readonly name: string
  readonly run: () => Outcome | Promise<Outcome>
}

/** A program of the project's own packages, run by this very Node. */
function program(script: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, script), ...args], {
      cwd: ROOT,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', (code) =>
      resolve({ ok: code === 0, output: Buffer.concat(chunks).toString().trim() }),
    )
  })
}

function sizes(files: readonly SourceFile[]): Outcome {
  const { warnings, failures } = checkSizes({ files })
  const output = [
    ...failures.map((line) => `${line}: split it (400 at most)`),
    ...warnings.map((line) => `${line}: long (300 is the aim)`),
  ].join('\n')
  return { ok: failures.length === 0, output }
}

function forbidden(files: readonly SourceFile[]): Outcome {
  const found = checkForbidden({ files })
  return { ok: found.length === 0, output: found.join('\n') }
}

function checks(): Check[] {
  const files = sourceFiles({ root: ROOT })
  const folders = ['core', 'protocols', 'plugins', 'examples', 'test', 'ui'].filter((folder) =>
    files.some(({ path }) => path.startsWith(`${folder}/`) && existsSync(join(ROOT, path))),
  )
  const modules = 'node_modules'
  return [
    { name: 'types', run: () => program(`${modules}/typescript/bin/tsc`, ['-p', '.']) },
    {
      name: 'types of the pages',
      run: () => program(`${modules}/vue-tsc/bin/vue-tsc.js`, ['-p', 'ui']),
    },
    {
      name: 'lint and format',
      run: () =>
        program(`${modules}/@biomejs/biome/bin/biome`, [
          'ci',
          '--colors=off',
          '--error-on-warnings',
          '.',
        ]),
    },
    {
      name: 'layers and cycles',
      run: () =>
        program(`${modules}/dependency-cruiser/bin/dependency-cruiser.mjs`, [
          ...['--config', '.dependency-cruiser.mjs', '--output-type', 'err-long'],
          ...folders,
        ]),
    },
    {
      name: 'unused code',
      run: () => program(`${modules}/knip/bin/knip.js`, ['--no-progress', '--no-config-hints']),
    },
    { name: 'generated files', run: () => program('test/tools/generate.ts', ['--check']) },
    { name: 'file sizes', run: () => sizes(files) },
    { name: 'forbidden text', run: () => forbidden(files) },
  ]
}

async function perform({ name, run }: Check): Promise<boolean> {
  const startMs = performance.now()
  const { ok, output } = await run()
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(18)} ${seconds.padStart(6)} s`)
  const warns = name === 'file sizes' && output !== ''
  if (!ok || warns) console.log(output.replaceAll(/^/gm, '         '))
  return ok
}

async function main(): Promise<void> {
  const waiting = checks()
  const results: boolean[] = []
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      results.push(await perform(check))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  const failed = results.filter((ok) => !ok).length
  console.log(failed === 0 ? 'All checks passed.' : `${failed} of ${results.length} checks failed.`)
  process.exitCode = failed === 0 ? 0 : 1
}

await main()
