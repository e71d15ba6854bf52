import { type BusbarError, busbarError, errorCode } from '../kernel/error.ts'

/**
 * A plugin's schema tells places within the configuration; whoever sent a body is told them within that.
 * @param place where the configuration stands in the body, such as `/config`
 */
export async function placedAt<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    if (errorCode(thrown) !== 'validation-failed') throw thrown
    const { detail, errors: found } = thrown as BusbarError
    const errors = found.map(({ pointer, message }) => ({
      pointer: `${place}${pointer}`,
      message,
    }))
    throw busbarError('validation-failed', { detail, errors, cause: thrown })
  }
}
