import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin, Rolldown } from 'vite'

type Bundle = Rolldown.OutputBundle
type Chunk = Rolldown.OutputChunk

const WORKER = 'portal-worker'
/** Kept beside what the build makes. */
const PUBLIC = ['manifest.webmanifest', 'icon.svg', 'icon-192.png', 'icon-maskable-512.png']

/**
 * Tells the portal's worker which files it keeps: the portal's page and every script and style that it may load. The
 * worker's name stays the same, for browsers look for its news under it.
 * @param publicDir where the files lie that are served as they are
 */
export function portalShell({ publicDir }: { readonly publicDir: string }): Plugin {
  return {
    name: 'portal-shell',
    apply: 'build',
    generateBundle(_options, bundle) {
      const portal = entryOf(bundle, 'portal')
      const worker = entryOf(bundle, WORKER)
      if (worker.imports.length > 0) this.error('The worker must be one file.')
      const files = [...filesOf(bundle, portal)].sort()
      const version = createHash('sha256').update(files.join('\n'))
      for (const name of PUBLIC) version.update(readFileSync(join(publicDir, name)))
      const shell = {
        version: version.digest('hex').slice(0, 12),
        files: ['/portal/', ...PUBLIC.map((name) => `/${name}`), ...files],
      }
      worker.code = worker.code.replaceAll('__SHELL__', JSON.stringify(shell))
    },
  }
}

/** The worker's file keeps its name; all others are named by what is in them. */
export const namedByContent = ({ name }: { readonly name: string }): string =>
  name === WORKER ? '[name].js' : 'assets/[name]-[hash].js'

function entryOf(bundle: Bundle, name: string): Chunk {
  const found = Object.values(bundle).find(
    (output): output is Chunk => output.type === 'chunk' && output.isEntry && output.name === name,
  )
  if (found === undefined) throw new Error(`The build has no entry ${name}.`)
  return found
}

function filesOf(bundle: Bundle, entry: Chunk): Set<string> {
  const files = new Set<string>()
  const open = [entry.fileName]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const output = bundle[name]
    if (files.has(`/${name}`) || output?.type !== 'chunk') continue
    files.add(`/${name}`)
    open.push(...output.imports, ...output.dynamicImports)
    for (const style of output.viteMetadata?.importedCss ?? []) files.add(`/${style}`)
  }
  return files
}
