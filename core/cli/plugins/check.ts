import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { API_VERSION, type Log } from '../../contracts/index.ts'
import { createBoundary } from '../../host/boundary.ts'
import { createIsolate } from '../../host/isolation.ts'
import { defaultCallLimits } from '../../host/limits.ts'
import { createModuleLoader } from '../../host/loader.ts'
import { createManifestReader, type Manifest } from '../../host/manifest.ts'
import { accept } from '../../host/schema.ts'
import { secretTexts } from '../../host/secrets.ts'
import type { JsonObject } from '../../kernel/canonical.ts'
import { busbarError, errorCode, errorMessage } from '../../kernel/error.ts'
import { wallClock } from '../../kernel/instant.ts'
import type { CommandContext } from '../command.ts'
import { terminalLog } from '../terminal-log.ts'

/** How long a plugin that was loaded and stopped may keep the process. */
const LINGER_MS = 2_000

/**
 * `busbar plugin check <folder> [--load] [--config <file>]`: judges manifest, contract version and schemas without
 * running the plugin's code; `--load` then runs register() and compares what it provides with the manifest.
 * Exit code 0 when all holds, 1 when something does not.
 */
export async function checkPlugin({ args, print, complain }: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { load: { type: 'boolean' }, config: { type: 'string' } },
  })
  const [folder] = positionals
  if (folder === undefined || positionals.length > 1) {
    complain('busbar plugin check: name one folder that holds a plugin.json.')
    return 2
  }
  const steps = {
    print: (text: string) => print(`ok     ${text}`),
    wrong: (text: string) => print(`WRONG  ${text}`),
  }
  try {
    const manifest = await readManifest(resolve(folder), steps.print)
    if (values.load) {
      const config = await readConfigFile(values.config)
      await load({ manifest, config, log: logOf(complain) })
      steps.print('code: register() provides what the manifest declares, no more and no less')
    }
    return 0
  } catch (thrown) {
    if (errorCode(thrown) === undefined) throw thrown
    for (const line of faultLines(thrown)) steps.wrong(line)
    return 1
  } finally {
    if (values.load) watchForRest(complain)
  }
}

function logOf(complain: (text: string) => void): Log {
  return { ...terminalLog(complain), debug: () => undefined }
}

async function readManifest(directory: string, ok: (text: string) => void): Promise<Manifest> {
  if (!existsSync(join(directory, 'package.json')))
    throw busbarError('plugin-manifest-invalid', {
      detail: 'package.json: it is not there, and only an npm package is found as a plugin.',
    })
  const reader = await createManifestReader()
  const manifest = await reader.read({ directory })
  const { id, version, api, contributions, configSchema, network, workers } = manifest
  ok(`manifest: ${id} ${version}`)
  ok(`contracts: ${api} includes ${API_VERSION}`)
  if (configSchema !== null) ok('configuration: its schema can be used')
  for (const { point, type, schemas } of contributions)
    ok(`${point}/${type}: schemas of ${Object.keys(schemas).join(', ')} can be used`)
  ok(`network, as declared: ${network.length === 0 ? 'none' : network.join(', ')}`)
  if (workers) ok('worker threads: it asks for them')
  return manifest
}

async function readConfigFile(file: string | undefined): Promise<JsonObject> {
  if (file === undefined) return {}
  try {
    return JSON.parse(await readFile(resolve(file), 'utf8')) as JsonObject
  } catch (cause) {
    throw busbarError('validation-failed', {
      detail: `${file}: no JSON can be read: ${errorMessage(cause)}`,
      cause,
    })
  }
}

async function load(options: {
  readonly manifest: Manifest
  readonly config: JsonObject
  readonly log: Log
}): Promise<void> {
  const { manifest, log } = options
  const { configSchema } = manifest
  const config = configSchema
    ? accept(configSchema.validate(options.config), 'configuration (give it by --config)')
    : options.config
  const loader = createModuleLoader()
  try {
    const isolate = await createIsolate({
      ...{ manifest, config, loader, log, clock: wallClock, wallClock, generation: 0 },
      secrets: configSchema ? secretTexts({ schema: configSchema.document, value: config }) : [],
      boundary: createBoundary({ roundTrip: true }),
      limits: defaultCallLimits,
      monotonic: () => performance.now(),
    })
    try {
      await isolate.wake()
    } finally {
      await isolate.dispose()
    }
  } finally {
    loader.dispose()
  }
}

/** register() touches nothing outside: whatever still holds the process then is the plugin's. */
function watchForRest(complain: (text: string) => void): void {
  setTimeout(() => {
    const held = [...new Set(process.getActiveResourcesInfo())].join(', ')
    complain(`WRONG  code: register() left something running: ${held}. Start it in create().`)
    process.exit(1)
  }, LINGER_MS).unref()
}

function faultLines(thrown: unknown): readonly string[] {
  const errors = Reflect.get(Object(thrown), 'errors')
  const places = Array.isArray(errors) ? errors : []
  return [
    `${errorCode(thrown)}: ${errorMessage(thrown)}`,
    ...places.map(({ pointer, message }) => `  at ${pointer || 'the whole'}: ${message}`),
  ]
}
