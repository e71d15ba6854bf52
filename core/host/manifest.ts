import { readFile, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import semver from 'semver'
import { API_VERSION, type DeviceTemplate, type LocalizedText } from '../contracts/index.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { busbarError, errorCode, errorMessage } from '../kernel/error.ts'
import { copyPlain } from './boundary.ts'
import { findJsonFault } from './bounded-json.ts'
import { type ConfigMigration, migrationFault } from './config-migration.ts'
import { type AdmitTemplate, createAdmitTemplate } from './device-templates.ts'
import { createAddExposure } from './exposure.ts'
import { readIcon } from './icon.ts'
import { schemaLimits } from './limits.ts'
import { type PointId, pointIds } from './points.ts'
import { createSchemaCompiler, fieldErrors, type PluginSchema } from './schema.ts'
import { isObject, type SchemaObject } from './schema-rules.ts'
import { type Dashboards, judgeDashboards } from './widgets.ts'

/** Which of a contribution's schemas; the manifest's keys without `Schema`. */
export type SchemaRole = 'connection' | 'point' | 'terms' | 'address'

/** One thing that a plugin contributes, as its manifest declares it. */
export interface Contribution {
  readonly pluginId: string
  readonly point: PointId
  readonly type: string
  readonly title: LocalizedText
  readonly capabilities: JsonObject
  readonly schemas: Readonly<Partial<Record<SchemaRole, PluginSchema>>>
}

/** A manifest read, checked and with its schemas compiled; none of the plugin's code has run. */
export interface Manifest extends Dashboards {
  /** plugin.json as written. */
  readonly document: JsonObject
  readonly id: string
  readonly version: string
  readonly api: string
  readonly title: LocalizedText
  readonly description: LocalizedText | null
  readonly isolation: 'shared' | 'process'
  /** An SVG document. */
  readonly icon: string | null
  readonly startup: 'optional' | 'required'
  /** Absolute real path of the plugin's folder. */
  readonly directory: string
  /** Absolute real path of the module to import. */
  readonly entry: string
  readonly configSchema: PluginSchema | null
  /** Version of the configuration that the schema describes. */
  readonly configVersion: number
  /** Oldest first; one to each version after the first. */
  readonly configMigrations: readonly ConfigMigration[]
  readonly contributions: readonly Contribution[]
  /** Meters and relays that it knows. */
  readonly deviceTemplates: readonly DeviceTemplate[]
  /** What it says it reaches, such as `tcp:1883`; for consent. */
  readonly network: readonly string[]
  /** Whether it runs worker threads. */
  readonly workers: boolean
}

/** plugin.json as its schema admits it. */
interface RawManifest {
  readonly id: string
  readonly version: string
  readonly api: string
  readonly title: LocalizedText
  readonly description?: LocalizedText
  readonly isolation: 'shared' | 'process'
  readonly icon?: string
  readonly entry?: string
  readonly configSchema?: string
  readonly configVersion?: number
  readonly configMigrations?: readonly ConfigMigration[]
  readonly startup?: 'optional' | 'required'
  readonly contributes: Readonly<Partial<Record<PointId, readonly RawContribution[]>>> &
    Partial<Dashboards> & { readonly deviceTemplates?: readonly string[] }
  readonly permissions?: { readonly network?: readonly string[]; readonly workers?: boolean }
}

interface RawContribution {
  readonly type: string
  readonly title: LocalizedText
  readonly capabilities?: JsonObject
  readonly connectionSchema?: string
  readonly pointSchema?: string
  readonly termsSchema?: string
  readonly addressSchema?: string
}

const FILE = 'plugin.json'
/** As the manifest's schema has it, bounded. */
const PLUGIN_ID = /^[a-z][a-z0-9]{0,63}(-[a-z0-9]{1,63}){0,16}$/

/** The little that can be said of a plugin whose manifest was refused. */
export interface ManifestClaim {
  readonly id: string | undefined
  readonly startup: 'optional' | 'required'
}

export interface ManifestReader {
  /** What a manifest says that {@link read} refuses; never throws. */
  claim(request: { readonly directory: string }): Promise<ManifestClaim>
  /**
   * Reads a plugin's manifest and schemas without running any of its code.
   * @throws `plugin-manifest-invalid`, `plugin-schema-invalid` or `plugin-api-incompatible`, naming
   *   file, place and remedy
   */
  read(request: { readonly directory: string }): Promise<Manifest>
}

export async function createManifestReader(): Promise<ManifestReader> {
  const schemaFile = new URL('../../schemas/plugin-manifest.schema.json', import.meta.url)
  const schema: JsonObject = JSON.parse(await readFile(schemaFile, 'utf8'))
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allErrors: true,
    logger: false,
    // Our own schema: the checks judge it, not every start.
    validateSchema: false,
    code: { optimize: false },
  })
  const validate = ajv.compile<RawManifest>(schema)
  const compiler = createSchemaCompiler()
  const addExposure = await createAddExposure()
  const admitTemplate = await createAdmitTemplate(ajv)

  const readFileOf = (directory: string): Promise<unknown> =>
    readJson({
      directory,
      file: FILE,
      maxBytes: schemaLimits.manifestBytes,
      code: 'plugin-manifest-invalid',
    })

  const parse = async (directory: string): Promise<RawManifest> => {
    const document = await readFileOf(directory)
    const fault = findJsonFault(document, schemaLimits)
    if (fault || !validate(document)) {
      const errors = fault ? [fault] : fieldErrors(validate.errors)
      const [first] = errors
      throw busbarError('plugin-manifest-invalid', {
        detail: `${FILE}${first?.pointer ?? ''}: ${first?.message ?? 'does not fit'}.`,
        errors,
      })
    }
    return document
  }

  const readSchema = async (
    directory: string,
    path: string,
    point?: PointId,
  ): Promise<PluginSchema> => {
    const written = await readJson({
      directory,
      file: path,
      maxBytes: schemaLimits.schemaBytes,
      code: 'plugin-schema-invalid',
    })
    const gateway = point === 'buildingGateways'
    const document = gateway ? addExposure({ file: path, document: written }) : written
    return compiler.compile({ file: path, document })
  }

  const read: ManifestReader['read'] = async (request) => {
    const directory = await folder(request.directory)
    const raw = await parse(directory)
    refuseUnfit(raw)
    const configSchema =
      raw.configSchema === undefined ? null : await readSchema(directory, raw.configSchema)
    const contributions: Contribution[] = []
    for (const point of pointIds)
      for (const declared of raw.contributes[point] ?? []) {
        if (contributions.some((seen) => seen.point === point && seen.type === declared.type))
          throw busbarError('plugin-duplicate', {
            detail: `${FILE}/contributes/${point} declares "${declared.type}" twice.`,
          })
        contributions.push(
          await contribution(raw.id, point, declared, (path) => readSchema(directory, path, point)),
        )
      }
    return Object.freeze({
      document: copyPlain(raw) as JsonObject,
      id: raw.id,
      version: raw.version,
      api: raw.api,
      title: raw.title,
      description: raw.description ?? null,
      isolation: raw.isolation,
      icon: await iconOf(directory, raw.icon),
      startup: raw.startup ?? 'optional',
      directory,
      entry: await inside(directory, raw.entry ?? './index.ts', 'plugin-manifest-invalid'),
      configSchema,
      configVersion: raw.configVersion ?? 1,
      configMigrations: raw.configMigrations ?? [],
      contributions: Object.freeze(contributions),
      deviceTemplates: await readTemplates({ directory, raw, contributions, admitTemplate }),
      network: raw.permissions?.network ?? [],
      workers: raw.permissions?.workers ?? false,
      ...(await judgeDashboards(raw.contributes)),
    })
  }

  const claim: ManifestReader['claim'] = async ({ directory }) => {
    const document = await folder(directory)
      .then(readFileOf)
      .catch(() => undefined)
    const raw: SchemaObject = isObject(document) ? document : {}
    const id = typeof raw.id === 'string' && PLUGIN_ID.test(raw.id) ? raw.id : undefined
    return { id, startup: raw.startup === 'required' ? 'required' : 'optional' }
  }
  return Object.freeze({ read, claim })
}

