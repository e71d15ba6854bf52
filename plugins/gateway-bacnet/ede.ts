/** What a line of the table says. */
export interface EdeObject {
  readonly device: number
  readonly name: string
  readonly type: number
  readonly instance: number
  readonly description: string
  readonly isCommandable: boolean
  /** Engineering units by number; undefined where the object has none. */
  readonly unit: number | undefined
}

const TITLES = [
  ...['# keyname', 'device obj.-instance', 'object-name', 'object-type', 'object-instance'],
  ...['description', 'present-value-default', 'min-present-value', 'max-present-value'],
  ...['settable', 'supports COV', 'hi-limit', 'low-limit', 'state-text-reference', 'unit-code'],
  'vendor-specific-address',
]
/** Calendar, device, schedule. */
const WITHOUT_COV: readonly number[] = [6, 8, 17]

/**
 * An engineering data exchange file (EDE 2.3 of the BACnet Interest Group Europe): a head of seven lines, then a line for
 * each object, fields parted by semicolons.
 * @param at RFC 3339
 */
export function ede(request: {
  readonly title: string
  readonly at: string
  readonly objects: readonly EdeObject[]
}): string {
  const { title, at, objects } = request
  const lines = [
    ['# Engineering-Data-Exchange - B.I.G.-EU'],
    ['PROJECT_NAME', title],
    ['VERSION_OF_REFERENCEFILE', '1'],
    ['TIMESTAMP_OF_LAST_CHANGE', at.slice(0, 10)],
    ['AUTHOR_OF_LAST_CHANGE', 'Busbar'],
    ['VERSION_OF_LAYOUT', '2.3'],
    ['# mandatory;mandatory;mandatory;mandatory;mandatory;optional'],
    TITLES,
    ...objects.map((object) => {
      const { device, name, type, instance, description, isCommandable, unit } = object
      const cov = WITHOUT_COV.includes(type) ? 'N' : 'Y'
      return [
        ...[name, `${device}`, name, `${type}`, `${instance}`, description, '', '', ''],
        ...[isCommandable ? 'Y' : 'N', cov, '', '', '', `${unit ?? ''}`, ''],
      ]
    }),
  ]
  return `${lines.map((fields, at) => fields.map((one) => (at === 6 ? one : quoted(one))).join(';')).join('\r\n')}\r\n`
}

const quoted = (field: string): string =>
  /[;"\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
