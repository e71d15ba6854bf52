/** As Node tells of the machine's interfaces. */
type Interfaces = Readonly<
  Record<string, readonly { readonly family: string; readonly address: string }[] | undefined>
>

/**
 * What is wrong with the address or port that a BACnet/IP socket was to have, and what helps: one sentence for a person.
 * @param interfaces of this machine
 */
export function explainBind(
  error: Error,
  { bindAddress, port }: { readonly bindAddress: string; readonly port: number },
  interfaces: Interfaces,
): string {
  switch ('code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return `UDP port ${port} is in use by another program or connection at ${bindAddress}: choose another port or address.`
    case 'EADDRNOTAVAIL':
      return `${bindAddress} is no address of this machine; it has ${addressesOf(interfaces).join(', ')}.`
    case 'EACCES':
      return `UDP port ${port} may not be opened by this user: choose one from 1024 on.`
    default:
      return `UDP port ${port} at ${bindAddress} cannot be opened: ${error.message}.`
  }
}

const addressesOf = (interfaces: Interfaces): readonly string[] =>
  Object.values(interfaces)
    .flatMap((all) => all ?? [])
    .filter(({ family }) => family === 'IPv4')
    .map(({ address }) => address)
