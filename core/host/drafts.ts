import type {
  BrowseRequest,
  Browsing,
  Discovery,
  JsonObject,
  SearchLimits,
} from '../contracts/index.ts'
import { defined } from '../kernel/assert.ts'
import { crossError } from './boundary.ts'
import type { FindContribution } from './generation.ts'
import { pointSpecs } from './points.ts'
import { prepare, schema } from './prechecks.ts'
import { createRedact } from './redact.ts'
import { secretTexts } from './secrets.ts'

/** Settings of a meter driver's connection that nobody has saved. */
interface Draft {
  readonly type: string
  readonly connection: JsonObject
}

/** Searches by settings that are not kept, over a link of the driver's own that is let go of afterwards. */
export interface DraftSearches {
  /** @throws `validation-failed`, `unsupported`, and codes of plugins */
  tryDiscover(request: Draft & SearchLimits): Promise<Discovery>
  /** @throws `validation-failed`, `unsupported`, and codes of plugins */
  tryBrowse(request: Draft & BrowseRequest): Promise<Browsing>
}

export function createDraftSearches({ find }: { readonly find: FindContribution }): DraftSearches {
  const point = 'meterDrivers'
  const search = async (
    method: 'tryDiscover' | 'tryBrowse',
    { type, ...asked }: Draft & SearchLimits,
  ): Promise<unknown> => {
    const { declared, invoke, isolate } = find({ point, type })
    const prepared = prepare(declared, method, asked)
    if (prepared.kind === 'answer') return prepared.result
    const { request, finish } = prepared
    const secrets = { schema: schema(declared, 'connection').document, value: asked.connection }
    const spec = defined(pointSpecs[point].contribution[method], 'what is known of the method')
    try {
      const run = () => isolate.call({ point, type, method, request })
      return finish(await invoke({ method, spec, request, run }))
    } catch (thrown) {
      throw crossError(thrown, createRedact(secretTexts(secrets)))
    }
  }
  return Object.freeze({
    // What comes back has been judged by `prepare`.
    tryDiscover: (request) => search('tryDiscover', request) as Promise<Discovery>,
    tryBrowse: (request) => search('tryBrowse', request) as Promise<Browsing>,
  } satisfies DraftSearches)
}
