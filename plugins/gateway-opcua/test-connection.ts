import { type ConnectionTest, errorMessage, type JsonObject } from '@busbar/core/contracts'
import { thumbprintOf } from '@busbar/opcua/certificates'
import { urlOf } from './gateway.ts'
import type { FindIdentity } from './identity.ts'
import { loadLibrary } from './library.ts'
import { whyNotListening } from './port.ts'
import { readSettings } from './settings.ts'

/** A name for what is tried before it is saved; its certificate is not the connection's later one. */
const DRAFT = 'draft'

/** Says whether the server could listen, and who could come in. */
export function createTestConnection(findIdentity: FindIdentity) {
  return async ({
    connection,
  }: {
    readonly connection: JsonObject
    readonly timeoutMs: number
  }): Promise<ConnectionTest> => {
    try {
      const settings = readSettings(connection)
      const url = urlOf(settings)
      const reason = await whyNotListening(settings)
      if (reason !== null && reason !== 'EADDRINUSE')
        return { ok: false, detail: `It could not listen at ${url}: ${reason}.` }
      const own = settings.certificate !== undefined
      const identity = own
        ? await findIdentity({ library: await loadLibrary(), settings, connectionId: DRAFT })
        : undefined
      return {
        ok: true,
        detail: [
          reason === null
            ? `It can listen at ${url}.`
            : `Something listens at ${url} now; if that is not this connection, choose another port.`,
          identity && `Its certificate's thumbprint is ${thumbprintOf(identity.certificate)}.`,
          settings.trusted.length === 0 &&
            !settings.allowUnencrypted &&
            'No client is trusted yet: let one try, and trust its certificate, which is shown here then.',
        ]
          .filter((part) => typeof part === 'string')
          .join(' '),
      }
    } catch (thrown) {
      return { ok: false, detail: errorMessage(thrown) }
    }
  }
}
