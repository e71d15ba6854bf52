import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { busbarError } from '../../kernel/error.ts'
import { placeData, type ServerUser } from './place.ts'

/** The database logins. `postgres` is the embedded server's superuser, used to make the other three. */
export type Login = 'postgres' | 'busbar_owner' | 'busbar_app' | 'busbar_guard'

/** Kept in postgres.json beside the data, for its owner's eyes only. */
export interface Secrets {
  /** Where the database files lie; relative to the data folder when inside it, so that the clone can be moved. */
  readonly directory: string
  readonly passwords: Readonly<Record<Login, string>>
}

function secretsPath({ dataDir }: { readonly dataDir: string }): string {
  return join(dataDir, 'postgres.json')
}

/** Null when the instance has no embedded database yet. */
export function readSecrets(options: { readonly dataDir: string }): Secrets | null {
  const path = secretsPath(options)
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null
}

export function removeSecrets(options: { readonly dataDir: string }): void {
  rmSync(secretsPath(options), { force: true })
}

/** Where the database files lie, absolute. */
export function directoryOf({ dataDir }: { readonly dataDir: string }, secrets: Secrets): string {
  return resolve(dataDir, secrets.directory)
}

function writeSecrets(path: string, secrets: Secrets): void {
  const unfinished = `${path}.unfinished`
  writeFileSync(unfinished, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  renameSync(unfinished, path)
}

/** Reads the secrets file, or decides on place and passwords and writes it, before anything else exists. */
export function openSecrets(
  options: { readonly dataDir: string; readonly systemDir: string },
  user: ServerUser | null,
): Secrets {
  const path = secretsPath(options)
  const kept = readSecrets(options)
  if (kept !== null) return kept
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
