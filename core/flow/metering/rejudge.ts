import type { Log } from '../../contracts/plugin.ts'
import { errorMessage } from '../../kernel/error.ts'
import { deriveCorrection } from './correct.ts'
import type { StreamStore } from './ports.ts'

/** Judges again what a defect kept from being judged; what still fails stays set aside. */
export async function rejudge({
  store,
  log,
}: {
  readonly store: StreamStore
  readonly log: Log
}): Promise<void> {
  for (const { pointId, from } of await store.unjudged()) {
    const failure = await store
      .correct({ pointId, readings: [], from, derive: deriveCorrection })
      .then(() => null, errorMessage)
    const told = { meteringPointId: pointId }
    if (failure === null) log.info('Readings that were set aside are judged now', told)
    else log.warn('Readings that were set aside still cannot be judged', { ...told, failure })
  }
}
