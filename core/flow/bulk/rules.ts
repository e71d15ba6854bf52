import type { JsonObject } from '../../kernel/canonical.ts'
import { type BusbarError, type ErrorCode, errorCode, type FieldError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { Grant } from '../identity/ports.ts'
import type { Place, Row } from '../registry/ports.ts'
import { fault, faultSaid } from './faults.ts'
import { type BulkKind, columnsOf } from './kinds.ts'
import type { FaultCode } from './ports.ts'
import type { Fault } from './sheet.ts'

/** One change as it would be sent by hand. */
export interface Sent {
  readonly resource: string
  readonly change: 'create' | 'update'
  /** Null: it is about to be made. */
  readonly id: Id | null
  readonly body: JsonObject
}

/** What else decides of a change, by the contract and by whom it is asked for. */
export interface BulkRules {
  /** Where the asker may see things of a resource. */
  grantsOf(resource: string): readonly Grant[]
  /** Whether the contract offers it. */
  offers(sent: Pick<Sent, 'resource' | 'change'>): boolean
  /** Judges a body by its schema and fills in defaults. */
  judge(sent: Pick<Sent, 'resource' | 'change' | 'body'>): {
    readonly errors: readonly FieldError[]
    readonly body: JsonObject
  }
  /** Lets in whoever may do it. @throws `forbidden`, `not-found`, `archived`, `validation-failed` */
  admit(
    sent: Sent & {
      readonly placeOf: (which: {
        readonly resource: string
        readonly id: Id
      }) => Promise<Place | null>
    },
  ): Promise<{ readonly operation: string; readonly siteId: Id | null }>
  /** What the schema alone cannot judge. @throws `validation-failed`, `plugin-not-available` */
  check(
    resource: string,
    change: { readonly before: Row | null; readonly values: Row },
  ): Promise<void>
  toWire(resource: string, row: Row): JsonObject
  fromWire(resource: string, body: JsonObject): Row
}

const DENIED: ReadonlySet<ErrorCode> = new Set(['forbidden', 'not-found', 'unauthenticated'])

/** What is a row's fault, and how it is said; everything else is nobody's, and ends the import. */
const OF_ROWS: Partial<Record<ErrorCode, FaultCode>> = {
  forbidden: 'forbidden',
  'not-found': 'forbiddenHere',
  unauthenticated: 'forbidden',
  'already-exists': 'keyTaken',
  archived: 'archived',
  conflict: 'conflict',
  'date-invalid': 'dateInvalid',
  'decimal-invalid': 'decimalInvalid',
  'decimal-too-precise': 'decimalTooPrecise',
  'instant-invalid': 'instantInvalid',
  'life-safety': 'lifeSafety',
  'plugin-not-available': 'pluginMissing',
  'time-zone-invalid': 'zoneUnknown',
  'validation-failed': 'other',
  'version-mismatch': 'changedMeanwhile',
}

/** Whether it says that somebody may not. */
export const isDenied = (thrown: unknown): boolean => {
  const code = errorCode(thrown)
  return code !== undefined && DENIED.has(code)
}

/** What was thrown for a row, at its columns. @throws what is no fault of the row */
export function faultsOf(kind: BulkKind, thrown: unknown): readonly Fault[] {
  const code = errorCode(thrown)
  const own = code === undefined ? undefined : OF_ROWS[code]
  if (own === undefined) throw thrown
  // Matched by its shape: it may have crossed a process.
  const { errors = [], detail } = thrown as BusbarError
  if (errors.length > 0) return errors.map((error) => faultOf(kind, error))
  return [{ column: null, ...fault(own, { value: detail }) }]
}

/** A wrong place of a body at its column. */
export function faultOf(kind: BulkKind, { pointer, message }: FieldError): Fault {
  const steps = pointer.split('/').slice(1)
  const candidates = kind.fields.filter(({ wire }) => wire === steps[0])
  const field =
    candidates.find(
      (each) => each.kind === 'value' && each.at.every((step, index) => steps[index] === step),
    ) ?? candidates[0]
  const said = faultSaid(message)
  const at = (place: string) =>
    place === '' ? said : fault(said.code, { ...said.parameters, place })
  if (field === undefined) return { column: null, ...at(steps.join('/')) }
  if (field.kind === 'reference')
    return { column: columnsOf(field.reference).at(-1) ?? null, ...said }
  return { column: field.column, ...at(steps.slice(field.at.length).join('/')) }
}
