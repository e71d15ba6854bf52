import {
  arithmeticOf,
  type Quote,
  type QuoteRequest,
  type Quotes,
  type TariffWeek,
} from '../flow/quotes/quotes.ts'
import type { SiteView } from '../flow/use/ports.ts'
import { divideHalfAway, formatMicros, MICROS_PER_UNIT, parseMicros } from '../kernel/decimal.ts'
import { formatInstant, type Instant, parseInstant } from '../kernel/instant.ts'
import { type Action, action, type Input, type Output } from './define.ts'
import { instantOf, titleOf } from './usage.ts'

/** Prices of sample loads, and of a week. */
export function quoteActions({ quotes }: { readonly quotes: Quotes }): Action[] {
  return [
    action('tariffQuotes.create', async ({ body }) => {
      const { site, quote } = await quotes.quote(requestOf(body))
      return quoteOf(site, quote)
    }),
    action('tariffVersions.week', async ({ path, query }) =>
      weekOf(path.id, await quotes.week({ versionId: path.id, at: instantOf(query.at) })),
    ),
  ]
}

function requestOf(body: Input<'tariffQuotes.create'>['body']): QuoteRequest {
  const { siteId, tariffVersionId, draft, fromAt, profile, hours } = body
  return {
    siteId,
    versionId: tariffVersionId ?? null,
    draft: draft === undefined || draft === null ? null : (draft as QuoteRequest['draft']),
    from: parseInstant(fromAt),
    profile:
      profile === undefined || profile === null
        ? null
        : {
            quantityMicros: parseMicros(profile.quantity),
            period: profile.period,
            shape: profile.shape ?? null,
          },
    hours: hours === undefined || hours === null ? null : hours.map((text) => parseMicros(text)),
  }
}

type WireQuote = Output<'tariffQuotes.create'>
type WireWeek = Output<'tariffVersions.week'>

function quoteOf({ timeZone, currency }: SiteView, { lines, bands, hours }: Quote): WireQuote {
  const sum = (amounts: readonly bigint[]) => amounts.reduce((all, amount) => all + amount, 0n)
  const amountOf = (category: string) =>
    sum(lines.flatMap((line) => (line.category === category ? line.amountMicros : [])))
  const amount = sum(lines.map(({ amountMicros }) => amountMicros))
  const quantity = sum(hours.map(({ quantityMicros }) => quantityMicros))
  const average = quantity === 0n ? null : divideHalfAway(amount * MICROS_PER_UNIT, quantity)
  return {
    fromAt: formatInstant(hours[0]?.from ?? 0),
    toAt: formatInstant(hours.at(-1)?.to ?? 0),
    ...{ timeZone, currency },
    quantity: formatMicros(quantity),
    lines: lines.map(lineOf),
    bands: bands.map(({ band, title, quantityMicros, amountMicros }) => ({
      band,
      title: titleOf(title, band),
      quantity: formatMicros(quantityMicros),
      amount: formatMicros(amountMicros),
    })),
    totals: {
      energy: formatMicros(amountOf('energy')),
      surcharge: formatMicros(amountOf('surcharge')),
      amount: formatMicros(amount),
      averagePrice: average === null ? null : formatMicros(average),
    },
    hours: hours.map(({ from, quantityMicros, amountMicros }) => ({
      fromAt: formatInstant(from),
      quantity: formatMicros(quantityMicros),
      amount: formatMicros(amountMicros),
    })),
  }
}

function lineOf(line: Quote['lines'][number]): WireQuote['lines'][number] {
  const { kind, component, category, band, title, bandTitle, why, step } = line
  return {
    ...{ kind, component, category, band },
    title: titleOf(title, component),
    bandTitle: titleOf(bandTitle, band),
    why: titleOf(why, component),
    step: stepOf(step),
    quantity: formatMicros(line.quantityMicros),
    price: formatMicros(line.priceMicros),
    amount: formatMicros(line.amountMicros),
    ...arithmeticOf(line),
  }
}

/** A step of a ladder, as an explanation has it. */
export function stepOf(step: Quote['lines'][number]['step'] | undefined) {
  if (step === null || step === undefined) return null
  const { number, of, above, upTo } = step
  return { number, of, above, upTo }
}

const orNull = (at: Instant | null) => (at === null ? null : formatInstant(at))

function weekOf(tariffVersionId: string, week: TariffWeek): WireWeek {
  const { site, from, to, pricedFrom, pricedTo, segments, bands } = week
  return {
    tariffVersionId,
    timeZone: site.timeZone,
    currency: site.currency,
    fromAt: formatInstant(from),
    toAt: formatInstant(to),
    pricedFromAt: orNull(pricedFrom),
    pricedToAt: orNull(pricedTo),
    segments: segments.map(({ from: start, to: end, ...segment }) => ({
      ...segment,
      fromAt: formatInstant(start),
      toAt: formatInstant(end),
    })),
    bands: bands.map(({ id, title, priceMicros, components }) => ({
      id,
      title: titleOf(title, id),
      price: formatMicros(priceMicros),
      components: components.map(({ factorMicros, steps, ...component }) => ({
        ...component,
        title: titleOf(component.title, component.id),
        factor: factorMicros === null ? null : formatMicros(factorMicros),
        steps: steps.map((step) => ({
          above: formatMicros(step.fromMicros),
          upTo: step.upToMicros === null ? null : formatMicros(step.upToMicros),
          price: formatMicros(step.priceMicros),
        })),
      })),
    })),
  }
}
