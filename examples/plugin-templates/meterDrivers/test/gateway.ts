import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { PointBinding } from '@busbar/core/contracts'
import type { MeterDriverPeer, PeerDevice, RelayBehaviour } from '@busbar/core/testkit'

interface Device {
  on: boolean
  online: boolean
  behaviour: RelayBehaviour
  last: { readonly at: string; readonly register: string; readonly power: string } | null
}

/** The gateway's simulator: it speaks the wire format, and fails on demand. */
export async function createGateway(): Promise<MeterDriverPeer> {
  const devices = new Map<string, Device>()
  const sockets = new Set<Socket>()
  let server: Server | undefined
  let cut = false
  let waiting: (() => void)[] = []
  const port = await freePort()

  const deviceOf = (name: string): Device => {
    const device = devices.get(name) ?? { on: true, online: true, behaviour: 'answer', last: null }
    devices.set(name, device)
    return device
  }
  /** Over a network that lets no byte through, both directions wait. */
  const deliver = (act: () => void): void => {
    if (cut) waiting.push(act)
    else act()
  }
  const stateOf = (name: string) => {
    const { last, on } = deviceOf(name)
    const { at = null, register, power } = last ?? {}
    return { device: name, at, values: { relay: on, ...(last ? { register, power } : {}) } }
  }

  function answerTo(request: Readonly<Record<string, unknown>>): object | null {
    const name = String(request.device)
    if (request.do === 'list') return { devices: [...devices.keys()].map(stateOf) }
    const device = deviceOf(name)
    if (!device.online) return { error: 'offline' }
    if (request.do === 'read') return stateOf(name)
    if (device.behaviour === 'silent') return null
    if (device.behaviour === 'refuse') return { error: 'locked by hand' }
    if (Date.parse(String(request.expiresAt)) <= Date.now()) return { error: 'expired' }
    if (device.behaviour === 'answer') device.on = request.value === true
    return {}
  }

  function serve(socket: Socket): void {
    sockets.add(socket)
    socket.setEncoding('utf8')
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    let rest = ''
    socket.on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines)
        deliver(() => {
          const request = JSON.parse(line) as Record<string, unknown>
          const answer = answerTo(request)
          if (answer !== null) send(socket, { reply: request.id, ...answer })
        })
    })
  }

  const send = (socket: Socket, body: object | string): void =>
    deliver(() => {
      if (socket.writable)
        socket.write(`${typeof body === 'string' ? body : JSON.stringify(body)}\n`)
    })
  const tell = (body: object | string): void => {
    for (const socket of sockets) send(socket, body)
  }
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    const closing = server
    server = undefined
    if (closing) await new Promise((resolve) => closing.close(resolve))
  }

  return {
    connection: { host: '127.0.0.1', port, answerSeconds: 1 },
    async start() {
      const opened = createServer(serve)
      server = opened
      await new Promise<void>((resolve) => opened.listen(port, '127.0.0.1', resolve))
    },
    stop,
    async partition(request) {
      cut = request.cut
      if (cut) return
      const late = waiting
      waiting = []
      for (const act of late) act()
    },
    device: bindingsOf,
    async publish({ device, register, power, at }) {
      const name = nameOf(device)
      const last = { at: new Date(at).toISOString(), register, power }
      deviceOf(name).last = last
      tell({ device: name, at: last.at, values: { register, power } })
    },
    publishGarbage: async () => tell('{"device":'),
    relay: {
      behave({ device, behaviour }) {
        deviceOf(nameOf(device)).behaviour = behaviour
      },
      isOn: (device) => deviceOf(nameOf(device)).on,
    },
    async setDeviceOnline({ device, online }) {
      deviceOf(nameOf(device)).online = online
    },
    close: stop,
  }
}

const nameOf = (index: number): string => `meter-${index}`

function bindingsOf(index: number): PeerDevice {
  const point = (role: 'register' | 'power' | 'relay', unit: string): PointBinding => ({
    pointId: `${nameOf(index)}-${role}`,
    role,
    unit,
    address: { device: nameOf(index), name: role },
  })
  return {
    register: point('register', 'kWh'),
    power: point('power', 'W'),
    relay: point('relay', ''),
  }
}

/** A port that is free now, and stays this gateway's from start to start. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
