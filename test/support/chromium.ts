import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import chromium from '@sparticuz/chromium'

const PACKAGE = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..')
const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as {
  readonly version: string
}
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/busbar', import.meta.url))
const FOLDER = join(CACHE, `chromium-${version}`)

/**
 * Path of the browser's program, unpacked within the clone. The package itself unpacks to the folder for temporary
 * files that all users share: another user's file cannot be run, and one that is only half there can be met.
 */
export async function chromiumPath(): Promise<string> {
  if (!existsSync(FOLDER)) await unpack()
  return join(FOLDER, 'chromium')
}

async function unpack(): Promise<void> {
  mkdirSync(CACHE, { recursive: true })
  const folder = mkdtempSync(join(CACHE, 'unpacking-'))
  try {
    await unpackTo(folder)
    // Whole or not at all: several processes may do so at once, and the first one counts.
    renameSync(folder, FOLDER)
  } catch (thrown) {
    if (!existsSync(FOLDER)) throw thrown
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The package asks where temporary files go as it is called, and not later. */
async function unpackTo(folder: string): Promise<void> {
  const { TMPDIR } = process.env
  process.env.TMPDIR = folder
  const unpacked = chromium.executablePath()
  if (TMPDIR === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = TMPDIR
  await unpacked
}
