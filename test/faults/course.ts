import { expect } from 'vitest'
import type { Unit } from './house.ts'
import type { Place } from './steps.ts'
import type { World } from './world.ts'

/** Whether every step is struck at, or a handful of them. */
export const EVERY = process.env.BUSBAR_PEERS === '1'

/** Longer than any pause of what runs by itself, sealing and looking for payments included. */
const CALM_MS = 4_000
/** A payment's and a command's own answers are there; this is for what follows them, such as a receipt. */
const TAIL_MS = 700
/** A notice whose delivery was cut short is delivered again after 105 s; a cut waits for it. */
const SETTLED_WITHIN_MS = 180_000
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
  const look = async () => {
    const [point] = await world.sql<{ desired: string; verified: string; told: unknown }>(
      `SELECT desired, verified, to_jsonb(s) - 'decision' || jsonb_build_object('because', decision->'because',
         'blockedBy', decision->'blockedBy') AS told FROM supply_point s WHERE id = $1`,
      [unit.supplyPointId],
    )
    return { ...point, stands: world.surroundings.isOn(unit.device) ? 'on' : 'off' }
  }
  try {
    await world.until(
      `${unit.code} is ${wanted}`,
      async () => {
        const { desired, verified, stands } = await look()
        return desired === wanted && verified === wanted && stands === wanted
      },
      SETTLED_WITHIN_MS,
    )
  } catch (cause) {
    throw new Error(`${unit.code} is not ${wanted}: ${JSON.stringify(await look())}`, { cause })
  }
}

/** Waits until nothing is under way any more, and asks the oracle. */
export async function expectSound(world: World, what: string): Promise<void> {
  await world
    .until('every reading is stored', async () =>
      (await world.damages()).every((damage) => !damage.startsWith('reading:')),
    )
    .catch(() => undefined)
  expect(await world.damages(), what).toEqual([])
}

export function sleep(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs))
}
