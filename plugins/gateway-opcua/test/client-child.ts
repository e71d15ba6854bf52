import { serveCommands } from '@busbar/opcua/commands'
import { setErrorLogger, setWarningLogger } from 'node-opcua-client'
import { createAccess } from './client-access.ts'
import { callMethod, readAgain, readAll, readHistory, watch, write } from './client-asks.ts'
import { browsePoints, readTypes, readUnits, seePoints, typeOf } from './client-sees.ts'
import type { ClientCommands } from './protocol.ts'

// An OPC UA client in a process of its own, commanded over the IPC channel; it ends with its parent.

setWarningLogger(() => undefined)
setErrorLogger(() => undefined)

const access = createAccess()
const needed = () => access.session(true)

const commands: ClientCommands = {
  identity: (request) => access.identity(request ?? {}),
  use: (request) => access.use(request),
  leave: () => access.leave(),
  tries: (request) => access.tries(request),
  endpoints: ({ url }) => access.endpoints(url),
  async seen() {
    const session = await access.session(false)
    if (session === null) return null
    try {
      return await seePoints(session)
    } catch {
      await access.lost()
      return null
    }
  },
  readAll: async ({ pointIds }) => readAll(await needed(), pointIds),
  readAgain: async (request) => readAgain(await needed(), request),
  watch: async ({ pointIds }) => watch(await needed(), pointIds),
  write: async ({ pointId, value }) => write(await needed(), pointId, value),
  call: async ({ nodeId, name }) => callMethod(await needed(), nodeId, name),
  history: async (request) => readHistory(await needed(), request),
  alarms: async () => (await access.heard()).alarms,
  events: async () => (await access.heard()).events,
  units: async ({ pointId }) => readUnits(await needed(), pointId),
  async standard({ nodeId }) {
    const { value } = await (await needed()).read({ nodeId })
    return value.value
  },
  types: async () => readTypes(await needed()),
  typeOf: async ({ nodeId }) => typeOf(await needed(), nodeId),
  async nonsense() {
    const session = await needed()
    const points = await browsePoints(session)
    const ids = [...points.keys()]
    const statuses: string[] = []
    for (const id of [...ids, 'supply:0/order', 'meter:12'])
      if (!id.endsWith('/order'))
        statuses.push((await write(session, id, id.endsWith('/on') ? false : 'x')).status)
    const order = ids.find((id) => id.endsWith('/order')) ?? ''
    for (const odd of ['TRUE', '', 'x'.repeat(100_000)])
      statuses.push((await write(session, order, odd)).status)
    return statuses
  },
}

serveCommands(process, commands)
