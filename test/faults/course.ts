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
): Promise<void> {
  world.steps.count(place)
  const course = events().then(
    () => null,
    (failure: unknown) => ({ failure }),
  )
  await Promise.race([course, world.until('the strike', world.steps.struck, 90_000)])
  // What follows by itself once everybody has their answer.
  await world.until('what follows', world.steps.struck, TAIL_MS).catch(() => undefined)
  await world.kill()
  await world.start()
  const result = await course
  if (result !== null) throw result.failure
}

/** Where a unit's supply stands, by its relay and by the database. */
export async function supplied(world: World, unit: Unit, wanted: 'on' | 'off'): Promise<void> {
  await world.until(
    `${unit.code} is ${wanted}`,
    async () => {
      const [point] = await world.sql<{ desired: string; verified: string }>(
        'SELECT desired, verified FROM supply_point WHERE id = $1',
        [unit.supplyPointId],
      )
      const stands = world.surroundings.isOn(unit.device) ? 'on' : 'off'
      return point?.desired === wanted && point.verified === wanted && stands === wanted
    },
    120_000,
  )
}

/** Waits until nothing is under way any more, and asks the oracle. */
export async function expectSound(world: World, what: string): Promise<void> {
  await world.until('every reading is stored', async () =>
    (await world.damages()).every((damage) => !damage.startsWith('reading:')),
  ).catch(() => undefined)
  expect(await world.damages(), what).toEqual([])
}

export function sleep(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs))
}
