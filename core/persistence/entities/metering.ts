import { defineEntity, p } from '@mikro-orm/core'
import { id, instant, json, micros, version } from './columns.ts'
import { Site, Space } from './parties.ts'

export const Meter = defineEntity({
  name: 'Meter',
  tableName: 'meter',
  properties: {
    id: id(),
    siteId: () => p.manyToOne(Site).mapToPk().joinColumn('site_id'),
    serial: p.text(),
    model: p.text(),
    utility: p.text(),
    archivedAt: instant().nullable(),
    version: version(),
  },
})

export const MeteringPoint = defineEntity({
  name: 'MeteringPoint',
  tableName: 'metering_point',
  properties: {
    id: id(),
    siteId: () => p.manyToOne(Site).mapToPk().joinColumn('site_id'),
    spaceId: () => p.manyToOne(Space).mapToPk().joinColumn('space_id'),
    utility: p.text(),
    unit: p.text(),
    code: p.text(),
    name: p.text(),
    maxRateMicros: micros(),
    intervalSeconds: p.integer(),
    archivedAt: instant().nullable(),
    version: version(),
  },
})

export const Installation = defineEntity({
  name: 'Installation',
  tableName: 'installation',
  properties: {
    id: id(),
    meterId: () => p.manyToOne(Meter).mapToPk().joinColumn('meter_id'),
    meteringPointId: () => p.manyToOne(MeteringPoint).mapToPk().joinColumn('metering_point_id'),
    fromAt: instant(),
    toAt: instant().nullable(),
    multiplierMicros: micros(),
    version: version(),
  },
})

export const Connection = defineEntity({
  name: 'Connection',
  tableName: 'connection',
  properties: {
    id: id(),
    siteId: () => p.manyToOne(Site).mapToPk().joinColumn('site_id'),
    pluginId: p.text(),
    extensionPoint: p.text(),
    type: p.text(),
    name: p.text(),
    enabled: p.boolean(),
    archivedAt: instant().nullable(),
    version: version(),
  },
})

export const Point = defineEntity({
  name: 'Point',
  tableName: 'point',
  properties: {
    id: id(),
    connectionId: () => p.manyToOne(Connection).mapToPk().joinColumn('connection_id'),
    meterId: p.bigint('string').nullable(),
    registerId: p.bigint('string').nullable(),
    role: p.text(),
    unit: p.text(),
    address: json(),
    lifeSafety: p.boolean(),
    archivedAt: instant().nullable(),
    version: version(),
  },
})
