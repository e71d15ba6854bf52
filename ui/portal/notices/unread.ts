import { computed, ref } from 'vue'
import type { Notice } from '../../../core/generated/api.ts'

const KEPT_AS = 'busbar.portal.opened'
const MOST = 300

/** Opened on this phone: a notice that came by e-mail alone is never told to be read. */
const opened = ref<readonly string[]>(kept())
const latest = ref<readonly Notice[]>([])

function kept(): readonly string[] {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(KEPT_AS) ?? '[]')
    return Array.isArray(ids) ? ids.map(String) : []
  } catch {
    return []
  }
}

export const isRead = ({ id, readAt }: Notice): boolean =>
  readAt !== null || opened.value.includes(id)

/** How many of the latest notices nobody has opened. */
export const unread = computed(() => latest.value.filter((notice) => !isRead(notice)).length)

export function noteLatest(notices: readonly Notice[]): void {
  latest.value = notices
}

export function noteOpened(id: string): void {
  opened.value = [id, ...opened.value.filter((each) => each !== id)].slice(0, MOST)
  localStorage.setItem(KEPT_AS, JSON.stringify(opened.value))
}
