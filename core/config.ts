import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { busbarError, type FieldError } from './kernel/error.ts'
import type { Instant } from './kernel/instant.ts'

/** Where the clone (or the installed package's parent) lies. */
const root = fileURLToPath(new URL('..', import.meta.url))

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
type LogLevel = (typeof LOG_LEVELS)[number]

/** A PostgreSQL server of the operator's own, by its three logins; or one that Busbar runs itself. */
type DatabaseConfig =
  | { readonly kind: 'embedded' }
  | {
      readonly kind: 'server'
      /** Login busbar_app. */
      readonly appUrl: string
      /** Login that owns the schema; needed only where migrations are to be run. */
      readonly ownerUrl: string | null
      /** Login busbar_guard; null where no guard runs. */
      readonly guardUrl: string | null
    }

export interface Config {
  readonly database: DatabaseConfig
  /** Largest number of connections of each login's pool. */
  readonly pool: { readonly appMax: number; readonly guardMax: number }
  /** Holds what an instance keeps outside the database: the embedded database, keys, uploads. */
  readonly dataDir: string
  /** Where root puts what the unprivileged database user must reach when dataDir is closed to it. */
  readonly systemDir: string
  readonly http: {
    readonly host: string
    /** Null: the first free port from `firstPort` on. */
    readonly port: number | null
    readonly firstPort: number
    /** Where people reach it, as an origin such as https://busbar.example; null: where it listens. */
    readonly publicUrl: string | null
    /** Addresses and networks of the proxies before it, whose X-Forwarded-For counts. */
    readonly trustedProxies: readonly string[]
  }
  readonly logLevel: LogLevel
  /** Key that commands call a running instance by; null: they cannot. */
  readonly apiKey: string | null
  /** How the demo's time runs; null: from its own default. Production runs on the wall clock alone. */
  readonly demoTime: { readonly startAt: Instant; readonly rate: number } | null
}

/** Every environment variable that Busbar reads, with what it means. */
export const environmentVariables = Object.freeze({
  DATABASE_URL: 'PostgreSQL server, as the login busbar_app; absent: embedded PostgreSQL',
  DATABASE_OWNER_URL: 'the same database as its owner; used by migrations only',
  DATABASE_GUARD_URL: 'the same database as the login busbar_guard',
  DATABASE_POOL_MAX: 'connections of the application (default 20)',
  BUSBAR_DATA_DIR: 'folder of the instance (default .data in the clone)',
  BUSBAR_SYSTEM_DIR: 'as root: folder for the embedded database (default /var/lib/busbar)',
  BUSBAR_HTTP_HOST: 'address to listen on (default 127.0.0.1)',
  BUSBAR_HTTP_PORT: 'port to listen on (default: the first free one from 3000)',
  BUSBAR_PUBLIC_URL: 'where people reach it, such as https://busbar.example, behind a TLS proxy',
  BUSBAR_TRUST_PROXY: 'addresses or networks of proxies whose X-Forwarded-For counts, by commas',
  BUSBAR_DEMO_START: 'instant at which the demo building begins, RFC 3339; with BUSBAR_DEMO_RATE',
  BUSBAR_DEMO_RATE: 'how many times as fast as the wall clock the demo runs, 1 to 3600',
  BUSBAR_API_KEY: "an owner's API key, for commands that tell a running instance something",
  BUSBAR_LOG_LEVEL: `one of ${LOG_LEVELS.join(', ')} (default info)`,
})

type Environment = Readonly<Record<string, string | undefined>>
type Name = keyof typeof environmentVariables

