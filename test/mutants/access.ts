import type { Mutant } from './mutant.ts'

const ACCESS = 'core/services/access.ts'
const MATRIX = 'test/http/access.test.ts'

export const accessMutants: readonly Mutant[] = [
  {
    name: 'another-site-is-reached',
    breaks: 'INV12',
    file: ACCESS,
    search: 'if (grant.siteId !== null && grant.siteId !== place.siteId) return false',
    replace: '',
    test: MATRIX,
  },
  {
    name: 'another-tenant-is-reached',
    breaks: 'INV12',
    file: ACCESS,
    search: 'place.staffOnly !== true : grant.tenantId === place.tenantId',
    replace: 'place.staffOnly !== true : true',
    test: MATRIX,
  },
  {
    name: 'any-role-will-do',
    breaks: 'INV12',
    file: ACCESS,
    search: 'const grants = actor.assignments.filter(({ role }) => operation.roles.includes(role))',
    replace: 'const grants = actor.assignments',
    test: MATRIX,
  },
  {
    name: 'events-of-another-tenant-are-told',
    breaks: 'INV12',
    file: 'core/flow/facts/hub.ts',
    search: '(grant.tenantId === null || grant.tenantId === scope.tenantId),',
    replace: 'true,',
    test: 'test/http/events.test.ts',
  },
]
