import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeptTexts } from '../contracts/plugin.ts'
import type { Sealer } from '../flow/connections/ports.ts'
import { busbarError } from '../kernel/error.ts'

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/
const LONGEST = 65_536
/** A few are kept, whoever asks. */
const MOST = 32

/**
 * What plugins keep of their own: sealed files below the data folder, a folder for each plugin. A plugin
 * reaches its own and no others.
 */
export function createKeptTexts(options: {
  readonly dataDir: string
  readonly sealer: Sealer
}): (plugin: { readonly pluginId: string }) => KeptTexts {
  const { dataDir, sealer } = options
  return ({ pluginId }) => {
    const folder = join(dataDir, 'plugin-texts', checked(pluginId))
    return Object.freeze({
      async get({ name }) {
        const sealed = await readFile(join(folder, checked(name)), 'utf8').catch(absent)
        return sealed === null ? null : sealer.unseal(sealed)
      },
      async set({ name, text }) {
        if (text.length > LONGEST)
          throw busbarError('validation-failed', { detail: `${name} is longer than ${LONGEST}.` })
        const file = join(folder, checked(name))
        await mkdir(folder, { recursive: true, mode: 0o700 })
        const names = (await readdir(folder)).filter((known) => NAME.test(known))
        if (names.length >= MOST && !names.includes(name))
          throw busbarError('validation-failed', { detail: `${MOST} texts are kept already.` })
        // Whole or not at all, whenever this process ends.
        await writeFile(`${file}.new`, sealer.seal(text), { mode: 0o600 })
        await rename(`${file}.new`, file)
      },
    } satisfies KeptTexts)
  }
}

function checked(name: string): string {
  if (NAME.test(name)) return name
  throw busbarError('validation-failed', {
    detail: `"${name}" is no name: small letters, digits and hyphens.`,
  })
}

function absent(thrown: unknown): null {
  if (thrown instanceof Error && Reflect.get(thrown, 'code') === 'ENOENT') return null
  throw thrown
}
