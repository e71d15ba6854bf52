import { api, dataOf } from '../../../shared/api/client.ts'
import { resourceOf } from '../../contract/use-contract.ts'
import { overviewOf } from '../../live/holds.ts'
import { microsOf } from '../../live/overview/sums.ts'
import { ask } from '../source.ts'
import { type Column, type Row, rowsAt } from './rows.ts'

type Settings = Readonly<Record<string, unknown>>
interface Context {
  readonly settings: Settings
  readonly siteIds: readonly string[]
  /** Null: all. */
  readonly siteId: string | null
}
interface Table {
  readonly columns: readonly (Omit<Column, 'title'> & { readonly word: string })[]
  readonly rows: (context: Context) => Promise<readonly Row[]>
}

const most = ({ limit }: Settings) => (typeof limit === 'number' ? limit : 10)
const DRY = ['in-debt', 'very-low', 'low']

/** Accounts whose credit is low or gone, the emptiest first. */
async function runningDry({ siteIds, settings }: Context): Promise<readonly Row[]> {
  const states = await Promise.all(
    siteIds.map((id) =>
      dataOf(api.GET('/api/v1/sites/{id}/spaces-state', { params: { path: { id } } })),
    ),
  )
  const occupants = states.flatMap(({ siteId, items }) =>
    items.flatMap((space) => space.occupants.map((occupant) => ({ ...occupant, siteId }))),
  )
  // A contract may be bound to several spaces.
  const accounts = new Map(occupants.map((occupant) => [occupant.accountId, occupant]))
  const left = ({ available }: { readonly available: string | null }) => microsOf(available ?? '0')
  return [...accounts.values()]
    .filter(({ accountId, level }) => accountId !== null && DRY.includes(level ?? ''))
    .sort((a, b) => {
      const rank = DRY.indexOf(a.level ?? '') - DRY.indexOf(b.level ?? '')
      return rank || (left(a) < left(b) ? -1 : left(a) > left(b) ? 1 : 0)
    })
    .slice(0, most(settings))
}

async function silentMeters({ siteIds, settings }: Context): Promise<readonly Row[]> {
  const overviews = await Promise.all(siteIds.map(overviewOf))
  return overviews.flatMap(({ silent }) => silent.meters).slice(0, most(settings))
}

/** Those that are still open, the newest first. */
async function repairItems({ siteId, settings }: Context): Promise<readonly Row[]> {
  const { severity } = settings
  const parameters = { siteId: '$site', sort: '-lastAt', limit: LOOKED_THROUGH }
  const answer = await ask(
    { operation: 'repairItems.list', parameters },
    { siteId, own: { severity } },
  )
  return rowsAt(answer, '/items')
    .filter(({ closedAt }) => closedAt === null || closedAt === undefined)
    .slice(0, most(settings))
}

const LOOKED_THROUGH = 200
const INSTANT = { type: 'string', format: 'date-time' } as const
const money = { type: 'string', 'x-money': true } as const
const ofResource = (service: string, field: string) =>
  resourceOf(service)?.schema.properties?.[field] ?? { type: 'string' }

/** The tables that are built in, by what they show. */
export const tableOf = (show: unknown): Table | undefined =>
  ({
    runningDry: {
      columns: [
        { word: 'account', pointer: '/accountId', schema: { type: 'string', 'x-ref': 'accounts' } },
        { word: 'tenant', pointer: '/tenantName', schema: { type: 'string' } },
        { word: 'available', pointer: '/available', schema: money },
        { word: 'level', pointer: '/level', schema: { enum: DRY } },
      ],
      rows: runningDry,
    },
    silentMeters: {
      columns: [
        { word: 'meter', pointer: '/meterId', schema: { type: 'string', 'x-ref': 'meters' } },
        { word: 'name', pointer: '/name', schema: { type: 'string' } },
        { word: 'lastAt', pointer: '/lastAt', schema: INSTANT },
      ],
      rows: silentMeters,
    },
    repairItems: {
      columns: ['severity', 'kind', 'subject', 'lastAt'].map((name) => ({
        ...{ word: name, pointer: `/${name}`, schema: ofResource('repairItems', name) },
      })),
      rows: repairItems,
    },
  })[String(show)]
