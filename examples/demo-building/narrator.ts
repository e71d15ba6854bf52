import { styleText } from 'node:util'
import type { AccountView } from './api.ts'
import type { BusbarEvent } from './events.ts'

/** Names of things by their ids. */
export interface Names {
  readonly account: ReadonlyMap<string, string>
  readonly tenant: ReadonlyMap<string, string>
}

export interface NarratorOptions {
  readonly names: Names
  readonly write: (line: string) => void
  readonly colours: boolean
  /** The building's time. */
  readonly now: () => number
  readonly utcOffsetMinutes: number
}

export interface Narrator {
  /** Tells at once what deserves a line of its own; counts the rest. */
  take(event: BusbarEvent): void
  /** Sums up what came since the last time, with the accounts as they stand. */
  sumUp(accounts: readonly AccountView[]): void
}

type Colour = 'green' | 'yellow' | 'red' | 'cyan' | 'gray'

/** Kinds of events that get a line, with what they are called. */
const LINES: Readonly<Record<string, readonly [title: string, colour: Colour]>> = {
  'low-balance': ['low balance', 'yellow'],
  'very-low-balance': ['very low balance', 'yellow'],
  'cut-coming': ['cut coming', 'yellow'],
  cut: ['CUT', 'red'],
  restored: ['RESTORED', 'green'],
  'cut-but-drawing': ['cut, but still drawing', 'red'],
  'paid-but-off': ['paid, but still off', 'red'],
  unknown: ['command without answer', 'yellow'],
  'top-up': ['top-up', 'green'],
  'payment-credited': ['top-up', 'green'],
  'refund-paid': ['refund', 'cyan'],
  'repair-opened': ['to be looked at', 'yellow'],
}

/** Fields that say in a sentence why something happened, the best first. */
const REASONS = ['explanation', 'sentence', 'reason', 'subject', 'detail']

export function createNarrator(options: NarratorOptions): Narrator {
  const { names, write, colours, now } = options
  let readings = 0
  let creditedMicros = 0n
  let balanceMicros: bigint | null = null
  const paint = (colour: Colour, text: string) =>
    colours ? styleText(colour, text, { validateStream: false }) : text
  const line = (colour: Colour, title: string, text: string) => {
    const local = new Date(now() + options.utcOffsetMinutes * 60_000).toISOString()
    const time = paint('gray', `${local.slice(5, 10)} ${local.slice(11, 16)}`)
    write(`${time}  ${paint(colour, title)}${text === '' ? '' : `  ${text}`}`)
  }

  return {
    take(event) {
      if (event.topic === 'reading') {
        readings += 1
        return
      }
      const { data } = event
      const kind = kindOf(event)
      const known = LINES[kind]
      if (known === undefined) return
      const [title, colour] = known
      if (title === 'top-up') creditedMicros += micros(amountOf(data) ?? '0')
      // A notice is told of once, when it is queued; of a cut, supply itself tells, and why.
      if (event.topic === 'notice' && (event.type !== 'notice-queued' || kind === 'cut')) return
      const who =
        names.account.get(String(data.accountId)) ?? names.tenant.get(String(data.tenantId)) ?? ''
      const amount = amountOf(data)
      const text = [who, amount === undefined ? '' : `${amount} CNY`, reasonOf(data)]
      line(colour, title, text.filter((part) => part !== '').join(' · '))
    },

    sumUp(accounts) {
      const total = accounts
        .flatMap(({ purses }) => purses)
        .filter(({ kind }) => kind === 'cash' || kind === 'bonus')
        .reduce((sum, { balance }) => sum + micros(balance), 0n)
      if (balanceMicros !== null) {
        const chargedMicros = balanceMicros + creditedMicros - total
        const text = `${readings} readings · ${money(chargedMicros)} CNY charged · ${money(total)} CNY on all accounts`
        line('gray', 'summary', text)
      }
      balanceMicros = total
      creditedMicros = 0n
      readings = 0
    },
  }
}

/** A notice is known by its kind; of others, the type goes without the topic in front: supply-cut is cut. */
export function kindOf({ topic, type, data }: BusbarEvent): string {
  if (topic === 'notice' && typeof data.kind === 'string') return data.kind
  const short = type.startsWith(`${topic}-`) ? type.slice(topic.length + 1) : type
  return short in LINES ? short : type
}

function amountOf(data: BusbarEvent['data']): string | undefined {
  return typeof data.amount === 'string' ? data.amount : undefined
}

function reasonOf(data: BusbarEvent['data']): string {
  for (const field of REASONS) {
    const value = data[field]
    if (typeof value === 'string' && value !== '') return value
    if (value !== null && typeof value === 'object' && 'en' in value) return String(value.en)
  }
  return ''
}

function micros(decimal: string): bigint {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? []
  const value = BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6))
  return sign === '-' ? -value : value
}

/** Two places, the rest cut off. */
function money(value: bigint): string {
  const fen = value / 10_000n
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0')
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
