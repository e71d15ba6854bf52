import { onScopeDispose, shallowRef, watch } from 'vue'
import type { PluginLog } from '../../../core/generated/api.ts'
import { send } from '../../shared/api/client.ts'
import { openStream } from '../../shared/api/stream.ts'

type Line = PluginLog['items'][number]

/** Lines that are shown. */
const MOST = 200

/** What a plugin logs, newest first, as it comes, for as long as the calling component lives. */
export function useLog(of: () => { readonly id: string; readonly level: Line['level'] }) {
  /** Null until the server has answered. */
  const lines = shallowRef<readonly Line[] | null>(null)
  const failure = shallowRef<unknown>(null)
  let leave = (): void => undefined

  async function follow(): Promise<void> {
    const { id, level } = of()
    const path = `/api/v1/plugins/${encodeURIComponent(id)}/logs`
    const query = new URLSearchParams({ level, limit: String(MOST) })
    leave()
    let left = false
    leave = () => {
      left = true
    }
    try {
      // A stream does not say why it is refused, nor that there is nothing yet.
      const { data } = await send<PluginLog>('GET', `${path}?${query}`)
      if (left) return
      failure.value = null
      lines.value = data.items
    } catch (thrown) {
      if (!left) failure.value = thrown
      return
    }
    leave = openStream({
      path: `${path}/stream?${query}`,
      on: { lines: (data) => take(JSON.parse(data)) },
      refused: follow,
    })
  }
  function take({ items }: PluginLog): void {
    const known = lines.value ?? []
    const last = known[0]?.sequence ?? 0
    // A plugin that was removed and installed again counts from the start.
    const isAnew = (items.at(-1)?.sequence ?? 0) < last
    const more = items.filter(({ sequence }) => isAnew || sequence > last)
    lines.value = [...more.toReversed(), ...(isAnew ? [] : known)].slice(0, MOST)
  }

  watch(of, () => void follow(), { immediate: true })
  onScopeDispose(() => leave())
  return { lines, failure }
}