/** Reads single variables and collects what is wrong with them, so that one run reports all. */
function createReader(env: Environment) {
  const errors: FieldError[] = []
  const complain = (name: Name, message: string) => {
    errors.push({ pointer: `/${name}`, message: `${name} ${message}` })
  }
  const text = (name: Name): string | null => {
    const value = env[name]?.trim()
    return value === undefined || value === '' ? null : value
  }
  return {
    errors,
    complain,
    text,
    wholeNumber(name: Name, { least, most }: { least: number; most: number }): number | null {
      const value = text(name)
      if (value === null) return null
      const number = Number(value)
      if (/^\d+$/.test(value) && number >= least && number <= most) return number
      complain(name, `is "${value}"; it must be a whole number from ${least} to ${most}.`)
      return null
    },
    databaseUrl(name: Name): string | null {
      const value = text(name)
      if (value === null) return null
      const url = URL.parse(value)
      if (url !== null && ['postgres:', 'postgresql:'].includes(url.protocol)) return value
      complain(name, 'is no PostgreSQL address; write postgres://user:password@host:5432/database.')
      return null
    },
    origin(name: Name): string | null {
      const value = text(name)
      if (value === null) return null
      const url = URL.parse(value)
      const bare = url !== null && `${url.origin}/` === url.href
      if (bare && ['http:', 'https:'].includes(url.protocol)) return url.origin
      complain(name, `is "${value}"; write scheme, host and port alone, as https://busbar.example.`)
      return null
    },
    networks(name: Name): readonly string[] {
      const entries = (text(name) ?? '').split(',').map((entry) => entry.trim())
      const given = entries.filter((entry) => entry !== '')
      for (const entry of given)
        if (!isNetwork(entry))
          complain(name, `has "${entry}"; write addresses or networks, as 127.0.0.1 or 10.0.0.0/8.`)
      return Object.freeze(given)
    },
    oneOf<T extends string>(name: Name, allowed: readonly T[]): T | null {
      const value = text(name)
      if (value === null) return null
      const found = allowed.find((candidate) => candidate === value.toLowerCase())
      if (found === undefined)
        complain(name, `is "${value}"; it must be one of ${allowed.join(', ')}.`)
      return found ?? null
    },
  }
}

/** An address, or a network in CIDR notation; one of everything would trust everybody. */
function isNetwork(entry: string): boolean {
  const [address = '', prefix, ...more] = entry.split('/')
  const bits = isIP(address) === 6 ? 128 : 32
  if (isIP(address) === 0 || more.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && +prefix > 0 && +prefix <= bits)
}

type Reader = ReturnType<typeof createReader>

function readDatabase(reader: Reader): DatabaseConfig {
  const appUrl = reader.databaseUrl('DATABASE_URL')
  const ownerUrl = reader.databaseUrl('DATABASE_OWNER_URL')
  const guardUrl = reader.databaseUrl('DATABASE_GUARD_URL')
  if (appUrl !== null) return Object.freeze({ kind: 'server', appUrl, ownerUrl, guardUrl })
  for (const name of ['DATABASE_OWNER_URL', 'DATABASE_GUARD_URL'] as const) {
    if (reader.text(name) !== null && reader.text('DATABASE_URL') === null)
      reader.complain(name, 'is set without DATABASE_URL; set both, or neither.')
  }
  return Object.freeze({ kind: 'embedded' })
}

function readDemoTime(reader: Reader): Config['demoTime'] {
  const start = reader.text('BUSBAR_DEMO_START')
  const rate = reader.wholeNumber('BUSBAR_DEMO_RATE', { least: 1, most: 3_600 })
  if (start === null && rate === null) return null
  const startAt = start === null ? Number.NaN : Date.parse(start)
  if (rate === null || Number.isNaN(startAt)) {
    reader.complain('BUSBAR_DEMO_START', 'and BUSBAR_DEMO_RATE are set together, or neither.')
    return null
  }
  return Object.freeze({ startAt, rate })
}

/**
 * The configuration of one process, frozen. The only place that reads the environment.
 * @throws `configuration-invalid`, naming every variable that is wrong
 */
export function readConfig({ env = process.env }: { env?: Environment } = {}): Config {
  const reader = createReader(env)
  const config: Config = {
    database: readDatabase(reader),
    pool: Object.freeze({
      appMax: reader.wholeNumber('DATABASE_POOL_MAX', { least: 2, most: 1_000 }) ?? 20,
      guardMax: 3,
    }),
    dataDir: resolve(reader.text('BUSBAR_DATA_DIR') ?? join(root, '.data')),
    systemDir: resolve(reader.text('BUSBAR_SYSTEM_DIR') ?? '/var/lib/busbar'),
    http: Object.freeze({
      host: reader.text('BUSBAR_HTTP_HOST') ?? '127.0.0.1',
      port: reader.wholeNumber('BUSBAR_HTTP_PORT', { least: 1, most: 65_535 }),
      firstPort: 3000,
      publicUrl: reader.origin('BUSBAR_PUBLIC_URL'),
      trustedProxies: reader.networks('BUSBAR_TRUST_PROXY'),
    }),
    logLevel: reader.oneOf('BUSBAR_LOG_LEVEL', LOG_LEVELS) ?? 'info',
    apiKey: reader.text('BUSBAR_API_KEY'),
    demoTime: readDemoTime(reader),
  }
  if (reader.errors.length > 0) {
    throw busbarError('configuration-invalid', {
      detail: reader.errors.map(({ message }) => message).join(' '),
      errors: reader.errors,
    })
  }
  return Object.freeze(config)
}
