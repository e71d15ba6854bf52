import { describe, expect, it } from 'vitest'
import { shared } from './shared.ts'

/** Work whose runs are ended by hand. */
function byHand() {
  const runs: { readonly key: string; end(failure?: Error): void }[] = []
  const ask = shared(
    (key: string) =>
      new Promise<number>((resolve, reject) => {
        const number = runs.length
        runs.push({ key, end: (failure) => (failure ? reject(failure) : resolve(number)) })
      }),
  )
  return { runs, ask }
}

/** Whatever is ready has happened. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('work that is shared', () => {
  it('is done once for all who ask while it is being done, and only after they asked', async () => {
    const { runs, ask } = byHand()
    const first = ask('a')
    const later = [ask('a'), ask('a'), ask('a')]
    expect(runs).toHaveLength(1)
    runs[0]?.end()
    expect(await first).toBe(0)
    await settled()
    expect(runs).toHaveLength(2)
    const last = ask('a')
    runs[1]?.end()
    expect(await Promise.all(later)).toEqual([1, 1, 1])
    await settled()
    runs[2]?.end()
    expect(await last).toBe(2)
    await settled()
    expect(runs).toHaveLength(3)
  })

  it('does not hold up other keys, and a failure is nobody else’s', async () => {
    const { runs, ask } = byHand()
    const first = ask('a')
    const later = ask('a')
    const other = ask('b')
    expect(runs.map(({ key }) => key)).toEqual(['a', 'b'])
    runs[1]?.end()
    expect(await other).toBe(1)
    runs[0]?.end(new Error('gone'))
    await expect(first).rejects.toThrow('gone')
    await settled()
    runs[2]?.end()
    expect(await later).toBe(2)
  })
})
