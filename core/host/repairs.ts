import { errorCatalogue } from '../kernel/error.ts'
import type { LastError, PluginRepair } from './status.ts'

/** Opens a repair item once per trouble and says when it is over. */
export interface Repairs {
  open(request: {
    readonly key: string
    readonly pluginId: string
    readonly connectionId?: string
    readonly error: Omit<LastError, 'at'>
  }): void
  /** Nothing happens where the item is not open. */
  resolve(request: { readonly key: string }): void
}

export function createRepairs(options: {
  readonly onRepair: (repair: PluginRepair) => void
}): Repairs {
  const open = new Map<string, PluginRepair>()
  return Object.freeze({
    open: ({ key, pluginId, connectionId = null, error }) => {
      const { title, remedy } = errorCatalogue[error.code]
      const repair: PluginRepair = {
        status: 'open',
        ...{ key, pluginId, connectionId, title, remedy },
        code: error.code,
        detail: error.detail,
      }
      open.set(key, repair)
      options.onRepair(Object.freeze(repair))
    },
    resolve: ({ key }) => {
      const repair = open.get(key)
      if (repair && open.delete(key))
        options.onRepair(Object.freeze({ ...repair, status: 'resolved' }))
    },
  } satisfies Repairs)
}
