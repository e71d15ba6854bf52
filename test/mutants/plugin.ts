import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { ViteUserConfig } from 'vitest/config'
import { mutantNamed } from './list.ts'
import type { Mutant } from './mutant.ts'

type Plugin = Extract<NonNullable<ViteUserConfig['plugins']>[number], { readonly name: string }>

const ROOT = join(import.meta.dirname, '../..')
const MIGRATIONS_READER = 'core/persistence/migrate.ts'
const READS_ONE = "readFileSync(join(folder, name), 'utf8')"

/** Changes one file on its way into the tests; what lies on disk stays as it is. */
export function mutate(name: string): Plugin {
  const mutant = mutantNamed(name)
  const { file, search, replace } = mutant.file.endsWith('.sql') ? inReader(mutant) : mutant
  const path = join(ROOT, file)
  return {
    name: 'busbar-mutant',
    enforce: 'pre',
    transform(code, id) {
      if (id.split('?')[0] !== path) return null
      if (code.split(search).length !== 2) throw new Error(`${file} has changed: mend ${name}.`)
      return { code: code.replace(search, () => replace), map: null }
    },
  }
}

/** A migration is no module: the reader of migrations is changed, to read this one otherwise. */
function inReader({ name, file, search, replace }: Mutant) {
  if (readFileSync(join(ROOT, file), 'utf8').split(search).length !== 2)
    throw new Error(`${file} has changed: mend ${name}.`)
  const [of, from, to] = [basename(file), search, replace].map((text) => JSON.stringify(text))
  return {
    file: MIGRATIONS_READER,
    search: READS_ONE,
    replace: `(name === ${of} ? ${READS_ONE}.replace(${from}, () => ${to}) : ${READS_ONE})`,
  }
}
