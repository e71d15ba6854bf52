import {
  chownSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { busbarError, errorMessage } from '../kernel/error.ts'
import { lockHolder, releaseLock, takeLock } from './embedded/lock.ts'
import { placeBinaries, type ServerUser, serverUser } from './embedded/place.ts'
import {
  runInitdb,
  runningServer,
  type ServerProcess,
  type ServerSpec,
  startServer,
  stopServer,
  stopServerAtExit,
} from './embedded/process.ts'
import {
  directoryOf,
  type Login,
  openSecrets,
  readSecrets,
  removeSecrets,
  type Secrets,
} from './embedded/secrets.ts'
import { tunedSettings } from './embedded/settings.ts'

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
  for (let tries = 0; tries < 300 && lockHolder(lockPath) !== null; tries++) {
    const secrets = readSecrets(options)
    if (secrets !== null) {
      const directory = directoryOf(options, secrets)
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
  const directory = directoryOf(options, secrets)
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
  const secrets = readSecrets({ dataDir })
  if (secrets !== null) {
    const place = directoryOf({ dataDir }, secrets)
    const orphan = runningServer(place)
    if (orphan !== null) await stopServer(orphan)
    rmSync(place, { recursive: true, force: true })
    removeSecrets({ dataDir })
  }
  releaseLock(lockPath)
  return true
}
