#!/usr/bin/env node
// From a clean clone to a running command, on any Node >= 20 and with nothing installed.
//
//   node core/bin/bootstrap.mjs <command> [args]
//
// Installs the packages when they are missing or differ from package-lock.json, then runs the command on the
// pinned Node (the npm package `node`), because the code is TypeScript that only a current Node runs as it is.
// Plain JavaScript without dependencies: it has to work before anything else does.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureUiBuilt } from './ui-build.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const modules = join(root, 'node_modules')
const stampPath = join(modules, '.busbar-installed')
const pinnedNode = join(modules, '.bin', process.platform === 'win32' ? 'node.exe' : 'node')
const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8')
const wantedNode = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).dependencies.node

/** Ends the process with a message that says what to do. */
function fail(message) {
  process.stderr.write(`busbar: ${message}\n`)
  process.exit(1)
}

/** What an installation depends on: the lock file and the machine's kind. */
function wantedStamp() {
  return createHash('sha256')
    .update(`${process.platform} ${process.arch}\n${lockText}`)
    .digest('hex')
}

function readText(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}

/** True when npm itself, run by hand, has already installed exactly what the lock file says. */
function installedByHand() {
  const installedText = readText(join(modules, '.package-lock.json'))
  if (installedText === null) return false
  const installed = JSON.parse(installedText).packages
  return Object.entries(JSON.parse(lockText).packages).every(([place, wanted]) => {
    if (place === '' || !place.includes('node_modules/')) return true
    const found = installed[place]
    if (found === undefined) return wanted.optional === true || wanted.peer === true
    return found.version === wanted.version && found.link === wanted.link
  })
}

/** The version that a Node binary reports, or null when it does not run. */
function nodeVersion(binary) {
  const { status, stdout } = spawnSync(binary, ['--version'], { encoding: 'utf8' })
  return status === 0 ? stdout.trim().replace(/^v/, '') : null
}

/** Runs npm quietly; its output is returned, to be shown only when something is wrong. */
function runNpm(args) {
  const viaNode = process.env.npm_execpath?.endsWith('.js') ? process.env.npm_execpath : null
  const [command, prefix] = viaNode ? [process.execPath, [viaNode]] : ['npm', []]
  return new Promise((resolve) => {
    const output = []
    const child = spawn(command, [...prefix, ...args], {
      cwd: root,
      shell: viaNode === null && process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const forward = (signal) => child.kill(signal)
    process.on('SIGTERM', forward)
    child.stdout.on('data', (chunk) => output.push(chunk))
    child.stderr.on('data', (chunk) => output.push(chunk))
    const finish = (code, reason) => {
      process.off('SIGTERM', forward)
      resolve({ code, output: `${Buffer.concat(output)}${reason}` })
    }
    child.on('error', (error) => finish(1, `${error.message}\n`))
    child.on('close', (code, signal) =>
      finish(code ?? 1, signal ? `npm was ended by ${signal}\n` : ''),
    )
  })
}

/** Installs the packages if need be, and stamps what was installed. */
async function ensureInstalled() {
  const wanted = wantedStamp()
  if (readText(stampPath) === wanted) return
  if (!installedByHand()) {
    const why = existsSync(modules) ? 'package-lock.json has changed' : 'a clean clone'
    process.stderr.write(
      `busbar: installing the packages with npm ci (${why}; about half a minute)\n`,
    )
    const { code, output } = await runNpm(['ci', '--no-audit', '--no-fund'])
    if (code !== 0) fail(`npm ci failed (exit code ${code}). It said:\n\n${output}`)
  }
  writeFileSync(stampPath, wanted)
}

/**
 * The Node to run on. npm may have been told not to run install scripts (`ignore-scripts`, or npm 11 and later with
 * an allowScripts that does not name the package); then the pinned binary is fetched by one explicit rebuild, and a
 * current Node of the machine's own will do as well.
 */
async function chooseNode() {
  if (nodeVersion(pinnedNode) === wantedNode) return pinnedNode
  const { output } = await runNpm([
    'rebuild',
    'node',
    '--ignore-scripts=false',
    '--foreground-scripts',
  ])
  if (nodeVersion(pinnedNode) === wantedNode) return pinnedNode
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  return fail(
    `Node ${wantedNode} is not in node_modules: the install script of the npm package 'node' did not run or failed. ` +
      'Allow it (npm config: ignore-scripts=false; npm 11 and later: allowScripts in package.json names node), ' +
      `delete node_modules and start again, or start with Node 24 or newer. npm said:\n\n${output}`,
  )
}

// Room for what lives as long as a batch of readings, in MB: by default V8 takes 60 MB more and is no faster.
const nodeFlags = ['--max-semi-space-size=32']
// Compiled code of earlier starts: a third less work, and less memory, before the core is ready.
const compiled = join(modules, '.cache', 'busbar', 'compiled')

/** Command line, after `node`, for one Busbar command. */
function targetOf([command, ...args]) {
  if (command === 'test') return [join(modules, 'vitest', 'vitest.mjs'), 'run', ...args]
  if (command === 'mutants') return [join(root, 'test', 'mutants', 'run.ts'), ...args]
  const given = command === undefined ? [] : [command]
  return [...nodeFlags, join(root, 'core', 'cli.ts'), ...given, ...args]
}

/**
 * Runs the command in a process group of its own, so that Ctrl-C in a terminal (which reaches the launcher, and
 * once more through npm) arrives there exactly once: passed on from here, repeats within a second dropped.
 */
function run(node, args) {
  const path = `${join(modules, '.bin')}${delimiter}${process.env.PATH ?? ''}`
  const inTree = ['test', 'mutants'].includes(process.argv[2] ?? '')
  const child = spawn(node, args, {
    stdio: 'inherit',
    detached: process.platform !== 'win32',
    ...(inTree ? { cwd: root } : {}),
    env: { NODE_COMPILE_CACHE: compiled, ...process.env, PATH: path },
  })
  let lastSignalAt = Number.NEGATIVE_INFINITY
  const forward = (signal) => {
    if (performance.now() - lastSignalAt < 1000) return
    lastSignalAt = performance.now()
    child.kill(signal)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, forward)
  child.on('error', (error) => fail(`${node} does not start: ${error.message}`))
  child.on('exit', (code, signal) => {
    for (const name of signals) process.off(name, forward)
    if (signal) process.kill(process.pid, signal)
    else process.exitCode = code ?? 1
  })
}

/** Commands that need the pages: who starts wants to see them, and tests open them in a browser. */
async function ensureUi(node) {
  if (!['start', 'test'].includes(process.argv[2] ?? '')) return
  const { ok, output } = await ensureUiBuilt({
    ...{ root, node },
    log: (text) => process.stderr.write(`busbar: ${text}\n`),
  })
  if (!ok) fail(`The user interface could not be built. Vite said:\n\n${output}`)
}

await ensureInstalled()
const node = await chooseNode()
await ensureUi(node)
run(node, targetOf(process.argv.slice(2)))
