/**
 * What Node's permissions leave open and a plugin has no use for: signals to other processes (they
 * would reach the core), waking another process' inspector, and becoming somebody else. JavaScript
 * has no other way to them than by these.
 */
const TAKEN = [
  ...['kill', '_kill', '_debugProcess', '_debugEnd'],
  ...['setuid', 'seteuid', 'setgid', 'setegid', 'setgroups', 'initgroups', 'chdir', 'umask'],
] as const

/** Takes them from this process, before any code of a plugin runs. */
export function disarm(): void {
  for (const name of TAKEN)
    Object.defineProperty(process, name, {
      configurable: false,
      // Libraries wrap some of them as they load; what they wrap is this.
      writable: true,
      value: () => {
        throw Object.assign(new Error(`process.${name} is not for plugins.`), {
          code: 'ERR_ACCESS_DENIED',
        })
      },
    })
}
