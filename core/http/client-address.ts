import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

/** Says from where a request comes. */
export type ClientAddress = (request: Pick<IncomingMessage, 'socket' | 'headers'>) => string | null

/**
 * The address of a request's client: the connection's own, unless that is a trusted proxy's. Then X-Forwarded-For is
 * read from its end, where the nearest proxy wrote, up to the first address that is no trusted proxy's: what a client
 * itself wrote lies before that and moves nothing.
 * @param options.trusted addresses and networks in CIDR notation, checked already
 */
export function createClientAddress({
  trusted,
}: {
  readonly trusted: readonly string[]
}): ClientAddress {
  const proxies = new BlockList()
  for (const entry of trusted) {
    const [address = '', prefix] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (prefix === undefined) proxies.addAddress(address, family)
    else proxies.addSubnet(address, Number(prefix), family)
  }
  const isProxy = (address: string) => proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

  return ({ socket, headers }) => {
    const own = plain(socket.remoteAddress ?? '')
    if (own === null) return socket.remoteAddress ?? null
    if (!isProxy(own)) return own
    const told = headers['x-forwarded-for']
    const hops = (Array.isArray(told) ? told.join(',') : (told ?? '')).split(',').reverse()
    let nearest = own
    for (const hop of hops) {
      const address = plain(hop.trim())
      if (address === null) return nearest
      nearest = address
      if (!isProxy(address)) return address
    }
    return nearest
  }
}

/** The address alone: without a port, and IPv4 as such where it comes within IPv6; null for what is none. */
function plain(text: string): string | null {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1]
  const withPort = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1]
  const address = bracketed ?? withPort ?? text
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  const found = mapped ?? address
  return isIP(found) === 0 ? null : found
}
