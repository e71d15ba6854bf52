import type { TariffStrategyContribution } from '@busbar/core/contracts'
import { describe, expect, test } from 'vitest'
import { emptyCursor } from '../../core/domain/rating/cursor.ts'
import { prepareTariff } from '../../core/domain/rating/prepare.ts'
import {
  type RatableInterval,
  type RatedLine,
  rateInterval,
} from '../../core/domain/rating/rate.ts'
import { MICROS_PER_UNIT, parseMicros } from '../../core/kernel/decimal.ts'
import { parseInstant } from '../../core/kernel/instant.ts'
import { toMinor } from '../../core/kernel/money.ts'
import { flatTariff } from '../../plugins/tariff-flat/index.ts'
import { timeOfUseTariff } from '../../plugins/tariff-time-of-use/index.ts'
import { tokyoGas, type WorkedBill, workedBills } from '../fixtures/worked-bills.ts'

const strategies: Readonly<Record<WorkedBill['strategy'], TariffStrategyContribution>> = {
  flat: flatTariff,
  'time-of-use': timeOfUseTariff,
}

async function bill({
  strategy,
  terms,
  timeZone,
  uses,
}: Pick<WorkedBill, 'strategy' | 'terms' | 'timeZone' | 'uses'>): Promise<readonly RatedLine[]> {
  const intervals = uses.map(
    ({ from, to, quantity, band }): RatableInterval => ({
      from: parseInstant(from),
      to: parseInstant(to),
      quantityMicros: parseMicros(quantity),
      ...(band === undefined ? {} : { band }),
    }),
  )
  const result = await strategies[strategy].compile({
    terms,
    calendar: { timeZone, holidays: [], workedWeekendDays: [] },
    from: Math.min(...intervals.map(({ from }) => from)),
    to: Math.max(...intervals.map(({ to }) => to)),
  })
  if (!result.ok) expect.fail(JSON.stringify(result.errors))
  const tariff = prepareTariff(result.tariff)
  let cursor = emptyCursor
  return intervals.flatMap((interval) => {
    const rated = rateInterval({ tariff, cursor, interval })
    cursor = rated.cursor
    return rated.lines
  })
}

function amountOf(lines: readonly RatedLine[]): bigint {
  return lines.reduce((sum, { amountMicros }) => sum + amountMicros, 0n)
}

describe('bills that others worked out', () => {
  test.each(workedBills)('$id', async (item) => {
    const lines = await bill(item)
    for (const [part, expected] of Object.entries(item.expectedMinor)) {
      const own = part === 'total' ? lines : lines.filter(({ band }) => band === part)
      expect([part, toMinor(amountOf(own), item.currency)]).toEqual([part, expected])
    }
    expect(lines.some(({ estimated }) => estimated)).toBe(false)
  })

  test.each(tokyoGas.cases)('Tokyo Gas, %s kWh: %d yen', async (quantity, yen) => {
    const { terms, timeZone } = tokyoGas
    const uses = [{ from: '2021-04-01T00:00:00+09:00', to: '2021-05-01T00:00:00+09:00', quantity }]
    const energy = amountOf(await bill({ strategy: 'flat', terms, timeZone, uses }))
    expect(tokyoGas.basicYen + energy / MICROS_PER_UNIT).toBe(yen)
  })
})
