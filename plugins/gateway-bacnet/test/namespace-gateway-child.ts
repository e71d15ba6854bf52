import { createBacnetGateway } from '../gateway.ts'
import { createSite, ORDER } from './site.ts'

/* A gateway with the standard port of a network namespace; it tells at the end what it was asked to write. */
const [, , broadcastAddress = '255.255.255.255', writer = '127.0.0.1'] = process.argv
const silent = () => undefined
const site = createSite({ meters: 300 })
const gateway = createBacnetGateway({
  connectionId: 'namespace',
  connection: {
    ...{ deviceInstance: 260_001, bindAddress: '0.0.0.0', broadcastAddress, writers: [writer] },
  },
  building: site.view,
  log: { debug: silent, info: silent, warn: silent, error: silent },
  signal: new AbortController().signal,
})
await gateway.connect()
while (((await gateway.health()).counters?.objects ?? 0) === 0)
  await new Promise((resolve) => setTimeout(resolve, 20))
process.stdout.write('ready\n')
let power = 0
const timer = setInterval(() => {
  power += 1
  site.set({ 'meter:10/power': `${power}.5` })
}, 200)
process.stdin.on('end', async () => {
  clearInterval(timer)
  const { counters } = await gateway.health()
  await gateway.stop()
  const wishes = site.writes.filter(({ pointId }) => pointId === ORDER).map(({ value }) => value)
  process.stdout.write(`${JSON.stringify({ wishes, counters })}\n`)
})
process.stdin.resume()
