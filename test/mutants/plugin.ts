import { join } from 'node:path'
import type { ViteUserConfig } from 'vitest/config'
import { mutantNamed } from './list.ts'

type Plugin = Extract<NonNullable<ViteUserConfig['plugins']>[number], { readonly name: string }>

/** Changes one file on its way into the tests; what lies on disk stays as it is. */
export function mutate(name: string): Plugin {
  const { file, search, replace } = mutantNamed(name)
  const path = join(import.meta.dirname, '../..', file)
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
