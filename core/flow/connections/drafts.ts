import type {
  BrowseRequest,
  Browsing,
  Discovery,
  SearchLimits,
} from '../../contracts/device-search.ts'
import type { ConnectionTest } from '../../contracts/plugin.ts'
import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { ConnectionDraft, ConnectionRunner, StoredConnection } from './ports.ts'

/** What can be done with settings before they are saved. Nothing of it is kept. */
export interface Drafts {
  /** @throws `not-found`, `validation-failed` */
  test(draft: ConnectionDraft): Promise<ConnectionTest>
  /** @throws `not-found`, `validation-failed`, `connection-test-failed`, `unsupported`, and codes of plugins */
  discover(draft: ConnectionDraft, request: SearchLimits): Promise<Discovery>
  /** As {@link discover} throws. */
  browse(draft: ConnectionDraft, request: BrowseRequest): Promise<Browsing>
}

export function createDrafts(options: {
  readonly runner: Pick<ConnectionRunner, 'test' | 'tryDiscover' | 'tryBrowse' | 'unmask'>
  readonly found: (id: Id) => Promise<StoredConnection>
  readonly inClear: (connection: StoredConnection) => StoredConnection
}): Drafts {
  const { runner, found, inClear } = options

  /** With secrets that were sent back masked taken from the connection that they belong to. */
  async function clear({ connectionId, siteId, point, type, config }: ConnectionDraft) {
    if (connectionId === null) return { point, type, config }
    const before = await found(connectionId)
    const same = before.siteId === siteId && before.point === point && before.type === type
    if (!same) throw busbarError('not-found', { detail: `No such connection ${connectionId}.` })
    const { config: kept } = inClear(before)
    return { point, type, config: runner.unmask({ point, type, value: config, kept }) }
  }
  /** Tested first: that nobody answers is no failure of the plugin, and is told in its words. */
  async function ofDriver(draft: ConnectionDraft) {
    if (draft.point !== 'meterDrivers')
      throw busbarError('unsupported', {
        detail: 'Only a connection of a meter driver has devices.',
      })
    const settings = await clear(draft)
    return { settings, test: await runner.test(settings) }
  }
  return {
    test: async (draft) => runner.test(await clear(draft)),
    async discover(draft, request) {
      const { settings, test } = await ofDriver(draft)
      const { type, config } = settings
      const search = () => runner.tryDiscover({ ...request, type, config })
      if (test.ok) return search()
      // What keeps it from working may be what the search finds, such as a certificate to be trusted.
      const found = await search().catch(() => undefined)
      if (found !== undefined && (found.sources ?? []).length > 0) return found
      throw busbarError('connection-test-failed', { detail: test.detail })
    },
    async browse(draft, request) {
      const { settings, test } = await ofDriver(draft)
      if (!test.ok) throw busbarError('connection-test-failed', { detail: test.detail })
      const { type, config } = settings
      return runner.tryBrowse({ ...request, type, config })
    },
  }
}
