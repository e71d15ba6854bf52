import type {
  Clock,
  ContributionBase,
  ExtensionPoint,
  JsonObject,
  KeptTexts,
  Log,
  PluginScope,
} from '../contracts/index.ts'
import { busbarError } from '../kernel/error.ts'
import { copyPlain, type Redact } from './boundary.ts'
import type { PointId } from './points.ts'

/** What must be known of a plugin to load it. */
export interface Loadable {
  readonly id: string
  /** Absolute path of the module to import. */
  readonly entry: string
  readonly contributions: readonly { readonly point: PointId; readonly type: string }[]
}

/** What a plugin's register() provided, by {@link contributionKey}. */
export type Provided = ReadonlyMap<string, ContributionBase>

export function contributionKey(of: { readonly point: string; readonly type: string }): string {
  return `${of.point}/${of.type}`
}

/**
 * The scope that a plugin's register() is given, and what it provides by it.
 * `provided()` closes the scope: nothing can be contributed later.
 */
export function createScope(options: {
  readonly manifest: Pick<Loadable, 'id' | 'contributions'>
  readonly config: JsonObject
  readonly log: Log
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly kept?: KeptTexts | undefined
}): { readonly scope: PluginScope; provided(): Provided } {
  const { manifest } = options
  const contributions = new Map<string, ContributionBase>()
  let open = true

  const provide = <C extends ContributionBase>(point: ExtensionPoint<C>, contribution: C): void => {
    const key = contributionKey({ point: point.id, type: contribution.type })
    const declared = manifest.contributions.some((known) => contributionKey(known) === key)
    if (!open) throw refuse(`it provides ${key} after register() has ended`)
    if (!declared) throw refuse(`it provides ${key}, which its manifest does not declare`)
    if (contributions.has(key)) throw refuse(`it provides ${key} twice`)
    contributions.set(key, contribution)
  }
  const provided = (): Provided => {
    open = false
    for (const { point, type } of manifest.contributions)
      if (!contributions.has(contributionKey({ point, type })))
        throw refuse(`its manifest declares ${point}/${type}, which it does not provide`)
    return contributions
  }
  const refuse = (what: string) =>
    busbarError('plugin-contribution-invalid', { detail: `${manifest.id}: ${what}.` })

  const { log, clock, signal, config, kept } = options
  const own = kept === undefined ? {} : { kept }
  return {
    scope: Object.freeze({ pluginId: manifest.id, log, clock, signal, config, ...own, provide }),
    provided,
  }
}

/** The most of one log entry's data that is kept, in characters of JSON. */
const LOG_DATA_LENGTH = 8_192

/** A log for plugin code: it names the plugin, keeps secrets out, is bounded and never throws. */
export function createPluginLog(options: {
  readonly log: Log
  readonly fields: JsonObject
  readonly redact: Redact
}): Log {
  const { log, fields, redact } = options
  const write =
    (level: keyof Log) =>
    (message: string, data?: JsonObject): void => {
      log[level](redact(String(message)).slice(0, 2_000), { ...fields, ...readable(data, redact) })
    }
  return Object.freeze({
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  })
}

function readable(data: JsonObject | undefined, redact: Redact): JsonObject {
  if (data === undefined) return {}
  try {
    const text = JSON.stringify(copyPlain(data), (_, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    )
    if (text.length > LOG_DATA_LENGTH) return { cut: redact(text).slice(0, LOG_DATA_LENGTH) }
    return { data: JSON.parse(redact(text)) }
  } catch {
    return { data: 'not readable' }
  }
}
