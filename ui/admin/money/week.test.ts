import { describe, expect, it } from 'vitest'
import type { TariffWeek } from '../../../core/generated/api.ts'
import { colourOf, daysOf, pricesOf } from './week.ts'

const band = (id: string, price: string): TariffWeek['bands'][number] => ({
  ...{ id, price },
  title: { en: id },
  components: [],
})
const segment = (day: string, fromTime: string, toTime: string, id: string) => ({
  fromAt: `${day}T${fromTime}:00.000Z`,
  toAt: `${day}T${toTime === '24:00' ? '23:59' : toTime}:00.000Z`,
  ...{ day, fromTime, toTime, band: id },
})
const week = (segments: TariffWeek['segments']): TariffWeek => ({
  ...{ tariffVersionId: '1', timeZone: 'UTC', currency: 'CNY' },
  fromAt: '2026-03-09T00:00:00.000Z',
  toAt: '2026-03-16T00:00:00.000Z',
  pricedFromAt: null,
  pricedToAt: null,
  segments,
  bands: [band('valley', '0.3'), band('peak', '1.2'), band('mine', '0.5')],
})

describe('a week of prices', () => {
  it('is seven rows of 24 hours, with nothing where there is no price', () => {
    const days = daysOf(
      week([
        segment('2026-03-10', '00:00', '08:30', 'valley'),
        segment('2026-03-10', '10:00', '24:00', 'peak'),
      ]),
    )
    expect(days.map(({ day }) => day.slice(-2))).toEqual(['09', '10', '11', '12', '13', '14', '15'])
    expect(days[1]?.cells).toEqual([
      { columns: 34, band: 'valley', fromTime: '00:00', toTime: '08:30' },
      { columns: 6, band: null, fromTime: '08:30', toTime: '10:00' },
      { columns: 56, band: 'peak', fromTime: '10:00', toTime: '24:00' },
    ])
    expect(days[0]?.cells).toEqual([
      { columns: 96, band: null, fromTime: '00:00', toTime: '24:00' },
    ])
  })

  it('shows an hour that a clock goes through twice once', () => {
    const [, tuesday] = daysOf(
      week([
        segment('2026-03-10', '00:00', '03:00', 'valley'),
        segment('2026-03-10', '02:00', '24:00', 'peak'),
      ]),
    )
    expect(tuesday?.cells.map(({ columns }) => columns)).toEqual([12, 84])
  })

  it('has a price curve that holds to the end of the day', () => {
    const found = week([
      segment('2026-03-10', '00:00', '08:00', 'valley'),
      segment('2026-03-10', '08:00', '24:00', 'peak'),
    ])
    expect(pricesOf(found, '2026-03-10').map(([, price]) => price)).toEqual([0.3, 1.2, 1.2])
    expect(pricesOf(found, '2026-03-11')).toEqual([])
  })

  it('has a colour of its own for a band of its own', () => {
    const { bands } = week([])
    expect(new Set(bands.map(({ id }) => colourOf(bands, id))).size).toBe(3)
  })
})
