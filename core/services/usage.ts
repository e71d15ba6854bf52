import type { UseScope } from '../flow/use/ports.ts'
import type { Figures, Stretch, Usage, UsageSeries } from '../flow/use/usage.ts'
import { formatMicros } from '../kernel/decimal.ts'
import { formatInstant, type Instant, parseInstant } from '../kernel/instant.ts'
import { tenantsOf } from './access.ts'
import { type Action, action, type Output } from './define.ts'

/** Use and charges by calendar buckets. */
export function usageActions({ usage }: { readonly usage: Usage }): Action[] {
  return [
    action('accounts.usage', async ({ path, query }) =>
      seriesOf(
        await usage.series({ scope: { kind: 'account', accountId: path.id }, ...range(query) }),
      ),
    ),
    action('meteringPoints.usage', async ({ path, query }, call) => {
      const scope: UseScope = {
        kind: 'metering-point',
        meteringPointId: path.id,
        tenantIds: tenantsOf(call),
      }
      return seriesOf(await usage.series({ scope, ...range(query) }))
    }),
    action('sites.usage', async ({ path, query }) =>
      seriesOf(await usage.series({ scope: { kind: 'site', siteId: path.id }, ...range(query) })),
    ),
  ]
}

type Query = { readonly fromAt?: string; readonly toAt?: string; readonly bucket?: Bucket }
type Bucket = UsageSeries['bucket']

const range = ({ fromAt, toAt, bucket = 'day' }: Query) => ({
  from: instantOf(fromAt),
  to: instantOf(toAt),
  bucket,
})

/** @throws `instant-invalid` */
export function instantOf(text: string | undefined): Instant | null {
  return text === undefined ? null : parseInstant(text)
}

type WireSeries = Output<'sites.usage'>
type WireFigures = WireSeries['total']

function seriesOf({ timeZone, bucket, bands, buckets, total }: UsageSeries): WireSeries {
  return {
    ...{ timeZone, bucket },
    fromAt: formatInstant(buckets[0]?.from ?? 0),
    toAt: formatInstant(buckets.at(-1)?.to ?? 0),
    bands: bands.map(({ band, title }) => ({ id: band, title: titleOf(title, band) })),
    buckets: buckets.map(stretchOf),
    total: figuresOf(total),
  }
}

/** A title that a plugin gave, with the language that is always there. */
export function titleOf(title: Readonly<Record<string, string>>, id: string) {
  return { ...title, en: title.en ?? id }
}

export function stretchOf({ from, to, use }: Stretch) {
  return { fromAt: formatInstant(from), toAt: formatInstant(to), use: figuresOf(use) }
}

type Utility = WireFigures['utilities'][number]['utility']
type Unit = WireFigures['utilities'][number]['unit']

function figuresOf({ utilities, amounts, bands, estimated }: Figures): WireFigures {
  return {
    utilities: utilities.map(({ utility, unit, quantityMicros, unratedMicros }) => ({
      utility: utility as Utility,
      unit: unit as Unit,
      quantity: formatMicros(quantityMicros),
      unrated: formatMicros(unratedMicros),
    })),
    amounts: amounts.map(({ currency, amountMicros, energyMicros, surchargeMicros }) => ({
      currency,
      amount: formatMicros(amountMicros),
      energy: formatMicros(energyMicros),
      surcharge: formatMicros(surchargeMicros),
    })),
    bands: bands.map(({ utility, unit, currency, band, quantityMicros, amountMicros }) => ({
      utility: utility as Utility,
      unit: unit as Unit,
      ...{ currency, band },
      quantity: formatMicros(quantityMicros),
      amount: formatMicros(amountMicros),
    })),
    estimated,
  }
}
