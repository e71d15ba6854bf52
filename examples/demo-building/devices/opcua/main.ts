import { setErrorLogger, setWarningLogger } from 'node-opcua'
import type { FromServer, ToServer, Written } from './protocol.ts'
import { type MeterServer, startMeterServer } from './server.ts'

/*
 * The OPC UA server as a process of its own: the devices' process tells it what the meters show, it tells what is
 * written. It ends with its parent.
 */

const FORCED_MS = 2_000

// Clients that come and go are no news.
setWarningLogger(() => undefined)
setErrorLogger(() => undefined)

const waiting = new Map<number, (written: Written) => void>()
let lastId = 0
let running: MeterServer | undefined

const say = (message: FromServer) => process.send?.(message)

function write(device: string, on: boolean): Promise<Written> {
  lastId += 1
  const id = lastId
  say({ say: 'write', id, device, on })
  return new Promise((resolve) => waiting.set(id, resolve))
}

process.on('message', async (message: ToServer) => {
  switch (message.do) {
    case 'start':
      running = await startMeterServer(message.config, write)
      say({ say: 'ready', ready: running.ready })
      break
    case 'find':
      running?.space.find(message.found)
      break
    case 'show':
      running?.space.show(message.shown)
      break
    case 'lose':
      running?.space.lose(message.device)
      break
    case 'written':
      waiting.get(message.id)?.(message.written)
      waiting.delete(message.id)
      break
  }
})
process.on('disconnect', async () => {
  setTimeout(() => process.exit(0), FORCED_MS).unref()
  await running?.stop()
  process.exit(0)
})
