import { format as known } from '@cfworker/json-schema'
import type { Format, FormatCheck } from './ajv.ts'

/*
 * Stands in for ajv-formats. The interpreter's library brings formats of its own; those of them that judge otherwise
 * than the server does are replaced, so that a form takes what the server takes.
 */

const EMAIL =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i
const HOSTNAME =
  /^(?=.{1,253}\.?$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[-0-9a-z]{0,61}[0-9a-z])?)*\.?$/i
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/
const UUID = /^(?:urn:uuid:)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const BYTE = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
const DURATION = /^P(?!$)((\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?|(\d+W)?)$/
const SHORT_OFFSET = /([+-]\d\d)(\d\d)?$/

const library = { ...known }

/** ajv takes an offset without colon or minutes; the library's pattern does not. */
const loose =
  (check: FormatCheck | undefined): FormatCheck =>
  (text) =>
    check?.(text.replace(SHORT_OFFSET, (_, hours, minutes = '00') => `${hours}:${minutes}`)) ?? true

/** A date ends in something like an offset too: only a time's end is loosened. */
const afterDate =
  (check: FormatCheck | undefined): FormatCheck =>
  (text) => {
    if (check?.(text)) return true
    return /[t\s]/i.test(text) && loose(check)(text)
  }

const OURS: Readonly<Record<string, FormatCheck>> = {
  email: (text) => EMAIL.test(text),
  hostname: (text) => HOSTNAME.test(text),
  ipv4: (text) => IPV4.test(text),
  uuid: (text) => UUID.test(text),
  byte: (text) => BYTE.test(text),
  duration: (text) => DURATION.test(text),
  time: (text) => library.time?.(text) === true || loose(library.time)(text),
  'date-time': afterDate(library['date-time']),
}

for (const [name, check] of Object.entries(OURS)) known[name] = check

/** One register for the page, as the library keeps it: its checks where they judge as the server's do, and ours. */
export function register(name: string, format: Format): void {
  known[name] = asCheck(format)
}

/** What ajv takes for a format, as a check. */
export function asCheck(format: Format): FormatCheck {
  if (format === true) return () => true
  if (format instanceof RegExp) return (text) => format.test(text)
  return typeof format === 'function' ? format : asCheck(format.validate)
}

/** As ajv-formats is called; the interpreter knows the formats by itself. */
export default function addFormats<Validator>(ajv: Validator): Validator {
  return ajv
}
