import { fileURLToPath } from 'node:url'
import type { ContributionBase, ExtensionPoint, JsonObject, KeptTexts } from '../contracts/index.ts'
import { type Apart, runApart } from '../host/process/apart.ts'

export type { Apart }

/**
 * A plugin's contribution in a process of its own, for the conformance suite to run once more: what
 * the host does where plugin.json says `"isolation": "process"`, whatever it says now. Call `close`
 * after the tests.
 *
 *     const apart = await inProcess({ manifest: import.meta.resolve('./plugin.json'), point: meterDrivers, type: 'acme' })
 *     meterDriverSuite({ ...apart.contribution, peer, capabilities })
 *     afterAll(apart.close)
 */
export function inProcess<C extends ContributionBase>(options: {
  /** URL of the plugin's plugin.json. */
  readonly manifest: string | URL
  readonly point: ExtensionPoint<C>
  readonly type: string
  /** The plugin's own configuration, where it has one. */
  readonly config?: JsonObject
  /** Optional methods that it does not have, such as `cancelSearch`. */
  readonly without?: readonly string[]
  /** What it keeps of its own; without it, it cannot. */
  readonly kept?: KeptTexts
}): Promise<Apart<C>> {
  const { manifest, ...rest } = options
  return runApart({ ...rest, directory: fileURLToPath(new URL('.', manifest)) })
}
