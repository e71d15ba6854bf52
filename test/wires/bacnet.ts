import { afterAll, beforeAll } from 'vitest'
import { joinNamespaces, lacksNamespaces, type Namespaces } from '../support/namespaces.ts'
import { type Capture, capture } from '../support/tshark.ts'

/** Why these tests cannot run here. */
export const reason = lacksNamespaces()
export const reasonInTitle = reason === undefined ? '' : ` (skipped: ${reason})`

/** Two namespaces with a capture of BACnet/IP between them, for the tests of a file. */
export function wireTests(): () => { readonly joined: Namespaces; readonly wire: Capture } {
  let joined: Namespaces | undefined
  let wire: Capture | undefined
  beforeAll(async () => {
    const made = joinNamespaces()
    joined = made
    const { run, near, device } = made
    wire = await capture({
      ...{ device, filter: 'udp', decodeAs: 'udp.port==47808,bvlc' },
      spawned: (program, ...args) => run(near, program, ...args),
    })
  }, 60_000)
  afterAll(() => {
    wire?.dispose()
    joined?.close()
  })
  return () => {
    if (joined === undefined || wire === undefined) throw new Error('There is no wire.')
    return { joined, wire }
  }
}

/** A script of a plugin's tests. */
export const scriptOf = (plugin: string, name: string): string =>
  new URL(`../../plugins/${plugin}/test/${name}`, import.meta.url).pathname
