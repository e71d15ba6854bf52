import { compilePointer, parseJson, resolvePointer } from '../decode/json.ts'
import { isScalar, meaningOf, point, type Recognise, scalarsOf } from '../recognise.ts'
import type { JsonDecoder } from '../settings.ts'

/** What one of the connection's own decoders names. */
export function jsonRecogniser(decoder: JsonDecoder): Recognise {
  return (topic, payload) => {
    const body = parseJson(payload.toString())
    const document = decoder.withProperties === true ? { payload: body } : body
    const points = Object.entries(decoder.values ?? {})
      .filter(([, value]) => isScalar(resolvePointer(document, compilePointer(value.pointer))))
      .map(([name, value]) =>
        point(
          { format: 'json', topic, value: name },
          `${topic} ${name}`,
          value.role ?? 'value',
          value.unit ?? '',
        ),
      )
    return { source: topic, points }
  }
}

const MOST_FIELDS = 64
const BINDABLE = /^[^+#\s]{1,300}$/

/** What no format knows: a candidate with every figure in it, to be bound by its place. */
export const candidate: Recognise = (topic, payload) => {
  if (!BINDABLE.test(topic)) return undefined
  const found = scalarsOf(parseJson(payload.toString()), MOST_FIELDS)
  const points = found
    .filter(({ pointer }) => pointer.length <= 300)
    .map(({ pointer, value }) => {
      const { role, unit } = meaningOf(pointer, value)
      const title = `${topic} ${pointer}`.trim()
      return point({ format: 'json', topic, pointer }, title, role, unit)
    })
  return { source: topic, points }
}
