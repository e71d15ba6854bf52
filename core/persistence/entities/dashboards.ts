import { defineEntity, p } from '@mikro-orm/core'
import type { Json } from '../../kernel/canonical.ts'
import { id, instant, version } from './columns.ts'
import { Site } from './parties.ts'

export const Dashboard = defineEntity({
  name: 'Dashboard',
  tableName: 'dashboard',
  properties: {
    id: id(),
    siteId: () => p.manyToOne(Site).mapToPk().joinColumn('site_id').nullable(),
    userId: p.text(),
    shared: p.boolean(),
    title: p.text(),
    widgets: p.json<Json>(),
    archivedAt: instant().nullable(),
    version: version(),
  },
})
