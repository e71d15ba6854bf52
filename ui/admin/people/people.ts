import { shallowRef } from 'vue'
import type { User } from '../../../core/generated/api.ts'
import { isProblem } from '../../shared/api/problem.ts'
import { allOf } from './all.ts'

/** Users by their ids; none for whoever may not see who there is. */
export function usePeople() {
  const people = shallowRef<readonly User[]>([])
  async function load(): Promise<void> {
    try {
      people.value = await allOf<User>('/api/v1/users')
    } catch (thrown) {
      if (!isProblem(thrown, 'forbidden')) throw thrown
    }
  }
  return { people, load }
}
