/** A page made by hand, as the menu shows it above the generated ones. */
export interface Place {
  readonly path: string
  readonly icon: string
  /** Key of its name among the texts. */
  readonly title: string
  /** Who finds it there: whoever holds one of these roles anywhere. */
  readonly roles: readonly string[]
}

/** Everybody who works at a site, and no tenant. */
export const STAFF: readonly string[] = [
  'owner',
  'manager',
  'cashier',
  'accountant',
  'technician',
  'auditor',
  'integrator',
]

export const places: readonly Place[] = [
  { path: '/', icon: 'dashboard', title: 'admin-live.overview.title', roles: STAFF },
  { path: '/floors', icon: 'floor', title: 'admin-live.floors.title', roles: STAFF },
  { path: '/supply-board', icon: 'power', title: 'admin-live.board.title', roles: STAFF },
]
