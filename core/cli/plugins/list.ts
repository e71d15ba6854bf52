import { parseArgs } from 'node:util'
import { pluginFolders } from '../../app/plugin-folders.ts'
import { discoverPlugins, type Found } from '../../host/discovery.ts'
import { createManifestReader } from '../../host/manifest.ts'
import type { CommandContext } from '../command.ts'
import { chosenInstance } from '../instance.ts'

/** What is told of a plugin; `error` where its manifest does not hold. */
interface Line {
  readonly id: string
  readonly version: string | null
  readonly api: string | null
  readonly contributions: readonly string[]
  readonly directory: string
  readonly error: { readonly code: string; readonly detail: string } | null
}

/** `busbar plugin list [--json]`: exit code 1 when one of them would be refused. Runs none of their code. */
export async function listPlugins({ args, config, print }: CommandContext): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } } })
  const reader = await createManifestReader()
  const found = await discoverPlugins({
    directories: pluginFolders(chosenInstance(config)),
    reader,
  })
  const lines = found.map(lineOf)
  if (values.json) print(JSON.stringify(lines))
  else for (const text of textLines(lines)) print(text)
  return lines.every(({ error }) => error === null) ? 0 : 1
}

function lineOf(plugin: Found): Line {
  const { directory } = plugin
  if (!plugin.ok) {
    const { code, detail } = plugin.error
    const id = plugin.claim.id ?? '?'
    return { id, version: null, api: null, contributions: [], directory, error: { code, detail } }
  }
  const { id, version, api, contributions } = plugin.manifest
  const names = contributions.map(({ point, type }) => `${point}/${type}`)
  return { id, version, api, contributions: names, directory, error: null }
}

function textLines(lines: readonly Line[]): readonly string[] {
  if (lines.length === 0) return ['No plugin is installed.']
  const idWidth = Math.max(...lines.map(({ id }) => id.length))
  const versionWidth = Math.max(...lines.map(({ version }) => (version ?? '-').length))
  return lines.map(({ id, version, contributions, directory, error }) => {
    const head = `${id.padEnd(idWidth)}  ${(version ?? '-').padEnd(versionWidth)}`
    if (error === null) return `ok     ${head}  ${contributions.join(', ')}`
    return `WRONG  ${head}  ${directory}: ${error.code}: ${error.detail}`
  })
}
