import { ref } from 'vue'
import type { Question } from '../../../core/generated/api.ts'

const KEPT_AS = 'busbar.questions.seen'
const MOST = 500

type Seen = Readonly<Record<string, string>>

/** When the last message was said that has been read here, by question. */
const seen = ref<Seen>(kept())

function kept(): Seen {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEPT_AS) ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Seen) : {}
  } catch {
    return {}
  }
}

/** Whether the tenant has said something that nobody has read in this browser. */
export const isUnread = ({ id, state, lastMessageAt }: Question): boolean =>
  state === 'open' && seen.value[id] !== lastMessageAt

export function noteSeen({ id, lastMessageAt }: Question): void {
  if (seen.value[id] === lastMessageAt) return
  const others = Object.entries(seen.value).filter(([each]) => each !== id)
  seen.value = Object.fromEntries([[id, lastMessageAt], ...others].slice(0, MOST))
  localStorage.setItem(KEPT_AS, JSON.stringify(seen.value))
}
