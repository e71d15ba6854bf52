import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Config } from '../config.ts'
import { type Database, openDatabase } from '../database.ts'
import { chooseHttpPort } from '../http-port.ts'
import { errorMessage } from '../kernel/error.ts'
import { migrationState } from '../persistence/migrate.ts'
import { verifyLogins } from '../persistence/provision.ts'
import type { CommandContext } from './command.ts'
import { terminalLog } from './terminal-log.ts'

/** Throws with what is wrong, or returns what was found. */
type Check = () => Promise<string> | string

const LEAST_NODE = 24

function checkNode(): string {
  const major = Number(process.versions.node.split('.')[0])
  if (major < LEAST_NODE)
    throw new Error(
      `${process.versions.node} is too old: use npm start, or Node ${LEAST_NODE} and newer.`,
    )
  return process.versions.node
}

function checkDataDir({ dataDir }: Config): string {
  mkdirSync(dataDir, { recursive: true })
  accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  return `${dataDir} can be written`
}

async function checkPort(config: Config): Promise<string> {
  const port = await chooseHttpPort(config)
  return `${config.http.host}:${port} is free`
}

const ANSWER_MS = 5_000
/** Nobody behind the proxy, or no proxy yet. */
const AWAY = [502, 503, 504]

/** Where people reach it, as far as that can be seen from here. */
async function checkPublicUrl({ http }: Config): Promise<string> {
  const { publicUrl, trustedProxies } = http
  if (publicUrl === null)
    return 'BUSBAR_PUBLIC_URL is not set: for this machine and programs with API keys alone'
  if (publicUrl.startsWith('https:') && trustedProxies.length === 0)
    throw new Error(
      `${publicUrl} needs a TLS proxy before it: set BUSBAR_TRUST_PROXY to that proxy's address, or all clients share one address and its limits.`,
    )
  const url = `${publicUrl}/health/live`
  const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) }).catch(
    (thrown: unknown) => {
      const cause = Reflect.get(Object(thrown), 'cause')
      const code = String(Reflect.get(Object(cause), 'code') ?? '')
      if (code === 'ECONNREFUSED' || code === 'ENOTFOUND') return null
      throw new Error(`${url} cannot be asked: ${errorMessage(cause ?? thrown)}`)
    },
  )
  if (response === null || AWAY.includes(response.status))
    return `${publicUrl} does not answer now; start proxy and Busbar, and look again`
  const body = await response.text()
  if (response.status === 200 && body.includes('"status":"ok"')) return `${publicUrl} leads here`
  throw new Error(`${url} answers with status ${response.status} and is no Busbar: mend the proxy.`)
}

async function checkLogins(database: Database): Promise<string> {
  await verifyLogins(database)
  const missing = [
    ...(database.ownerUrl === null ? ['DATABASE_OWNER_URL'] : []),
    ...(database.guardUrl === null ? ['DATABASE_GUARD_URL'] : []),
  ]
  if (missing.length === 0) return 'owner, application and guard have their own rights and no more'
  return `right, as far as they are given; ${missing.join(' and ')} not set`
}

async function checkMigrations(database: Database): Promise<string> {
  const { applied, pending } = await migrationState({ url: database.appUrl })
  if (pending.length > 0) {
    const names = pending.map(({ name }) => name).join(', ')
    throw new Error(`${names} not run yet: run \`npx busbar migrate\`, or start Busbar.`)
  }
  return `${applied.length} run, none pending`
}

/** Runs one check and says how it went. */
async function report(name: string, check: Check, print: (text: string) => void): Promise<boolean> {
  try {
    print(`ok     ${name}: ${await check()}`)
    return true
  } catch (error) {
    print(`WRONG  ${name}: ${errorMessage(error)}`)
    return false
  }
}

async function checkDatabase({ config, print, complain }: CommandContext): Promise<boolean> {
  if (config.database.kind === 'embedded' && !existsSync(join(config.dataDir, 'postgres.json'))) {
    print('ok     database: embedded, made at the first start')
    return true
  }
  let database: Database | null = null
  const reached = await report(
    'database',
    async () => {
      database = await openDatabase({ config, log: terminalLog(complain), whenRunning: 'attach' })
      const { embedded } = database
      if (embedded === null) return 'the server answers'
      return `embedded, port ${embedded.port}, files in ${embedded.directory}`
    },
    print,
  )
  if (!reached || database === null) return false
  const opened: Database = database
  try {
    const logins = await report('logins', () => checkLogins(opened), print)
    const migrations = await report('migrations', () => checkMigrations(opened), print)
    return logins && migrations
  } finally {
    await opened.stop()
  }
}

/** `busbar doctor`: exit code 0 when all is well. An embedded database is started for the check if none runs. */
export async function run(context: CommandContext): Promise<number> {
  parseArgs({ args: [...context.args], options: {} })
  const { config, print } = context
  const results = [
    await report('Node', checkNode, print),
    await report('data folder', () => checkDataDir(config), print),
    await report('HTTP port', () => checkPort(config), print),
    await report('public address', () => checkPublicUrl(config), print),
    await checkDatabase(context),
  ]
  return results.every(Boolean) ? 0 : 1
}
