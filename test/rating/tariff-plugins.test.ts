import { tariffStrategySuite } from '@busbar/core/testkit'
import { emptyCursor } from '../../core/domain/rating/cursor.ts'
import { explainLine } from '../../core/domain/rating/explain.ts'
import { prepareTariff } from '../../core/domain/rating/prepare.ts'
import { rateInterval } from '../../core/domain/rating/rate.ts'
import { flatTariff } from '../../plugins/tariff-flat/index.ts'
import { timeOfUseTariff } from '../../plugins/tariff-time-of-use/index.ts'
import { workedBills } from '../fixtures/worked-bills.ts'

/** The suite again, with the core's own evaluation: what is compiled is what is charged. */
const evaluate: NonNullable<Parameters<typeof tariffStrategySuite>[0]['evaluate']> = ({
  tariff: compiled,
  uses,
}) => {
  const tariff = prepareTariff(compiled)
  let cursor = emptyCursor
  return uses.flatMap((interval) => {
    const rated = rateInterval({ tariff, cursor, interval })
    cursor = rated.cursor
    return rated.lines.map((line) => {
      const { title, why, formula, amount } = explainLine(line, tariff)
      const said = [title.en, formula, amount, why.en]
      return { ...line, explanation: said.includes('') ? '' : said.join(', ') }
    })
  })
}

const contributions = { flat: flatTariff, 'time-of-use': timeOfUseTariff }

for (const [type, contribution] of Object.entries(contributions))
  tariffStrategySuite({
    create: () => contribution,
    terms: workedBills
      .filter(({ strategy }) => strategy === type)
      .map(({ id, terms }) => ({ name: id, terms })),
    refused: [],
    evaluate,
  })
