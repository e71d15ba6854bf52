import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'

/** Marks the modules of one reload; Node keeps every URL's module for the life of the process. */
const RELOAD = 'busbar-reload'

/** What plugins import of us, by name: there is one instance of it, wherever a plugin lies. */
const CONTRACTS = '@busbar/core/contracts'
const OUR_CONTRACTS = new URL('../contracts/index.ts', import.meta.url).href

export interface ModuleLoader {
  /**
   * Imports a plugin's entry module.
   * @param request.generation 0 the first time; another number imports the file and the plugin's
   *   own modules afresh.
   */
  load(request: { readonly file: string; readonly generation: number }): Promise<unknown>
  /** Takes the hook out of Node's module loader. */
  dispose(): void
}

/**
 * Imports plugins, afresh where asked: the generation travels as a query on the entry's URL and, by
 * a resolve hook, on everything that it imports by a relative path. Libraries (`node_modules`, the
 * core's contracts) keep their one instance. An old generation stays in memory until the process
 * ends, since Node cannot unload modules.
 */
export function createModuleLoader(): ModuleLoader {
  const hooks = registerHooks({
    resolve: (specifier, context, nextResolve) => {
      if (specifier === CONTRACTS) return nextResolve(OUR_CONTRACTS, context)
      const resolved = nextResolve(specifier, context)
      const generation = generationOf(context.parentURL)
      const own = specifier.startsWith('.') && resolved.url.startsWith('file:')
      if (generation === null || !own || resolved.url.includes('/node_modules/')) return resolved
      return { ...resolved, url: withGeneration(resolved.url, generation) }
    },
  })
  return Object.freeze({
    load: ({ file, generation }) => {
      const url = pathToFileURL(file).href
      return import(generation === 0 ? url : withGeneration(url, String(generation)))
    },
    dispose: () => hooks.deregister(),
  } satisfies ModuleLoader)
}

function generationOf(url: string | undefined): string | null {
  return url?.startsWith('file:') ? new URL(url).searchParams.get(RELOAD) : null
}

function withGeneration(url: string, generation: string): string {
  const parsed = new URL(url)
  parsed.searchParams.set(RELOAD, generation)
  return parsed.href
}
