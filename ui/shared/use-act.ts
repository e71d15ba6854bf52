import { type Ref, ref, type ShallowRef, shallowRef } from 'vue'

/** Something that a person does and that may be refused. */
export interface Act<Failure> {
  readonly busy: Ref<boolean>
  /** Why the last attempt was refused; null while there is nothing to say. */
  readonly failure: ShallowRef<Failure | null>
  /** Does it, unless one is under way. @returns whether it was done */
  readonly act: (work: () => Promise<unknown>) => Promise<boolean>
}

export function useAct(): Act<unknown>
/** @param tell what is kept of what was thrown, such as its words */
export function useAct<Failure>(tell: (thrown: unknown) => Failure): Act<Failure>
export function useAct(tell: (thrown: unknown) => unknown = (thrown) => thrown): Act<unknown> {
  const busy = ref(false)
  const failure = shallowRef<unknown>(null)

  async function act(work: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    failure.value = null
    try {
      await work()
      return true
    } catch (thrown) {
      failure.value = tell(thrown)
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, failure, act }
}
