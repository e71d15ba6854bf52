import type { Unit } from './house.ts'
import type { Place } from './steps.ts'
import type { World } from './world.ts'

/** Whether every step is struck at, or a handful of them. */
export const EVERY = process.env.BUSBAR_PEERS === '1'

/** Longer than any pause of what runs by itself, sealing and looking for payments included. */
const CALM_MS = 4_000
/** A payment's and a command's own answers are there; this is for what follows them, such as a receipt. */
const TAIL_MS = 700
/**
 * A notice whose delivery was cut short is delivered again after 105 s; a cut waits for it, and for the next look at the
 * debt, which is due once a minute. The rest is for starting, for the debt itself, and for asking the Guard again.
 */
export const SETTLED_WITHIN_MS = 105_000 + 60_000 + 75_000
const STRIKE_WITHIN_MS = SETTLED_WITHIN_MS

/** Learns what passes when nothing happens. */
export async function learnCalm(world: World): Promise<void> {
  world.steps.learnCalm()
  await sleep(CALM_MS)
  // Whoever asks anything is asked for his key first.
  await world.client.look()
  world.steps.rest()
}

/** What passes in an undisturbed course of events. */
export async function courseOf(
  world: World,
  events: () => Promise<unknown>,
): Promise<readonly string[]> {
  world.steps.count()
  await events()
  await sleep(TAIL_MS)
  const seen = world.steps.seen()
  world.steps.rest()
  return seen
}

/**
 * Runs a course of events in which the core is killed at a place, or at the end where this course had fewer steps, and
 * started again; whoever waits for an answer waits on.
 */
export async function killedAt(
  world: World,
  place: Place,
  events: () => Promise<unknown>,
): Promise<{ readonly struck: boolean }> {
  world.steps.count(place)
  const course = events().then(
    () => null,
    (failure: unknown) => ({ failure }),
  )
  const strike = world.until('the strike', world.steps.struck, STRIKE_WITHIN_MS)
  await Promise.race([course, strike.catch(() => undefined)])
  // What follows by itself once everybody has their answer.
  await world.until('what follows', world.steps.struck, TAIL_MS).catch(() => undefined)
  const struck = world.steps.struck()
  await world.kill()
  await world.start()
  const result = await course
  if (result !== null) throw result.failure
  return { struck }
}

/** Waits until a unit's supply stands as it should, by its relay and by the database. */
export async function supplied(world: World, unit: Unit, wanted: 'on' | 'off'): Promise<void> {
  await world.until(
    `${unit.code} is ${wanted}`,
    async () => {
      const stands = world.surroundings.isOn(unit.device) ? 'on' : 'off'
      const [point] = await world.sql<{ desired: string; verified: string; told: unknown }>(
        `SELECT desired, verified, to_jsonb(s) - 'decision' || jsonb_build_object('because', decision->'because',
           'blockedBy', decision->'blockedBy', 'now', clock_timestamp(),
           'balanceMicros', (SELECT balance_micros FROM ledger_account WHERE account_id = $2 AND kind = 'cash'),
           'notices', (SELECT jsonb_agg(jsonb_build_object('kind', kind, 'state', state) ORDER BY id)
             FROM (SELECT * FROM notice WHERE account_id = $2 ORDER BY id DESC LIMIT 3) n),
           'evaluation', (SELECT jsonb_build_object('at', evaluated_at, 'next', next_evaluation_at)
             FROM supply_account WHERE account_id = $2),
           'decisions', (SELECT jsonb_agg(jsonb_build_object('at', at, 'desired', desired, 'blockedBy', blocked_by) ORDER BY id)
             FROM (SELECT * FROM supply_decision WHERE supply_point_id = s.id ORDER BY id DESC LIMIT 8) d),
           'gate', (SELECT to_jsonb(g) FROM guard_epoch g ORDER BY id DESC LIMIT 1)) AS told
         FROM supply_point s WHERE id = $1`,
        [unit.supplyPointId, unit.accountId],
      )
      const done = [point?.desired, point?.verified, stands].every((one) => one === wanted)
      return { done, seen: { stands, ...point } }
    },
    SETTLED_WITHIN_MS,
  )
}

/**
 * What comes right by itself, a moment after everything is up again: what the broker keeps is still on its way, and a
 * balance that has changed is decided on by a sweep. All else must never be seen.
 */
const UNDER_WAY = /^(reading|supply):/

/** Waits until nothing is under way any more, and asks the oracle. */
export async function expectSound(world: World, what: string): Promise<void> {
  let damages: readonly string[] = []
  await world.until(`${what}: nothing is under way`, async () => {
    damages = await world.damages()
    return { done: damages.every((damage) => !UNDER_WAY.test(damage)), seen: damages }
  })
  if (damages.length > 0)
    throw new Error(`${what}: the oracle finds\n${damages.join('\n')}\n${world.saidLast()}`)
}

export function sleep(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs))
}
