import { ELVACO_CODECS } from './elvaco.ts'
import { decodeFields, decodeTlv } from './frame.ts'
import { MILESIGHT_CODECS } from './milesight.ts'
import type { CodecSettings, Decoded, Uplink } from './model.ts'
import { createSandbox, type Sandbox } from './sandbox.ts'

/** Codecs that need not be written down in a connection; one of the same name there comes first. */
const SHIPPED_CODECS: readonly CodecSettings[] = [...MILESIGHT_CODECS, ...ELVACO_CODECS]

/** A codec ready to read uplinks: at once, or later where a script does it. */
export type Codec = Pick<CodecSettings, 'name' | 'commands' | 'query'> &
  (
    | { readonly decode: (uplink: Uplink) => Decoded }
    | { readonly decodeLater: (uplink: Uplink) => Promise<Decoded> }
  )

export interface Codecs {
  /** @throws Error when there is none of that name. */
  named(name: string): Codec
  all(): readonly Codec[]
  stop(): Promise<void>
}

/** The connection's own codecs and those that come with the driver. */
export function createCodecs(own: readonly CodecSettings[]): Codecs {
  const sandbox = createSandbox()
  const known = new Map(
    [...SHIPPED_CODECS, ...own].map((settings) => [settings.name, ready(settings, sandbox)]),
  )
  return {
    named(name) {
      const codec = known.get(name)
      if (codec === undefined)
        throw new Error(
          `The connection has no codec "${name}": add it there, or use one of ${SHIPPED_CODECS.map((one) => one.name).join(', ')}.`,
        )
      return codec
    },
    all: () => [...known.values()],
    stop: sandbox.stop,
  }
}

function ready(settings: CodecSettings, sandbox: Sandbox): Codec {
  const { name, commands, query } = settings
  const about = {
    name,
    ...(commands === undefined ? {} : { commands }),
    ...(query === undefined ? {} : { query }),
  }
  switch (settings.type) {
    case 'fields':
      return { ...about, decode: (uplink) => decodeFields(settings, uplink) }
    case 'tlv':
      return { ...about, decode: (uplink) => decodeTlv(settings, uplink) }
    case 'script':
      return { ...about, decodeLater: (uplink) => sandbox.run(settings, uplink) }
  }
}
