import type {
  BrowseRequest,
  Browsing,
  Clock,
  ConnectionTest,
  Discovery,
  JsonObject,
  SearchLimits,
} from '@busbar/core/contracts'
import { busbarError } from '@busbar/core/contracts'
import type { FindIdentity } from './identity.ts'
import { loadLibrary } from './library.ts'
import { browseOn, discoverOn } from './searches.ts'
import { type Failure, type Opened, openSession } from './session.ts'
import { readSettings } from './settings.ts'
import { asSource } from './trust.ts'

interface Asked {
  readonly connection: JsonObject
  readonly timeoutMs: number
}

/** What can be done with settings that are not saved, over a session that is closed again. */
export interface Passing {
  test(request: Asked): Promise<ConnectionTest>
  /** A certificate that is not trusted is no failure here: it is what was found. */
  tryDiscover(request: SearchLimits & Asked): Promise<Discovery>
  tryBrowse(request: BrowseRequest & Asked): Promise<Browsing>
}

export function createPassing(options: {
  readonly findIdentity: FindIdentity
  readonly clock: Clock
  /** Aborted when the plugin is stopped. */
  readonly signal: AbortSignal
}): Passing {
  const { findIdentity, clock, signal } = options

  /** The first of the addresses that is reached; otherwise why each was not. */
  async function open({ connection, timeoutMs }: Asked): Promise<Opened | readonly Failure[]> {
    const settings = readSettings(connection)
    const library = await loadLibrary()
    const until = performance.now() + timeoutMs
    const failures: Failure[] = []
    for (const url of [settings.url, ...settings.redundantUrls]) {
      const leftMs = Math.min(settings.connectTimeoutMs, until - performance.now())
      if (leftMs <= 0) break
      const request = { library, settings, findIdentity, clock, url, timeoutMs: leftMs, signal }
      const opened = await openSession(request)
      if ('session' in opened) return opened
      failures.push(opened)
    }
    return failures
  }

  return {
    async test(request) {
      const opened = await open(request)
      if (!('session' in opened)) return { ok: false, detail: wordsOf(opened) }
      const { url, close } = opened
      await close()
      return { ok: true, detail: `${url} accepts the connection.` }
    },
    async tryDiscover(request) {
      const opened = await open(request)
      if ('session' in opened)
        return { devices: await used(opened, (it) => discoverOn(it, request, signal)), sources: [] }
      const sources = opened.flatMap(({ refused }) =>
        refused === undefined ? [] : asSource(refused, clock.now()),
      )
      if (sources.length > 0) return { devices: [], sources }
      throw busbarError('connection-test-failed', { detail: wordsOf(opened) })
    },
    async tryBrowse(request) {
      const opened = await open(request)
      if ('session' in opened) return used(opened, (it) => browseOn(it, request, signal))
      throw busbarError('connection-test-failed', { detail: wordsOf(opened) })
    },
  }
}

async function used<T>(opened: Opened, use: (opened: Opened) => Promise<T>): Promise<T> {
  try {
    return await use(opened)
  } finally {
    await opened.close()
  }
}

function wordsOf(failures: readonly Failure[]): string {
  return failures.map(({ detail }) => detail).join(' ') || 'The server did not answer in time.'
}
