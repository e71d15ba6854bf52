// Builds the user interface where what is built is not what its sources say. Plain Node, for it runs on any.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

/** What the pages are made from, relative to the root. */
const SOURCES = ['ui', 'schemas/ui', 'core/generated/api.ts', 'package-lock.json']
const LEFT_OUT = ['dist', 'node_modules']

function filesIn(path, root) {
  const entries = existsSync(join(root, path))
    ? readdirSync(join(root, path), { withFileTypes: true })
    : []
  return entries
    .filter(({ name }) => !LEFT_OUT.includes(name) && !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const child = `${path}/${entry.name}`
      return entry.isDirectory() ? filesIn(child, root) : [child]
    })
}

function stampOf(root) {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    const files = source.includes('.') ? [source] : filesIn(source, root)
    for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

const readText = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null)

/**
 * Builds ui/dist unless it is what the sources say. Two that build at once do not disturb each other: each builds
 * beside it, and the last one's is put in place.
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export async function ensureUiBuilt({ root, node, log }) {
  // Without its sources there is nothing to build: what was built elsewhere is served, or the API alone.
  if (!existsSync(join(root, 'ui', 'vite.config.ts'))) return { ok: true, output: '' }
  const dist = join(root, 'ui', 'dist')
  const wanted = stampOf(root)
  if (readText(join(dist, '.stamp')) === wanted) return { ok: true, output: '' }
  log('building the user interface (some seconds)')
  const fresh = mkdtempSync(join(root, 'ui', '.dist-'))
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const args = [vite, 'build', '--logLevel', 'warn', '--outDir', fresh, '--emptyOutDir']
  const { code, output } = await run(node, args, join(root, 'ui'))
  if (code !== 0) {
    rmSync(fresh, { recursive: true, force: true })
    return { ok: false, output }
  }
  writeFileSync(join(fresh, '.stamp'), wanted)
  putInPlace(fresh, dist)
  return { ok: true, output }
}

/** A folder cannot be replaced in one step: another that does the same at this moment may have been faster. */
function putInPlace(fresh, dist) {
  const old = `${fresh}-old`
  for (let attempt = 0; ; attempt += 1) {
    try {
      if (existsSync(dist)) renameSync(dist, old)
      renameSync(fresh, dist)
      break
    } catch (thrown) {
      if (attempt === 10) throw thrown
    }
    rmSync(old, { recursive: true, force: true })
  }
  rmSync(old, { recursive: true, force: true })
}

function run(node, args, cwd) {
  return new Promise((resolve) => {
    const chunks = []
    const child = spawn(node, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    const forward = (signal) => child.kill(signal)
    process.on('SIGTERM', forward)
    child.stdout.on('data', (chunk) => chunks.push(chunk))
    child.stderr.on('data', (chunk) => chunks.push(chunk))
    const finish = (code, reason) => {
      process.off('SIGTERM', forward)
      resolve({ code, output: `${Buffer.concat(chunks)}${reason}` })
    }
    child.on('error', (error) => finish(1, error.message))
    child.on('close', (code, signal) => finish(code ?? 1, signal ? `ended by ${signal}` : ''))
  })
}
