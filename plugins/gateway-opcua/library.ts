/** node-opcua, as its module is typed. */
export type Library = typeof import('node-opcua')

/**
 * Loads node-opcua where it is first used: it takes more than a second. What it would print goes
 * nowhere: whatever matters is told by the gateway in its health and log.
 */
export async function loadLibrary(): Promise<Library> {
  const library = await import('node-opcua')
  const nowhere = () => undefined
  library.setWarningLogger(nowhere)
  library.setErrorLogger(nowhere)
  library.setDebugLogger(nowhere)
  return library
}