async function readTemplates(request: {
  readonly directory: string
  readonly raw: RawManifest
  readonly contributions: readonly Contribution[]
  readonly admitTemplate: AdmitTemplate
}): Promise<readonly DeviceTemplate[]> {
  const { directory, raw, contributions, admitTemplate } = request
  const code = 'plugin-manifest-invalid'
  const pointSchemaOf = (driver: string) =>
    contributions.find(({ point, type }) => point === 'meterDrivers' && type === driver)?.schemas
      .point
  const templates: DeviceTemplate[] = []
  for (const file of raw.contributes.deviceTemplates ?? []) {
    const document = await readJson({ directory, file, maxBytes: schemaLimits.manifestBytes, code })
    const template = admitTemplate({ file, document, pointSchemaOf })
    if (templates.some(({ id }) => id === template.id))
      throw busbarError(code, { detail: `${file}/id: another template is "${template.id}" too.` })
    templates.push(template)
  }
  return Object.freeze(templates)
}

async function iconOf(directory: string, file: string | undefined): Promise<string | null> {
  if (file === undefined) return null
  return readIcon({ file, path: await inside(directory, file, 'plugin-manifest-invalid') })
}

function refuseUnfit({ id, api, ...config }: RawManifest): void {
  const fault = migrationFault(config.configVersion ?? 1, config.configMigrations ?? [])
  if (fault !== null)
    throw busbarError('plugin-manifest-invalid', {
      detail: `${FILE}/configMigrations: it ${fault}.`,
      errors: [{ pointer: '/configMigrations', message: fault }],
    })
  if (!semver.satisfies(API_VERSION, api))
    throw busbarError('plugin-api-incompatible', {
      detail: `${FILE}/api: "${id}" is written for contracts ${api}; this Busbar has ${API_VERSION}.`,
      errors: [{ pointer: '/api', message: `does not include ${API_VERSION}` }],
    })
}

