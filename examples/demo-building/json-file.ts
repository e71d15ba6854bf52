import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

/** A file of JSON that is replaced whole or not at all, readable by its owner alone. */
export function createJsonFile<T>(path: string): {
  read(): T | undefined
  write(value: T): void
} {
  return {
    read: () => (existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : undefined),
    write(value) {
      const half = `${path}.new`
      writeFileSync(half, `${JSON.stringify(value)}\n`, { mode: 0o600, flush: true })
      renameSync(half, path)
    },
  }
}
