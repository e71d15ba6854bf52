/** Where something stands on the grid, in columns and rows. */
export interface Place {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}
type Size = Pick<Place, 'w' | 'h'>

export const COLUMNS = 12
/** As the contract has it. */
const MOST_ROWS = 100
const LAST_ROW = 1000

const clamp = (value: number, least: number, most: number) =>
  Math.min(Math.max(Math.round(value), least), most)
const overlap = (a: Place, b: Place) =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
const isFree = (place: Place, others: readonly Place[]) =>
  others.every((other) => !overlap(place, other))
const below = (places: readonly Place[]) => Math.max(0, ...places.map(({ y, h }) => y + h))

/** As they are read: row by row, from left to right. */
export const inOrder = <T extends Place>(places: readonly T[]): T[] =>
  [...places].sort((a, b) => a.y - b.y || a.x - b.x)

function within<T extends Place>(place: T): T {
  const w = clamp(place.w, 1, COLUMNS)
  return {
    ...place,
    ...{ w, h: clamp(place.h, 1, MOST_ROWS) },
    ...{ x: clamp(place.x, 0, COLUMNS - w), y: clamp(place.y, 0, LAST_ROW) },
  }
}

/** Everything rises until something is in its way, so that no row stays empty. */
function risen<T extends Place>(places: readonly T[], first: string | null): T[] {
  const sorted = [...places].sort(
    (a, b) => a.y - b.y || Number(b.id === first) - Number(a.id === first) || a.x - b.x,
  )
  const settled: T[] = []
  for (const place of sorted) {
    let y = place.y
    while (y > 0 && isFree({ ...place, y: y - 1 }, settled)) y -= 1
    settled.push({ ...place, y })
  }
  return settled
}

/** The nearest free row above or below for what stands in the way. */
function evaded<T extends Place>(place: T, settled: readonly Place[]): T {
  const end = Math.max(below(settled), place.y)
  for (let step = 0; step <= end + place.h; step += 1)
    for (const y of [place.y - step, place.y + step])
      if (y >= 0 && isFree({ ...place, y }, settled)) return { ...place, y }
  return { ...place, y: end }
}

/**
 * Puts one where it is wanted, or in the size that is wanted; what stands in its way makes room, and what is below
 * rises. The order of the list stays.
 */
export function moved<T extends Place>(
  places: readonly T[],
  id: string,
  to: Partial<Omit<Place, 'id'>>,
): T[] {
  const one = places.find((place) => place.id === id)
  if (one === undefined) return [...places]
  const fixed = within({ ...one, ...to })
  const settled = [fixed]
  for (const place of inOrder(places.filter((each) => each.id !== id)))
    settled.push(evaded(place, settled))
  const byId = new Map(risen(settled, id).map((place) => [place.id, place]))
  return places.map((place) => byId.get(place.id) ?? place)
}

/** Where a new one of this size fits first. */
export function roomFor(places: readonly Place[], size: Size): Omit<Place, 'id'> {
  const { w, h } = within({ id: '', x: 0, y: 0, ...size })
  for (let y = 0; y < below(places); y += 1)
    for (let x = 0; x + w <= COLUMNS; x += 1)
      if (isFree({ id: '', x, y, w, h }, places)) return { x, y, w, h }
  return { x: 0, y: below(places), w, h }
}

const same = (a: readonly Place[], b: readonly Place[]) =>
  a.every((place, index) => {
    const other = b[index]
    return place.x === other?.x && place.y === other.y && place.w === other.w && place.h === other.h
  })

export type Direction = 'left' | 'right' | 'up' | 'down'

/** One step by a key; upwards and downwards as far as it takes to change places with what is there. */
export function stepped<T extends Place>(
  places: readonly T[],
  id: string,
  direction: Direction,
): T[] {
  const one = places.find((place) => place.id === id)
  if (one === undefined) return [...places]
  if (direction === 'left') return moved(places, id, { x: one.x - 1 })
  if (direction === 'right') return moved(places, id, { x: one.x + 1 })
  const step = direction === 'up' ? -1 : 1
  for (let y = one.y + step; y >= 0 && y <= below(places); y += step) {
    const next = moved(places, id, { y })
    const now = next.find((place) => place.id === id)
    if (!same(next, places) && now !== undefined && (now.y - one.y) * step > 0) return next
  }
  return [...places]
}

/** In rows from the top, in the order given. */
function flowed<T extends Place>(places: readonly T[]): T[] {
  let row: T[] = []
  let top = 0
  return places.map((place) => {
    const x = row.reduce((sum, { w }) => sum + w, 0)
    if (x + place.w > COLUMNS) {
      top = below(row)
      row = []
    }
    const next = { ...place, x: row.reduce((sum, { w }) => sum + w, 0), y: top }
    row.push(next)
    return next
  })
}

const namesInOrder = (places: readonly Place[]) =>
  inOrder(places)
    .map(({ id }) => id)
    .join()

/**
 * Brings one to another place in the order in which they are read, as where all stand below each other: neighbours change
 * places, and where that does not give the order, all are put in rows anew.
 */
export function reordered<T extends Place>(places: readonly T[], id: string, toIndex: number): T[] {
  const order = inOrder(places)
  const from = order.findIndex((place) => place.id === id)
  const to = clamp(toIndex, 0, order.length - 1)
  const one = order[from]
  if (one === undefined || from === to) return [...places]
  const rest = order.filter((place) => place.id !== id)
  const wanted = [...rest.slice(0, to), one, ...rest.slice(to)]
  const target = order[to]
  const swapped =
    target === undefined
      ? [...places]
      : moved(
          places.map((place) =>
            place.id === target.id ? { ...place, x: one.x, y: one.y } : place,
          ),
          id,
          { x: target.x, y: target.y },
        )
  const good = namesInOrder(swapped) === wanted.map((place) => place.id).join()
  if (good && isTidy(swapped)) return swapped
  const byId = new Map(flowed(wanted).map((place) => [place.id, place]))
  return places.map((place) => byId.get(place.id) ?? place)
}

/** Whether all lie within the grid and none on another. */
export const isTidy = (places: readonly Place[]): boolean =>
  places.every(
    (place, index) =>
      place.x >= 0 &&
      place.y >= 0 &&
      place.x + place.w <= COLUMNS &&
      isFree(place, places.slice(index + 1)),
  )

/** What comes from elsewhere, with what lies outside or on another put aside. */
export function tidied<T extends Place>(places: readonly T[]): T[] {
  if (isTidy(places)) return [...places]
  const settled: T[] = []
  for (const place of inOrder(places.map(within))) settled.push(evaded(place, settled))
  const byId = new Map(risen(settled, null).map((place) => [place.id, place]))
  return places.map((place) => byId.get(place.id) ?? place)
}