async function contribution(
  pluginId: string,
  point: PointId,
  declared: RawContribution,
  load: (path: string) => Promise<PluginSchema>,
): Promise<Contribution> {
  const files: readonly (readonly [SchemaRole, string | undefined])[] = [
    ['connection', declared.connectionSchema],
    ['point', declared.pointSchema],
    ['terms', declared.termsSchema],
    ['address', declared.addressSchema],
  ]
  const schemas: Partial<Record<SchemaRole, PluginSchema>> = {}
  for (const [role, path] of files) if (path !== undefined) schemas[role] = await load(path)
  const { type, title, capabilities = {} } = declared
  return Object.freeze({ pluginId, point, type, title, capabilities, schemas })
}

async function folder(directory: string): Promise<string> {
  return realpath(directory).catch((cause: unknown) => {
    throw busbarError('plugin-manifest-invalid', {
      detail: `${FILE}: the plugin's folder cannot be found.`,
      cause,
    })
  })
}

type FileCode = 'plugin-manifest-invalid' | 'plugin-schema-invalid'

/** The real path of a plugin's file; a link that leads out of the folder is refused. */
async function inside(directory: string, file: string, code: FileCode): Promise<string> {
  const path = await realpath(join(directory, file)).catch((cause: unknown) => {
    throw busbarError(code, { detail: `${file}: the file cannot be found.`, cause })
  })
  if (!path.startsWith(directory + sep))
    throw busbarError(code, { detail: `${file}: it lies outside of the plugin's folder.` })
  return path
}

async function readJson(request: {
  readonly directory: string
  readonly file: string
  readonly maxBytes: number
  readonly code: FileCode
}): Promise<unknown> {
  const { directory, file, maxBytes, code } = request
  const path = await inside(directory, file, code)
  try {
    const { size } = await stat(path)
    if (size > maxBytes)
      throw busbarError(code, { detail: `${file}: ${size} bytes, more than ${maxBytes}.` })
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    if (errorCode(cause)) throw cause
    throw busbarError(code, {
      detail: `${file}: no JSON can be read: ${errorMessage(cause)}`,
      cause,
    })
  }
}
