import { afterAll, beforeAll, expect, test } from 'vitest'
import { defined } from '../../core/kernel/assert.ts'
import { courseOf, EVERY, expectSound, killedAt, learnCalm, supplied } from './course.ts'
import type { Unit } from './house.ts'
import { everyPlace, type Place, somePlaces } from './steps.ts'
import { createWorld, type World } from './world.ts'

/** Worlds side by side: after each start the Guard signs no cut for 20 s, in which they wait together. */
const WORLDS = EVERY ? 8 : 4

interface Lane {
  readonly world: World
  readonly tenant: Unit
}

const lanes: Lane[] = []

beforeAll(async () => {
  // Two at a time, as there are usually two processors.
  for (let first = 0; first < WORLDS; first += 2)
    await Promise.all([first, first + 1].map((index) => openLane(index)))
}, 300_000)
afterAll(async () => {
  await Promise.all(lanes.map(({ world }) => world.close()))
}, 120_000)

async function openLane(index: number): Promise<void> {
  const world = await createWorld({
    units: [
      { code: 'T', standing: 'tenant', kind: index % 2 === 0 ? 'shelly-1pm' : 'tasmota-power' },
      // Both are in debt from the first reading on, and stay so.
      { code: 'P', standing: 'protected', kind: 'tasmota-power' },
      { code: 'L', standing: 'life-safety', kind: 'tasmota-power' },
    ],
  })
  lanes.push({ world, tenant: defined(world.house.units[0], 'a tenant') })
}

const cut = async ({ world, tenant }: Lane) => {
  await world.client.drain(tenant)
  await supplied(world, tenant, 'off')
}
const restore = async ({ world, tenant }: Lane) => {
  await world.client.topUp({ unit: tenant, amount: '100.00', by: 'cash' })
  await supplied(world, tenant, 'on')
}

/** What an undisturbed cut and restoration are made of, by way of which each world gets going. */
async function rehearse(lane: Lane) {
  const { world, tenant } = lane
  await world.client.topUp({ unit: tenant, amount: '100.00', by: 'cash' })
  await supplied(world, tenant, 'on')
  await learnCalm(world)
  const cutting = await courseOf(world, () => cut(lane))
  const restoring = await courseOf(world, () => restore(lane))
  await expectSound(world, 'undisturbed')
  return { cutting, restoring }
}

/** One kill on the way to the cut and one on the way back, for each pair of places. */
async function strike(lane: Lane, cuts: readonly Place[], restorations: readonly Place[]) {
  const missed: string[] = []
  for (let round = 0; round < Math.max(cuts.length, restorations.length); round += 1) {
    for (const [place, events] of [
      [cuts[round], cut],
      [restorations[round], restore],
    ] as const) {
      const where = `${events === cut ? 'cut' : 'restored'}, ${describe(place)}`
      if (place === undefined) await events(lane)
      else if (!(await killedAt(lane.world, place, () => events(lane))).struck) missed.push(where)
      await expectSound(lane.world, where)
    }
  }
  return missed
}

const describe = (place: Place | undefined) =>
  place === undefined ? 'undisturbed' : `killed ${place.when} step ${place.step}`

test('S6 S9 INV8: killed at a step of a cut or a restoration: no cut without authority, none twice, who has paid is supplied', async () => {
  const courses = await Promise.all(lanes.map(rehearse))
  /** Of each world its share of the places in its own course: together they strike everywhere. */
  const shareOf = (course: readonly string[], index: number) => {
    expect(course.length).toBeGreaterThan(10)
    expect(course.some((label) => label.startsWith('publish '))).toBe(true)
    expect(course.some((label) => label.includes('INSERT INTO supply_intent'))).toBe(true)
    const places = EVERY ? everyPlace(course) : somePlaces(course, WORLDS)
    return places.filter((_, place) => place % WORLDS === index)
  }
  const shares = courses.map(({ cutting, restoring }, index) => ({
    cuts: shareOf(cutting, index),
    restorations: shareOf(restoring, index),
  }))
  const missed = await Promise.all(
    lanes.map((lane, index) => {
      const { cuts = [], restorations = [] } = shares[index] ?? {}
      return strike(lane, cuts, restorations)
    }),
  )
  const all = shares.flatMap(({ cuts, restorations }) => [...cuts, ...restorations]).length
  // Where a course had fewer steps this time, the core was killed at its end.
  expect(missed.flat().length, missed.flat().join('\n')).toBeLessThan(all * 0.4)
}, 1_200_000)
