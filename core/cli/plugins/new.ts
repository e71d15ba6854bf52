import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { WORKSPACE_PLUGINS } from '../../app/plugin-folders.ts'
import { type PointId, pointIds } from '../../host/points.ts'
import type { CommandContext } from '../command.ts'
import { MANIFEST_SCHEMA, TEMPLATES } from './places.ts'

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
const LONGEST_NAME = 64
const TYPE_PREFIX = /^(driver|payment|tariff|notify|gateway)-(?=.)/

/** `busbar plugin new <name> --type <extension point>`: a whole plugin, made from the template of its point. */
export async function newPlugin({ args, print, complain }: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      type: { type: 'string' },
      title: { type: 'string' },
      into: { type: 'string', default: WORKSPACE_PLUGINS },
    },
  })
  const refuse = (text: string): number => {
    complain(`busbar plugin new: ${text}`)
    return 2
  }
  const [name] = positionals
  const point = pointIds.find((id) => id === values.type)
  if (
    name === undefined ||
    positionals.length > 1 ||
    !NAME.test(name) ||
    name.length > LONGEST_NAME
  )
    return refuse('give one name in lower case, words joined by hyphens, such as driver-acme.')
  if (point === undefined) return refuse(`--type is one of ${pointIds.join(', ')}.`)
  const folder = join(resolve(values.into), name)
  if (existsSync(folder)) return refuse(`${folder} is there already: choose another name.`)
  const files = await scaffold({ point, name, title: values.title ?? titleOf(name), folder })
  print(`Made ${folder}:`)
  for (const file of files) print(`  ${file}`)
  for (const line of nextSteps(folder)) print(line)
  return 0
}

function nextSteps(folder: string): readonly string[] {
  const shown = relative(process.cwd(), folder) || '.'
  const workspace = dirname(folder) === WORKSPACE_PLUGINS
  return [
    ...(workspace ? ['npm install                         records the new workspace'] : []),
    `npx busbar plugin check ${shown} --load`,
    `npx vitest run ${shown}`,
  ]
}

function titleOf(name: string): string {
  const text = name.replaceAll('-', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

interface Wanted {
  readonly point: PointId
  readonly name: string
  readonly title: string
  readonly folder: string
}

/** Makes the files beside their place and moves them there whole. */
async function scaffold(wanted: Wanted): Promise<readonly string[]> {
  const { point, folder } = wanted
  const source = join(TEMPLATES, point)
  const unfinished = join(dirname(folder), `.${basename(folder)}.${process.pid}`)
  const entries = await readdir(source, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => relative(source, join(entry.parentPath, entry.name)))
    .sort()
  try {
    for (const file of files) {
      const target = join(unfinished, file)
      await mkdir(dirname(target), { recursive: true })
      const text = await readFile(join(source, file), 'utf8')
      await writeFile(target, filledIn(file, text, wanted))
    }
    await rename(unfinished, folder)
  } catch (thrown) {
    await rm(unfinished, { recursive: true, force: true })
    throw thrown
  }
  return files
}

function filledIn(file: string, text: string, { name, title, folder }: Wanted): string {
  const inJson = file.endsWith('.json')
  const filled = text
    .replaceAll('template-id', name)
    .replaceAll('template-type', name.replace(TYPE_PREFIX, ''))
    .replaceAll('Template title', inJson ? JSON.stringify(title).slice(1, -1) : title)
  if (file !== 'plugin.json') return filled
  const schema = relative(folder, MANIFEST_SCHEMA)
  return filled.replace('{\n', `{\n  "$schema": ${JSON.stringify(schema)},\n`)
}
