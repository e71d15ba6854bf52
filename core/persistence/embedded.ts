import { randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { busbarError, errorMessage } from '../kernel/error.ts'
import { lockHolder, releaseLock, takeLock } from './embedded/lock.ts'
import { placeBinaries, placeData, type ServerUser, serverUser } from './embedded/place.ts'
import {
  runInitdb,
  runningServer,
  type ServerProcess,
  type ServerSpec,
  startServer,
  stopServer,
  stopServerAtExit,
} from './embedded/process.ts'
import { tunedSettings } from './embedded/settings.ts'

/** The database logins. `postgres` is the embedded server's superuser, used to make the other three. */
export type Login = 'postgres' | 'busbar_owner' | 'busbar_app' | 'busbar_guard'

/** What the server's keeper reports; a plugin's or pino's logger fits. */
export interface ServerLog {
  info(message: string, data?: Readonly<Record<string, string | number>>): void
  warn(message: string, data?: Readonly<Record<string, string | number>>): void
  error(message: string, data?: Readonly<Record<string, string | number>>): void
}

export interface EmbeddedServer {
  readonly host: string
  readonly port: number
  /** Where the database files lie. */
  readonly directory: string
  /** True when another process runs the server and this one only uses it: stop() leaves it alone. */
  readonly attached: boolean
  passwordOf(login: Login): string
  /** A postgres:// address with the login's password in it: never log it. */
  urlOf(target: { readonly login: Login; readonly database: string }): string
  /** Idempotent. Nothing is left running when it settles. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  readonly dataDir: string
  readonly systemDir: string
  readonly log: ServerLog
  /** Settings on top of the tuned ones. */
  readonly settings?: Readonly<Record<string, string>>
  /** What to do when another process runs a server on the same files. Default: refuse. */
  readonly whenRunning?: 'refuse' | 'attach'
}

interface Secrets {
  /** Where the database files lie; relative to the data folder when inside it, so that the clone can be moved. */
  readonly directory: string
  readonly passwords: Readonly<Record<Login, string>>
}

function writeSecrets(path: string, secrets: Secrets): void {
  const unfinished = `${path}.unfinished`
  writeFileSync(unfinished, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  renameSync(unfinished, path)
}

/** Reads the secrets file, or decides on place and passwords and writes it, before anything else exists. */
function openSecrets(options: EmbeddedOptions, user: ServerUser | null): Secrets {
  const path = join(options.dataDir, 'postgres.json')
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'))
  const id = randomBytes(6).toString('hex')
  const directory = placeData({ ...options, user, id })
  if (existsSync(join(directory, 'PG_VERSION'))) {
    throw busbarError('embedded-database-failed', {
      detail: `${directory} holds a database, but ${path} with its passwords is gone. Restore the file, or move the folder away.`,
    })
  }
  const password = () => randomBytes(24).toString('base64url')
  const secrets: Secrets = {
    directory: directory === join(options.dataDir, 'postgres') ? 'postgres' : directory,
    passwords: {
      postgres: password(),
      busbar_owner: password(),
      busbar_app: password(),
      busbar_guard: password(),
    },
  }
  writeSecrets(path, secrets)
  return secrets
}

function giveTo(user: ServerUser | null, path: string): void {
  if (user !== null) chownSync(path, user.uid, user.gid)
}

/** Makes the database files, whole or not at all: an interrupted initdb leaves only what the next one removes. */
async function initialise({
  initdb,
  directory,
  user,
  password,
}: {
  initdb: string
  directory: string
  user: ServerUser | null
  password: string
}): Promise<void> {
  if (existsSync(join(directory, 'PG_VERSION'))) return
  const unfinished = `${directory}.unfinished`
  const passwordPath = `${directory}.password`
  try {
    rmSync(unfinished, { recursive: true, force: true })
    rmSync(passwordPath, { force: true })
    mkdirSync(unfinished, { mode: 0o700 })
    giveTo(user, unfinished)
    writeFileSync(passwordPath, `${password}\n`, { mode: 0o600 })
    giveTo(user, passwordPath)
    // The builtin locale is the same on every machine, whatever its C library sorts like.
    const args = [
      `--pgdata=${unfinished}`,
      `--pwfile=${passwordPath}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-instructions',
    ]
    await runInitdb({ initdb, args, user })
    renameSync(unfinished, directory)
  } finally {
    rmSync(passwordPath, { force: true })
    rmSync(unfinished, { recursive: true, force: true })
  }
}

const LOG_LIMIT_BYTES = 20 * 1024 * 1024

/** The server's log, one older one kept beside it. */
function openLog(dataDir: string): string {
  const path = join(dataDir, 'postgres.log')
  if (existsSync(path) && statSync(path).size > LOG_LIMIT_BYTES) renameSync(path, `${path}.1`)
  return path
}

/** Keeps the server up: one that ends unasked is started again on the same port, so that pools find it. */
function superviseServer(spec: ServerSpec, first: ServerProcess, log: ServerLog) {
  let server = first
  let stopping = false
  const stopAtExit = () => stopServerAtExit(server.pid)
  process.on('exit', stopAtExit)
  const loop = async (): Promise<void> => {
    for (;;) {
      await server.gone
      if (stopping) return
      log.error('PostgreSQL ended unasked; starting it again', { log: spec.logPath })
      const next = await startServer(spec, server.port).catch((error: unknown) => {
        log.error('PostgreSQL does not start again', { reason: errorMessage(error) })
        return null
      })
      if (next === null) {
        if (stopping) return
        await sleep(1_000)
        continue
      }
      server = next
      // Asked to stop while it was starting: nobody else knows of this one.
      if (stopping) return stopServer(server)
      log.info('PostgreSQL runs again', { port: server.port })
    }
  }
  const watching = loop()
  return {
    async stop(): Promise<void> {
      stopping = true
      await stopServer({ pid: server.pid })
      await watching
      process.off('exit', stopAtExit)
    },
  }
}

function describe({
  secrets,
  directory,
  port,
  attached,
  stop,
}: {
  secrets: Secrets
  directory: string
  port: number
  attached: boolean
  stop: () => Promise<void>
}): EmbeddedServer {
  let stopped: Promise<void> | null = null
  const host = '127.0.0.1'
  return Object.freeze({
    host,
    port,
    directory,
    attached,
    passwordOf: (login: Login) => secrets.passwords[login],
    urlOf: ({ login, database }: { login: Login; database: string }) =>
      `postgres://${login}:${secrets.passwords[login]}@${host}:${port}/${database}`,
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  })
}

/** Uses the server that another process runs on the same files. */
async function attach(options: EmbeddedOptions, lockPath: string): Promise<EmbeddedServer | null> {
  const secretsPath = join(options.dataDir, 'postgres.json')
  for (let tries = 0; tries < 300 && lockHolder(lockPath) !== null; tries++) {
    if (existsSync(secretsPath)) {
      const secrets: Secrets = JSON.parse(readFileSync(secretsPath, 'utf8'))
      const directory = resolve(options.dataDir, secrets.directory)
      const port = runningServer(directory)?.port ?? 0
      if (port > 0)
        return describe({ secrets, directory, port, attached: true, stop: async () => undefined })
    }
    await sleep(100)
  }
  return null
}

/**
 * Starts PostgreSQL on the instance's files, made at the first start; a server left by a killed process is stopped
 * first. Listens on 127.0.0.1 only, at a port from the operating system, with generated passwords.
 * @throws `embedded-database-in-use`, `embedded-database-failed`
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  mkdirSync(options.dataDir, { recursive: true })
  const lockPath = join(options.dataDir, 'postgres.lock')
  if (!takeLock(lockPath)) {
    const attached = options.whenRunning === 'attach' ? await attach(options, lockPath) : null
    if (attached !== null) return attached
    throw busbarError('embedded-database-in-use', {
      detail: `Process ${lockHolder(lockPath)?.pid ?? 'unknown'} uses ${options.dataDir}. Stop it, or set BUSBAR_DATA_DIR.`,
    })
  }
  try {
    return await startLocked(options, lockPath)
  } catch (error) {
    releaseLock(lockPath)
    throw error
  }
}

async function startLocked(options: EmbeddedOptions, lockPath: string): Promise<EmbeddedServer> {
  const user = serverUser()
  const binaries = placeBinaries({ user, systemDir: options.systemDir })
  const secrets = openSecrets(options, user)
  const directory = resolve(options.dataDir, secrets.directory)
  await initialise({
    initdb: binaries.initdb,
    directory,
    user,
    password: secrets.passwords.postgres,
  })
  const orphan = runningServer(directory)
  if (orphan !== null) {
    options.log.warn('stopping the PostgreSQL that a killed Busbar left', { pid: orphan.pid })
    await stopServer(orphan)
  }
  const spec: ServerSpec = {
    postgres: binaries.postgres,
    directory,
    logPath: openLog(options.dataDir),
    user,
    superuserPassword: secrets.passwords.postgres,
    settings: { ...tunedSettings(), ...options.settings },
  }
  const server = await startServer(spec, null)
  const supervision = superviseServer(spec, server, options.log)
  const stop = async () => {
    await supervision.stop()
    releaseLock(lockPath)
  }
  return describe({ secrets, directory, port: server.port, attached: false, stop })
}

/**
 * Removes an instance's database files, wherever they were put, and stops a server that was left on them.
 * @returns false, with nothing done, while a living process uses them
 */
export async function removeEmbedded({ dataDir }: { dataDir: string }): Promise<boolean> {
  const lockPath = join(dataDir, 'postgres.lock')
  if (!existsSync(dataDir) || !takeLock(lockPath)) return false
  const path = join(dataDir, 'postgres.json')
  if (existsSync(path)) {
    const { directory }: Secrets = JSON.parse(readFileSync(path, 'utf8'))
    const place = resolve(dataDir, directory)
    const orphan = runningServer(place)
    if (orphan !== null) await stopServer(orphan)
    rmSync(place, { recursive: true, force: true })
    rmSync(path, { force: true })
  }
  releaseLock(lockPath)
  return true
}
