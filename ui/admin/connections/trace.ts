import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type { ConnectionTrace, TraceEntry } from '../../../core/generated/api.ts'
import { send } from '../../shared/api/client.ts'
import { openStream } from '../../shared/api/stream.ts'

/** As many as the server keeps. */
const MOST = 2_000

/** The trace of a connection, followed for as long as it is on and the calling component lives. */
export function useTrace(path: string) {
  const standing = shallowRef<ConnectionTrace | null>(null)
  const entries = shallowRef<readonly TraceEntry[]>([])
  const failure = shallowRef<unknown>(null)
  const busy = ref(false)
  let leave = (): void => undefined

  function take(page: ConnectionTrace): void {
    const { startedAt } = standing.value ?? {}
    // Somebody has let it begin anew.
    const before = startedAt === page.startedAt ? entries.value : []
    const last = before.at(-1)?.sequence ?? 0
    const more = page.items.filter(({ sequence }) => sequence > last)
    standing.value = page
    if (more.length > 0 || before.length === 0) entries.value = [...before, ...more].slice(-MOST)
    if (!page.isOn) leave()
  }
  function follow(): void {
    leave()
    leave = openStream({
      path: `${path}/stream`,
      on: { trace: (data) => take(JSON.parse(data)) },
      refused: load,
    })
  }
  async function ask(run: () => Promise<{ readonly data: ConnectionTrace }>): Promise<void> {
    busy.value = true
    try {
      take((await run()).data)
      failure.value = null
      if (standing.value?.isOn === true) follow()
    } catch (thrown) {
      failure.value = thrown
    } finally {
      busy.value = false
    }
  }
  const load = () => ask(() => send('GET', path, { query: { limit: MOST } }))

  onScopeDispose(() => leave())
  void load()
  return {
    ...{ standing, entries, failure, busy },
    isOn: computed(() => standing.value?.isOn === true),
    start: (minutes: number) => ask(() => send('POST', `${path}/start`, { body: { minutes } })),
    stop: () => ask(() => send('POST', `${path}/stop`)),
  }
}
