import { readFileSync, writeFileSync } from 'node:fs'

/*
 * Preloaded into a core: its clock leaps to what a file says, in milliseconds ahead, upon SIGUSR2, and another file
 * says that it has. Steady time, as of performance.now(), goes on as it was.
 */
const path = process.env.LEAP_FILE ?? ''
const Real = Date
let aheadMs = 0

process.on('SIGUSR2', () => {
  aheadMs = Number(readFileSync(path, 'utf8'))
  writeFileSync(`${path}.taken`, String(aheadMs))
})

globalThis.Date = new Proxy(Real, {
  construct: (target, given: []) =>
    given.length === 0 ? new target(target.now() + aheadMs) : new target(...given),
  apply: (target) => new target(target.now() + aheadMs).toString(),
  get: (target, name) =>
    name === 'now' ? () => target.now() + aheadMs : Reflect.get(target, name, target),
})
