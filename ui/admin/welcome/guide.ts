import { computed, reactive, ref, shallowRef } from 'vue'
import type { SetupProgress } from '../../../core/generated/api.ts'
import { api, dataOf, send } from '../../shared/api/client.ts'
import { type Contribution, loadContributions } from '../connections/contributions.ts'
import { loadContract } from '../contract/contract.ts'
import { prepareContract, resourceOf } from '../contract/use-contract.ts'
import type { Item } from '../resource/pages.ts'
import { loadSites } from '../site.ts'
import { counts, type Known, nextTask, TASKS, type Task, type TaskId } from './tasks.ts'

const LOOKED_AT = 50

/** How far the set-up has come, read from the server, so that it can be left and resumed anywhere. */
export function useGuide() {
  const known = shallowRef<Known>({})
  const progress = shallowRef<SetupProgress | null>(null)
  const contributions = shallowRef<readonly Contribution[]>([])
  const ready = ref(false)
  const failure = shallowRef<unknown>(null)
  const putOff = reactive(new Set<TaskId>())
  const chosen = ref<TaskId | null>(null)

  const current = computed<Task | null>(() => {
    const wanted = TASKS.find(({ id }) => id === chosen.value)
    return wanted ?? nextTask(known.value, putOff)
  })

  async function load(): Promise<void> {
    failure.value = null
    try {
      const [found] = await Promise.all([
        dataOf(api.GET('/api/v1/setup/progress')),
        prepareContract(),
        loadContract(),
      ])
      await loadSites()
      contributions.value = await loadContributions()
      known.value = await lookAround()
      progress.value = found
      ready.value = true
    } catch (thrown) {
      failure.value = thrown
    }
  }

  /** Takes what was made, and goes on. */
  async function made(task: Task): Promise<void> {
    chosen.value = null
    putOff.delete(task.id)
    await load()
  }

  function skip(task: Task): void {
    chosen.value = null
    putOff.add(task.id)
  }

  return {
    known,
    progress,
    contributions,
    ready,
    failure,
    putOff,
    chosen,
    current,
    load,
    made,
    skip,
  }
}

/** The first object of each task, in order: a later one is looked for among what belongs to the earlier. */
async function lookAround(): Promise<Known> {
  const known: Partial<Record<TaskId, Item>> = {}
  for (const task of TASKS) {
    const resource = resourceOf(task.service)
    if (resource === undefined || task.needs.some((need) => known[need] === undefined)) continue
    const among = task.among?.(known) ?? {}
    const query = Object.fromEntries(
      Object.entries(among)
        .filter(([name]) => resource.filters[name] !== undefined)
        .map(([name, value]) => [name, String(value)]),
    )
    const { data } = await send<{ readonly items: readonly Item[] }>('GET', resource.path, {
      query: { ...query, limit: LOOKED_AT },
    })
    const first = data.items.find((item) => counts(task, item))
    if (first !== undefined) known[task.id] = first
  }
  return known
}
