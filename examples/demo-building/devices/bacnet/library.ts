import { createRequire } from 'node:module'

/** The BACnet stack; it is CommonJS with a default export of its own. */
export const library: typeof import('@bacnet-js/client') = createRequire(import.meta.url)(
  '@bacnet-js/client',
)

export type Stack = InstanceType<typeof library.default>
