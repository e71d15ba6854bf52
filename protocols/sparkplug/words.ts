import { DATA_TYPES, metricValue } from './values.ts'
import { decodePayload, type WireMetric } from './wire.ts'

/** As much as an entry of a trace keeps. */
const MOST_CHARACTERS = 2_048
/** Larger ones are not taken apart to be looked at. */
const MOST_BYTES = 64 * 1024
const LAST_INSTANT = 8.64e15

const TYPE_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(DATA_TYPES).map(([name, number]) => [number, name]),
)

/**
 * A payload of Sparkplug B in words, for the trace of a connection: sequence, time and how many metrics, then each metric
 * on a line of its own. Texts stand as JSON has them, and what is too much is cut off at the end and nowhere else, so that
 * the host finds a secret in it. Total: whatever the bytes, it returns; undefined where they are no such payload.
 */
export function payloadWords(topic: string, payload: Uint8Array): string | undefined {
  const [namespace, , kind = ''] = topic.split('/')
  if (namespace !== 'spBv1.0' || !/^[ND](BIRTH|DATA|DEATH|CMD)$/.test(kind)) return undefined
  if (payload.length > MOST_BYTES) return undefined
  try {
    const { seq, timestamp, metrics } = decodePayload(payload)
    const about = [
      seq === undefined ? 'no seq' : `seq ${seq}`,
      ...(timestamp === undefined ? [] : [timeText(timestamp)]),
      `${metrics.length} ${metrics.length === 1 ? 'metric' : 'metrics'}`,
    ]
    let text = about.join(', ')
    for (const metric of metrics) {
      if (text.length > MOST_CHARACTERS) break
      text += `\n${metricWords(metric)}`
    }
    return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text
  } catch {
    return undefined
  }
}

function metricWords(metric: WireMetric): string {
  const { name, alias, datatype, timestamp, isHistorical } = metric
  const about = [
    ...(name === undefined || alias === undefined ? [] : [`alias ${alias}`]),
    ...(datatype === undefined ? [] : [TYPE_NAMES.get(datatype) ?? `type ${datatype}`]),
    ...(timestamp === undefined ? [] : [timeText(timestamp)]),
    ...(isHistorical === true ? ['historical'] : []),
  ]
  const called = name === undefined ? `alias ${alias ?? 'missing'}` : quoted(name)
  return `${called} = ${valueText(metric)}${about.length === 0 ? '' : ` (${about.join(', ')})`}`
}

function valueText(metric: WireMetric): string {
  if (metric.isNull === true) return 'null'
  if (metric.stringValue !== undefined) return quoted(metric.stringValue)
  // What is no decimal, such as an infinite one, is shown as it is.
  const float = metric.floatValue ?? metric.doubleValue
  if (float !== undefined && !Number.isFinite(float)) return String(float)
  const value = metricValue(metric, undefined)
  return value === undefined ? 'a value of a kind that is not shown' : String(value)
}

/** More of a text than an entry holds need not be written. */
const quoted = (text: string): string => JSON.stringify(text.slice(0, MOST_CHARACTERS))

function timeText(milliseconds: string): string {
  const number = Number(milliseconds)
  return number <= LAST_INSTANT ? new Date(number).toISOString() : milliseconds
}
