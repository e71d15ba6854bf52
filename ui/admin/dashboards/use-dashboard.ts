import { computed, ref, shallowRef, watch } from 'vue'
import type { Dashboard } from '../../../core/generated/api.ts'
import { send } from '../../shared/api/client.ts'
import { ApiError, isProblem } from '../../shared/api/problem.ts'
import { changesOf } from '../resource/drafts.ts'
import { useObject } from '../resource/object.ts'
import type { Item as Fields } from '../resource/pages.ts'
import { tidied } from './layout.ts'

/** What of a dashboard can be changed. */
export type Draft = Pick<Dashboard, 'title' | 'shared' | 'widgets'>

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
const draftOf = ({ title, shared, widgets }: Draft): Draft => ({ title, shared, widgets })

/**
 * A dashboard and what is being changed of it. A refusal leaves the draft as it is; where somebody else was faster, theirs
 * stands beside it until somebody has chosen.
 */
export function useDashboard(id: () => string) {
  const path = () => `/api/v1/dashboards/${encodeURIComponent(id())}`
  const object = useObject(path)
  const dashboard = computed(() => object.item.value as Dashboard | null)
  const base = shallowRef<Draft | null>(null)
  const draft = shallowRef<Draft | null>(null)
  const theirs = shallowRef<Draft | null>(null)
  const failure = shallowRef<unknown>(null)
  const busy = ref(false)
  const isChanged = computed(() => !same(draft.value, base.value))

  watch(dashboard, (item) => {
    if (item === null || theirs.value !== null || isChanged.value) return
    base.value = draftOf(item)
    draft.value = base.value
  })

  async function save(): Promise<boolean> {
    if (draft.value === null || base.value === null) return false
    busy.value = true
    failure.value = null
    try {
      const body = changesOf({ ...base.value }, { ...draft.value })
      const { data, etag } = await send<Dashboard>('PATCH', path(), {
        body,
        ifMatch: object.etag.value,
      })
      base.value = draftOf(data)
      draft.value = base.value
      object.item.value = { ...data }
      object.etag.value = etag ?? `"${data.version}"`
      return true
    } catch (thrown) {
      if (isProblem(thrown, 'version-mismatch')) await meet()
      else failure.value = thrown
      return false
    } finally {
      busy.value = false
    }
  }

  /** Somebody was faster. */
  async function meet(): Promise<void> {
    theirs.value = draft.value
    await object.reload()
    theirs.value = dashboard.value === null ? null : draftOf(dashboard.value)
  }

  return {
    ...{ dashboard, etag: object.etag, base, draft, theirs, busy, isChanged, save },
    failure: computed(() => failure.value ?? object.failure.value),
    /** Where a refusal says that something of it is wrong. */
    problems: computed(() =>
      failure.value instanceof ApiError ? (failure.value.problem.errors ?? []) : [],
    ),
    reload: object.reload,
    change(part: Partial<Draft>) {
      if (draft.value !== null) draft.value = { ...draft.value, ...part }
    },
    /** Goes on with what was chosen of both. */
    merge(next: Fields) {
      if (theirs.value === null) return
      const chosen = { ...theirs.value, ...next } as Draft
      base.value = theirs.value
      draft.value = { ...chosen, widgets: tidied(chosen.widgets) }
      theirs.value = null
    },
    discard() {
      draft.value = base.value
      failure.value = null
    },
  }
}
