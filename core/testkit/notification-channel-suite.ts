import { describe, test } from 'vitest'
import { notificationChannelCases } from './notification-channel-cases.ts'
import type { NotificationChannelSuiteOptions } from './notification-channel-peer.ts'

const CASE_TIMEOUT_MS = 120_000

/**
 * What every notification channel must prove. Everything that goes in and comes out crosses the
 * text form of a plugin's boundary.
 *
 * A case is left out only by a reason in `skip`; a name there that is no case is an error.
 */
export function notificationChannelSuite(options: NotificationChannelSuiteOptions): void {
  const skip = options.skip ?? {}
  const names = notificationChannelCases.map(({ name }) => name)
  const unknown = Object.keys(skip).filter((name) => !names.includes(name))
  if (unknown.length > 0)
    throw new Error(
      `Not a case of this suite: ${unknown.join(', ')}. There are: ${names.join(', ')}`,
    )

  describe('notification channel', () => {
    for (const { name, run } of notificationChannelCases) {
      const reason = skip[name]
      if (reason === undefined) test(name, () => run(options), CASE_TIMEOUT_MS)
      else test(`${name} (left out: ${reason})`, ({ skip: leaveOut }) => leaveOut(reason))
    }
  })
}
