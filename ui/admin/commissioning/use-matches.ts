import { onScopeDispose, reactive, watch } from 'vue'
import type { Discovery, TemplateMatchList } from '../../../core/generated/api.ts'
import { send } from '../../shared/api/client.ts'

/** As many points as one question takes. */
const POINTS = 500

/**
 * The templates that fit each device that was found, the best first, and the meters that it is bound to already, by the
 * device's source. One device is asked for
 * after another, so that a building of hundreds does not keep the server from its work.
 * @param asked null: nobody asks, or nothing was found yet
 */
export function useMatches(
  asked: () => { readonly connectionId: string; readonly devices: Discovery['devices'] } | null,
) {
  const matches = reactive(new Map<string, TemplateMatchList>())
  let current: AbortController | null = null

  async function ask(): Promise<void> {
    current?.abort()
    matches.clear()
    const wanted = asked()
    if (wanted === null) return
    const mine = new AbortController()
    current = mine
    const { signal } = mine
    const path = `/api/v1/connections/${wanted.connectionId}/match-templates`
    for (const { source, points } of wanted.devices) {
      if (points.length === 0) continue
      const body = {
        points: points.slice(0, POINTS).map(({ role, address }) => ({ role, address })),
      }
      try {
        const { data } = await send<TemplateMatchList>('POST', path, { body, signal })
        if (signal.aborted) return
        matches.set(source, data)
      } catch {
        // What fits is a help alone; without it points are bound by hand.
        return
      }
    }
  }
  watch(asked, () => void ask(), { immediate: true })
  onScopeDispose(() => current?.abort())
  return matches
}
