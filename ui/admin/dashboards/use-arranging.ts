import { onScopeDispose, ref, shallowRef } from 'vue'
import { COLUMNS, inOrder, moved, type Place, reordered } from './layout.ts'

export type Way = 'move' | 'size'

/** What the page looks like, in pixels. */
export interface Look {
  readonly isNarrow: boolean
  /** From one column or row to the next. */
  readonly stepX: number
  readonly stepY: number
}

interface Options {
  readonly places: () => readonly Place[]
  readonly look: () => Look
  /** Middle of each from the top of the page, as they stand. */
  readonly middles: () => ReadonlyMap<string, number>
  /** The arrangement that was let go of. */
  readonly take: (places: Place[], id: string) => void
}

const EDGE_PX = 60
const SCROLL_PX = 16

/** By mouse, pen or finger: what is held goes along with the pointer, and others make room as it goes. */
export function useArranging({ places, look, middles, take }: Options) {
  const held = ref<string | null>(null)
  const preview = shallowRef<Place[] | null>(null)
  let end: () => void = () => undefined

  function begin(event: PointerEvent, id: string, way: Way): void {
    const one = places().find((place) => place.id === id)
    const handle = event.currentTarget
    if (event.button !== 0 || one === undefined || !(handle instanceof HTMLElement)) return
    end()
    const from = { x: event.pageX, y: event.pageY, middles: middles() }
    const follow = ({ pageX, pageY, clientY }: PointerEvent) => {
      const [dx, dy] = [pageX - from.x, pageY - from.y]
      preview.value =
        way === 'move' ? movedBy(one, { dx, dy }, from.middles) : sizedBy(one, { dx, dy })
      if (clientY < EDGE_PX) window.scrollBy(0, -SCROLL_PX)
      if (clientY > window.innerHeight - EDGE_PX) window.scrollBy(0, SCROLL_PX)
    }
    const drop = () => {
      const next = preview.value
      end()
      if (next !== null) take(next, id)
    }
    const abandon = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') end()
    }
    handle.setPointerCapture(event.pointerId)
    handle.addEventListener('pointermove', follow)
    handle.addEventListener('pointerup', drop)
    handle.addEventListener('pointercancel', stop)
    window.addEventListener('keydown', abandon)
    held.value = id
    end = () => {
      handle.removeEventListener('pointermove', follow)
      handle.removeEventListener('pointerup', drop)
      handle.removeEventListener('pointercancel', stop)
      window.removeEventListener('keydown', abandon)
      held.value = null
      preview.value = null
      end = () => undefined
    }
  }
  const stop = () => end()

  interface Distance {
    readonly dx: number
    readonly dy: number
  }
  function movedBy(one: Place, { dx, dy }: Distance, tops: ReadonlyMap<string, number>): Place[] {
    const { isNarrow, stepX, stepY } = look()
    if (!isNarrow)
      return moved(places(), one.id, {
        x: one.x + Math.round(dx / stepX),
        y: one.y + Math.round(dy / stepY),
      })
    const middle = (tops.get(one.id) ?? 0) + dy
    const others = inOrder(places()).filter(({ id }) => id !== one.id)
    return reordered(
      places(),
      one.id,
      others.filter(({ id }) => (tops.get(id) ?? 0) < middle).length,
    )
  }
  function sizedBy(one: Place, { dx, dy }: Distance): Place[] {
    const { isNarrow, stepX, stepY } = look()
    const w = isNarrow ? one.w : Math.min(one.w + Math.round(dx / stepX), COLUMNS - one.x)
    return moved(places(), one.id, { w, h: one.h + Math.round(dy / stepY) })
  }

  onScopeDispose(stop)
  return { held, preview, begin }
}
