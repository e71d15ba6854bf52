import manifest from '../package.json' with { type: 'json' }
/** The site, its calendar and its rules. */
export const SITE = {
  code: 'harbour-house',
  name: 'Harbour House 海港大厦',
  timeZone: 'Asia/Shanghai',
  /** China keeps one time all year. */
  utcOffsetMinutes: 480,
  currency: 'CNY',
  language: 'zh-CN',
  /** 2026, by the State Council's notice on public holidays. */
  calendar: {
    holidays: [
      ...days('2026-01-', 1, 3),
      ...days('2026-02-', 15, 23),
      ...days('2026-04-', 4, 6),
      ...days('2026-05-', 1, 5),
      ...days('2026-06-', 19, 21),
      ...days('2026-09-', 25, 27),
      ...days('2026-10-', 1, 7),
    ],
    workedWeekendDays: [
      '2026-01-04',
      '2026-02-14',
      '2026-02-28',
      '2026-05-09',
      '2026-09-20',
      '2026-10-10',
    ],
    weatherBans: [
      {
        fromAt: '2026-07-23T00:00:00+08:00',
        toAt: '2026-07-26T00:00:00+08:00',
        reason: 'Forecast heat above 37 °C.',
      },
    ],
  },
}

/** Grace of an hour from the delivery of the notice; cuts on workdays from nine to five only. */
export const POLICY = {
  code: 'harbour-house',
  title: 'Harbour House 海港大厦',
  rules: {
    graceMinutes: 60,
    noticeLevel: 'delivered',
    warnings: ['low-balance', 'very-low-balance'],
    readingFreshIntervals: 4,
    meterMaxSilenceMinutes: 120,
    intentExpirySeconds: 60,
    approvalRequired: false,
    noCutOnWeekends: true,
    noCutOnHolidays: true,
    noCutInWeatherBans: true,
    friendlyHours: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '17:00', to: '09:00' }],
  },
}

/**
 * The building's clock when it first starts: Tuesday 14 July 2026, 09:50 in Shanghai, ten minutes of domain time
 * in three and a third seconds. README.md works out what a viewer sees when.
 */
const { startAt, rate } = manifest.busbar.demo
export const DEFAULT_CLOCK = { startAt: Date.parse(startAt), rate }

function days(month: string, from: number, to: number): string[] {
  return Array.from(
    { length: to - from + 1 },
    (_, index) => `${month}${(from + index).toString().padStart(2, '0')}`,
  )
}
