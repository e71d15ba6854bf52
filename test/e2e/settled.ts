import type { Page } from 'playwright-core'

/** Ends when nothing that ends by itself moves any more; what moves for ever is not waited for. */
const SETTLED = `(async () => {
  const endsAt = performance.now() + 5000
  const moving = () => document.getAnimations()
    .filter(({ effect, playState }) => playState === 'running' && effect?.getComputedTiming().iterations !== Infinity)
  do {
    await Promise.race([
      new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      new Promise((resolve) => setTimeout(resolve, 500)),
    ])
    await Promise.race([
      Promise.allSettled(moving().map(({ finished }) => finished)),
      new Promise((resolve) => setTimeout(resolve, 500)),
    ])
  } while (moving().length > 0 && performance.now() < endsAt)
})()`

/** Waits until colours and shapes have come to rest: what is half faded in has no contrast yet. */
export const settled = (page: Page): Promise<void> => page.evaluate<void>(SETTLED)
