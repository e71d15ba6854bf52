import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isAlive, processBirth } from './process.ts'

interface Holder {
  readonly pid: number
  readonly birth: string | null
}

function readHolder(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

/** The living process that holds the lock, or null. */
export function lockHolder(path: string): Holder | null {
  const holder = readHolder(path)
  if (holder === null || !isAlive(holder.pid)) return null
  return processBirth(holder.pid) === holder.birth ? holder : null
}

/** Takes the lock for this process, from a dead holder too; false when a living one has it. */
export function takeLock(path: string): boolean {
  if (lockHolder(path) !== null) return false
  const own = `${path}.${process.pid}`
  const mine: Holder = { pid: process.pid, birth: processBirth(process.pid) }
  writeFileSync(own, JSON.stringify(mine))
  try {
    rmSync(path, { force: true })
    // A link appears with its content at once, and only for one of several who try.
    linkSync(own, path)
    return true
  } catch {
    return false
  } finally {
    rmSync(own, { force: true })
  }
}

export function releaseLock(path: string): void {
  const holder = readHolder(path)
  if (holder?.pid === process.pid) rmSync(path, { force: true })
}
