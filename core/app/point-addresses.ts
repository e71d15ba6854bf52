import type { ConnectionStore } from '../flow/connections/ports.ts'
import type { PluginHost } from '../host/host.ts'
import { busbarError, errorCode } from '../kernel/error.ts'
import type { RowCheck } from '../services/registry.ts'

/**
 * Judges a point's address by the point schema of its connection's driver, as the driver will be given it.
 * @throws `validation-failed` naming the place, `plugin-not-available` where the driver's plugin is not there
 */
export function createPointCheck(options: {
  readonly host: Pick<PluginHost, 'validate'>
  readonly connections: Pick<ConnectionStore, 'get'>
}): RowCheck {
  const { host, connections } = options
  return async ({ before, values }) => {
    if (values.address === undefined) return
    const connection = await connections.get(String((before ?? values).connectionId))
    if (connection === null) return
    if (connection.point !== 'meterDrivers')
      throw busbarError('validation-failed', {
        errors: [{ pointer: '/connectionId', message: 'is no connection of a meter driver' }],
      })
    const judged = judge(host, connection.type, values.address)
    if (judged.ok) return
    throw busbarError('validation-failed', {
      errors: judged.errors.map(({ pointer, message }) => ({
        pointer: `/address${pointer}`,
        message,
      })),
    })
  }
}

function judge(host: Pick<PluginHost, 'validate'>, type: string, input: unknown) {
  try {
    return host.validate({ point: 'meterDrivers', type, role: 'point', input })
  } catch (thrown) {
    if (errorCode(thrown) !== 'not-found') throw thrown
    throw busbarError('plugin-not-available', {
      detail: `No plugin contributes meterDrivers/${type} now, and its points' addresses cannot be judged.`,
      cause: thrown,
    })
  }
}
