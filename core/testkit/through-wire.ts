import { fromWire, toWire } from '../kernel/wire.ts'

/** A copy as it would arrive at the other side of a plugin's boundary. */
export function copied<T>(value: T): T {
  return value === undefined ? value : (fromWire(toWire(value)) as T)
}

/**
 * The same object, but whatever goes into its methods and comes out of them crosses the boundary's
 * text form, as it does where the plugin runs in a process of its own. Errors pass unchanged.
 */
export function throughWire<T extends object>(target: T): T {
  return new Proxy(target, {
    get(object, name, receiver) {
      const member: unknown = Reflect.get(object, name, receiver)
      if (typeof member !== 'function') return member
      return (...args: unknown[]): unknown => {
        const result: unknown = Reflect.apply(member, object, args.map(copied))
        return result instanceof Promise ? result.then(copied) : copied(result)
      }
    },
  })
}
