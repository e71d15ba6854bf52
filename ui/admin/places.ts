import role from '../../schemas/resources/role.schema.json'

/** A page made by hand, as the menu shows it above the generated ones. */
export interface Place {
  readonly path: string
  readonly icon: string
  /** Key of its name among the texts. */
  readonly title: string
  /** Service of the resource whose generated list it stands for. */
  readonly replaces?: string
  /** Who finds it there: whoever holds one of these roles anywhere. */
  readonly roles: readonly string[]
}

/** Everybody who works at a site, and no tenant. */
export const STAFF: readonly string[] = role.enum.filter((name) => name !== 'tenant')

export const places: readonly Place[] = [
  { path: '/', icon: 'dashboard', title: 'admin-live.overview.title', roles: STAFF },
  { path: '/dashboards', icon: 'boards', title: 'admin-dashboards.title', roles: STAFF },
  { path: '/floors', icon: 'floor', title: 'admin-live.floors.title', roles: STAFF },
  { path: '/supply-board', icon: 'power', title: 'admin-live.board.title', roles: STAFF },
  {
    path: '/questions',
    icon: 'question',
    title: 'admin-questions.title',
    roles: ['owner', 'manager', 'cashier', 'accountant', 'technician', 'auditor'],
  },
  {
    ...{ path: '/repairs', icon: 'tools', title: 'admin-repairs.title' },
    replaces: 'repairItems',
    roles: ['owner', 'manager', 'accountant', 'technician', 'auditor'],
  },
  {
    ...{ path: '/audit', icon: 'history', title: 'admin-audit.title', replaces: 'audit' },
    roles: ['owner', 'auditor'],
  },
  {
    ...{ path: '/plugins', icon: 'plugin', title: 'admin-plugins.title' },
    roles: ['owner', 'manager', 'technician', 'auditor'],
  },
  {
    ...{ path: '/import', icon: 'upload', title: 'admin-import.title' },
    roles: ['owner', 'manager', 'technician'],
  },
]
