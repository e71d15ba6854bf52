import type { SpacesState } from '../../../../core/generated/api.ts'
import { quantity, roundMoney } from '../../../shared/locale/format.ts'
import { lookOf, type SupplyState, worstOf } from '../tones.ts'

export type Space = SpacesState['items'][number]
type Level = NonNullable<Space['occupants'][number]['level']>

/** What the tiles show. */
export const MODES = ['balance', 'supply', 'load'] as const
export type Mode = (typeof MODES)[number]

/** A space as it is shown: in words and figures, with a colour that says the same once more. */
export interface Tile {
  readonly id: string
  readonly name: string
  readonly tenants: string
  readonly to: string
  readonly icon: string
  readonly color: string | undefined
  /** Key of the word for how it stands. */
  readonly state: string
  readonly figure: string
  /** Part of the highest load, 0 to 1; null where it says nothing. */
  readonly share: number | null
}

/** A floor, or what lies on none. */
export interface Floor {
  readonly id: string
  /** Null: spaces that lie on no floor. */
  readonly name: string | null
  readonly spaces: readonly Space[]
}

/** Spaces by floor, in the order of their codes; buildings and floors are shown where they have something of their own. */
export function floorsOf(spaces: readonly Space[]): readonly Floor[] {
  const byId = new Map(spaces.map((space) => [space.spaceId, space]))
  const floorOf = (space: Space): Space | null => {
    let at: Space | undefined = space
    // A tree: no space lies in itself, but data from elsewhere may not be trusted to end.
    for (let steps = 0; at !== undefined && steps < byId.size; steps += 1) {
      if (at.kind === 'floor') return at
      at = byId.get(at.parentId ?? '')
    }
    return null
  }
  const shown = spaces.filter(
    ({ kind, occupants, points }) =>
      !['building', 'floor'].includes(kind) || occupants.length > 0 || points.length > 0,
  )
  const groups = new Map<string, Floor & { readonly spaces: Space[] }>()
  for (const space of [...shown].sort(byCode)) {
    const floor = floorOf(space)
    const id = floor?.spaceId ?? ''
    const group = groups.get(id) ?? { id, name: floor?.name ?? null, spaces: [] }
    group.spaces.push(space)
    groups.set(id, group)
  }
  const codeOf = ({ id }: Floor) => byId.get(id)?.code ?? '\uffff'
  return [...groups.values()].sort((a, b) => compare(codeOf(a), codeOf(b)))
}

const compare = (a: string, b: string) => a.localeCompare(b, undefined, { numeric: true })
const byCode = (a: Space, b: Space) => compare(a.code, b.code)

const LEVELS: Readonly<Record<Level, { readonly color: string; readonly icon: string }>> = {
  'in-debt': { color: 'error', icon: 'debt' },
  'very-low': { color: 'warning', icon: 'alert' },
  low: { color: 'warning', icon: 'alert' },
  'in-credit': { color: 'success', icon: 'check' },
}
const WORST: readonly Level[] = ['in-debt', 'very-low', 'low', 'in-credit']

/** @param highest highest load of each unit among the spaces */
export function tileOf(space: Space, mode: Mode, highest: ReadonlyMap<string, number>): Tile {
  const { spaceId, name, occupants } = space
  const common = {
    ...{ id: spaceId, name, share: null },
    tenants: occupants.map(({ tenantName }) => tenantName).join(', '),
  }
  switch (mode) {
    case 'balance':
      return { ...common, ...balanceOf(space) }
    case 'supply':
      return { ...common, ...supplyOf(space) }
    case 'load':
      return { ...common, ...loadOf(space, highest) }
  }
}

type Part = Pick<Tile, 'to' | 'icon' | 'color' | 'state' | 'figure'>

const ownPage = ({ spaceId }: Space) => `/spaces/${spaceId}`

function balanceOf(space: Space): Part {
  const paying = space.occupants.filter(({ accountId }) => accountId !== null)
  const worst = WORST.find((level) => paying.some((each) => each.level === level))
  if (worst === undefined) {
    const state = space.occupants.length === 0 ? 'vacant' : 'noAccount'
    return {
      to: ownPage(space),
      icon: 'space',
      color: undefined,
      state: `level.${state}`,
      figure: '',
    }
  }
  const account = paying.find(({ level }) => level === worst)
  return {
    to: `/accounts/${account?.accountId}`,
    ...LEVELS[worst],
    state: `level.${worst}`,
    figure: roundMoney(account?.balance, account?.currency ?? ''),
  }
}

function supplyOf(space: Space): Part {
  const supplies = space.points.flatMap(({ supply }) => supply ?? [])
  const worst: SupplyState | null = worstOf(supplies.map(({ state }) => state))
  if (worst === null)
    return {
      to: ownPage(space),
      icon: 'space',
      color: undefined,
      state: 'level.noSupply',
      figure: '',
    }
  const first = supplies.find(({ state }) => state === worst)
  return {
    to: `/supply-points/${first?.supplyPointId}`,
    ...lookOf(worst),
    state: `state.${worst}`,
    figure: '',
  }
}

/** The first utility of the space that has a load now: electricity before others. */
function loadOf(space: Space, highest: ReadonlyMap<string, number>): Part & Pick<Tile, 'share'> {
  const loads = loadsOf(space)
  const [main] = [...loads].sort(([a], [b]) => Number(b === 'kW') - Number(a === 'kW'))
  const [point] = space.points
  const to = point === undefined ? ownPage(space) : `/metering-points/${point.meteringPointId}`
  if (main === undefined)
    return { to, icon: 'meter', color: undefined, state: 'level.noLoad', figure: '', share: null }
  const most = highest.get(main[0]) ?? 0
  const share = most <= 0 ? 0 : Math.max(0, main[1] / most)
  const [color, state] =
    share > 0.66 ? ['error', 'high'] : share > 0.33 ? ['warning', 'middle'] : ['success', 'little']
  return {
    ...{ to, icon: 'meter', color, share },
    state: `level.${state}`,
    figure: [...loads].map(([unit, load]) => quantity(load, unit)).join(' · '),
  }
}

/** Sums of the loads of a space by unit; for the eye alone. */
function loadsOf({ points }: Space): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const { unit, load } of points)
    if (load !== null) sums.set(unit, (sums.get(unit) ?? 0) + Number(load))
  return sums
}

/** The highest load of each unit among the spaces. */
export function highestOf(spaces: readonly Space[]): ReadonlyMap<string, number> {
  const highest = new Map<string, number>()
  for (const space of spaces)
    for (const [unit, load] of loadsOf(space))
      highest.set(unit, Math.max(load, highest.get(unit) ?? 0))
  return highest
}
