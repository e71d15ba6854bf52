import { spawn } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

const launcher = fileURLToPath(new URL('../core/bin/bootstrap.mjs', import.meta.url))
let clone: string

/** A clone in which everything is installed already and the command is `script`. */
function install(script: string, { nodeVersion = process.versions.node } = {}): void {
  mkdirSync(join(clone, 'core', 'bin'), { recursive: true })
  mkdirSync(join(clone, 'node_modules', '.bin'), { recursive: true })
  cpSync(dirname(launcher), join(clone, 'core', 'bin'), { recursive: true })
  symlinkSync(process.execPath, join(clone, 'node_modules', '.bin', 'node'))
  const lock = JSON.stringify({ packages: { '': {} } })
  writeFileSync(join(clone, 'package-lock.json'), lock)
  writeFileSync(join(clone, 'node_modules', '.package-lock.json'), lock)
  const manifest = { type: 'module', dependencies: { node: nodeVersion } }
  writeFileSync(join(clone, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(clone, 'core', 'cli.ts'), script)
}

/** Runs the launcher; `whenUp` is called once the command has printed something. */
function launch(
  args: readonly string[],
  whenUp?: (kill: (signal: NodeJS.Signals) => void) => void,
) {
  const child = spawn(process.execPath, [join(clone, 'core', 'bin', 'bootstrap.mjs'), ...args])
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk
    whenUp?.((signal) => child.kill(signal))
    whenUp = undefined
  })
  return new Promise<{ code: number | null; signal: string | null; output: string }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, output }))
  })
}

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'busbar-launcher-'))
})

afterEach(() => {
  rmSync(clone, { recursive: true, force: true })
})

test('the command gets its arguments, and the launcher ends with its exit code', async () => {
  install('process.stdout.write(process.argv.slice(2).join(" ")); process.exitCode = 7')
  expect(await launch(['doctor', '--deep', 'x y'])).toEqual({
    code: 7,
    signal: null,
    output: 'doctor --deep x y',
  })
})

test('one Ctrl-C, which comes from the terminal and again from npm, arrives once', async () => {
  install(`
    let seen = 0
    process.on('SIGINT', () => { seen += 1; setTimeout(() => { process.stdout.write(' ' + seen); process.exit(3) }, 400) })
    setInterval(() => {}, 1000)
    process.stdout.write('up')`)
  const result = await launch(['start'], (kill) => {
    kill('SIGINT')
    setTimeout(() => kill('SIGINT'), 50)
  })
  expect(result).toEqual({ code: 3, signal: null, output: 'up 1' })
})

test('a command that dies of a signal is seen to have died of it', async () => {
  install("process.stdout.write('up'); setInterval(() => {}, 1000)")
  const result = await launch(['start'], (kill) => kill('SIGTERM'))
  expect(result).toMatchObject({ code: null, signal: 'SIGTERM' })
})

test('no shell stands between npm and the launcher, which would keep its signals to itself', () => {
  const { scripts } = JSON.parse(
    readFileSync(fileURLToPath(new URL('../package.json', import.meta.url)), 'utf8'),
  ) as { scripts: Record<string, string> }
  const launched = Object.entries(scripts).filter(([, text]) => text.includes('bootstrap.mjs'))
  expect(launched.map(([name]) => name)).toContain('start')
  for (const [name, text] of launched) expect(text, name).toMatch(/^exec node /)
})
