import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { installedPlugins, WORKSPACE_PLUGINS } from '../../app/plugin-folders.ts'
import { discoverPlugins, refuseDuplicates } from '../../host/discovery.ts'
import { createManifestReader, type Manifest, type ManifestReader } from '../../host/manifest.ts'
import { busbarError } from '../../kernel/error.ts'
import type { CommandContext } from '../command.ts'
import { chosenInstance } from '../instance.ts'
import { npmInstall } from './npm.ts'
import { tellRunning } from './rescan.ts'

/**
 * `busbar plugin install <package|folder|file.tgz> [--yes]`: into a folder of the instance, judged before it gets
 * there. None of its code runs, nor any script of its packages; without `--yes` it only says what it would install.
 */
export async function installPlugin(context: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...context.args],
    allowPositionals: true,
    options: { yes: { type: 'boolean' }, url: { type: 'string' } },
  })
  const [given] = positionals
  if (given === undefined || positionals.length > 1) {
    context.complain('busbar plugin install: name one package, folder or packed file.')
    return 2
  }
  const spec = existsSync(resolve(given)) ? resolve(given) : given
  const target = installedPlugins(chosenInstance(context.config))
  await mkdir(target, { recursive: true })
  // A name with a dot is no plugin: what is unfinished is not found.
  const staging = await mkdtemp(join(target, '.installing-'))
  try {
    const reader = await createManifestReader()
    const manifest = await stage({ spec, staging, target, reader })
    for (const line of consentLines(manifest)) context.print(line)
    if (!values.yes) {
      context.print('Nothing is installed yet. If you trust it, run the same again with --yes.')
      return 1
    }
    await putInPlace({ from: manifest.directory, to: join(target, manifest.id), staging })
    context.print(`Installed ${manifest.id} ${manifest.version}.`)
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
  return tellRunning(context, values.url)
}

/** `busbar plugin remove <id>`: takes away what `install` brought. */
export async function removePlugin(context: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...context.args],
    allowPositionals: true,
    options: { url: { type: 'string' } },
  })
  const [id] = positionals
  const target = installedPlugins(chosenInstance(context.config))
  const installed = existsSync(target) ? await readdir(target) : []
  if (id === undefined || positionals.length > 1 || id.startsWith('.') || !installed.includes(id)) {
    const names = installed.filter((name) => !name.startsWith('.')).join(', ')
    context.complain(
      `busbar plugin remove: name one that was installed (${names || 'there is none'}). One that comes with the clone is disabled instead.`,
    )
    return 2
  }
  const away = await mkdtemp(join(target, '.removing-'))
  await rename(join(target, id), join(away, id))
  await rm(away, { recursive: true, force: true })
  context.print(`Removed ${id}; its settings and connections are kept.`)
  return tellRunning(context, values.url)
}

/** Installs beside its place and judges it there. @throws what is wrong with it */
async function stage(request: {
  readonly spec: string
  readonly staging: string
  readonly target: string
  readonly reader: ManifestReader
}): Promise<Manifest> {
  const { spec, staging, target, reader } = request
  await writeFile(join(staging, 'package.json'), JSON.stringify({ private: true }))
  await npmInstall({ spec, folder: staging })
  const { dependencies = {} } = JSON.parse(
    await readFile(join(staging, 'package.json'), 'utf8'),
  ) as {
    dependencies?: Record<string, string>
  }
  const [name] = Object.keys(dependencies)
  if (name === undefined)
    throw busbarError('plugin-install-failed', { detail: 'It is no package.' })
  const folder = join(staging, 'plugin')
  const modules = join(staging, 'node_modules')
  await rename(join(modules, name), folder)
  await moveLibraries(modules, join(folder, 'node_modules'))
  const manifest = await reader.read({ directory: folder })
  const found = await discoverPlugins({ directories: [WORKSPACE_PLUGINS, target], reader })
  const others = found.flatMap((plugin) => (plugin.ok ? [plugin.manifest] : []))
  const own = join(target, manifest.id)
  refuseDuplicates(
    manifest,
    others.filter(({ id, directory }) => id !== manifest.id || !directory.endsWith(own)),
  )
  return manifest
}

/** A plugin's folder lies outside of node_modules, since Node runs no TypeScript inside; its libraries are its own. */
async function moveLibraries(from: string, to: string): Promise<void> {
  if (!existsSync(to)) return rename(from, to)
  for (const name of await readdir(from))
    if (!existsSync(join(to, name))) await rename(join(from, name), join(to, name))
}

async function putInPlace(request: {
  readonly from: string
  readonly to: string
  readonly staging: string
}): Promise<void> {
  const { from, to, staging } = request
  const before = join(staging, 'before')
  const replaced = existsSync(to)
  if (replaced) await rename(to, before)
  try {
    await rename(from, to)
  } catch (thrown) {
    if (replaced) await rename(before, to)
    throw thrown
  }
}

function consentLines({ id, version, contributions, ...asked }: Manifest): readonly string[] {
  const { network, workers, isolation } = asked
  return [
    `${id} ${version} adds ${contributions.map(({ point, type }) => `${point}/${type}`).join(', ')}.`,
    `It says that it reaches: ${network.length === 0 ? 'nothing' : network.join(', ')}.`,
    isolation === 'shared'
      ? "It will run in Busbar's own process, with all that this process may do."
      : `It will run in a process of its own, ${workers ? 'with worker threads, ' : ''}without files, other processes or Busbar's secrets; its network is open.`,
  ]
}
