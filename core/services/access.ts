import type { Actor, Grant } from '../flow/identity/ports.ts'
import type { Place } from '../flow/registry/ports.ts'
import { busbarError, type FieldError } from '../kernel/error.ts'
import type { Id } from '../kernel/id.ts'
import { listOf, type Operation, objectOf } from './contract.ts'

/** Who calls and from where; set by the gateway alone. */
export interface Caller {
  /** Null: nobody is signed in. */
  readonly actor: Actor | null
  readonly ip: string | null
  readonly requestId: string
}

/** Says where a thing belongs; null where there is none. */
export type PlaceOf = (request: { resource: string; id: Id }) => Promise<Place | null>

/** What a caller was let in with. */
export interface Access {
  /** Where the caller holds one of the operation's roles; null: not narrowed (public, self, any). */
  readonly grants: readonly Grant[] | null
  /** Where the subject belongs, for operations on one. */
  readonly place: Place | null
}

/**
 * The one place that decides. Denied by default: an operation lets in only who holds one of its roles where its
 * subject belongs.
 * @throws `unauthenticated`, `forbidden`, `archived` for changes of what has been removed, or `not-found` for what is outside of the caller's sites and tenants (whether
 *   it exists is told to nobody)
 */
export async function authorize(request: {
  readonly operation: Operation
  readonly caller: Caller
  readonly input: unknown
  readonly placeOf: PlaceOf
}): Promise<Access> {
  const { operation, caller } = request
  if (operation.scope.kind === 'public') return { grants: null, place: null }
  const { actor } = caller
  if (actor === null || !operation.credentials.includes(actor.via))
    throw busbarError('unauthenticated')
  if (operation.scope.kind === 'self') return { grants: null, place: null }
  const grants = actor.assignments.filter(({ role }) => operation.roles.includes(role))
  if (grants.length === 0) throw busbarError('forbidden')
  if (operation.scope.kind === 'any') return { grants: null, place: null }
  if (operation.scope.kind === 'list') return { grants, place: null }
  if (operation.scope.kind !== 'subject') return onInstance(grants)
  const { resource, at } = operation.scope
  const id = at.reduce<unknown>((value, key) => objectOf(value)[key], request.input)
  if (id === null || id === undefined) return onInstance(grants)
  const place = await request.placeOf({ resource, id: String(id) })
  if (place === null) throw busbarError('not-found')
  const someoneElses = place.userId !== undefined && place.userId !== actor.userId
  if (someoneElses || !grants.some((grant) => covers(grant, place)))
    throw busbarError('not-found', { cause: OUT_OF_REACH })
  if (place.archived === true && operation.method !== 'get') throw busbarError('archived')
  return { grants, place }
}

/** Told to nobody but the audit log: what was asked for is there. */
const OUT_OF_REACH = Object.freeze({ reason: 'It lies outside of the reach of who asks.' })

/** Whether somebody was told that a thing does not exist because it is not theirs to know of. */
export function isOutOfReach(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.cause === OUT_OF_REACH
}

/** The instance as a whole is nobody's but theirs whose role holds everywhere. */
function onInstance(grants: readonly Grant[]): Access {
  const everywhere = grants.filter(({ siteId, tenantId }) => siteId === null && tenantId === null)
  if (everywhere.length === 0) throw busbarError('forbidden')
  return { grants: everywhere, place: { siteId: null, tenantId: null } }
}

/** Whether a permission holds where a thing belongs. */
export function covers(grant: Grant, place: Place): boolean {
  if (grant.siteId !== null && grant.siteId !== place.siteId) return false
  if (grant.tenantId === null) return true
  return place.tenantId === null ? place.staffOnly !== true : grant.tenantId === place.tenantId
}

/** Whose part of the subject a caller may see: null where they hold a role for all of the site. */
export function tenantsOf({ grants, place }: Access): readonly Id[] | null {
  const here = (grants ?? []).filter((grant) => place !== null && covers(grant, place))
  const tenants = here.map(({ tenantId }) => tenantId)
  return tenants.includes(null) ? null : tenants.flatMap((tenantId) => tenantId ?? [])
}

/**
 * What a body refers to exists, and lies at the site of the operation's subject: foreign keys alone would let sites mix.
 * @throws `validation-failed`, the same for what is not there and for what is elsewhere
 */
export async function checkReferences(request: {
  readonly operation: Operation
  readonly input: unknown
  readonly place: Place | null
  readonly placeOf: PlaceOf
}): Promise<void> {
  const { operation, input, placeOf } = request
  const siteId = request.place?.siteId ?? null
  const errors: FieldError[] = []
  for (const { at, resource } of operation.references) {
    for (const { pointer, id } of idsAt(objectOf(input).body, at)) {
      const place = await placeOf({ resource, id })
      if (place?.archived === true && (siteId === null || place.siteId === siteId)) {
        errors.push({ pointer, message: `${id} in ${resource} has been removed.` })
        continue
      }
      const fits = siteId === null || place?.siteId === null || place?.siteId === siteId
      if (place !== null && fits) continue
      errors.push({ pointer, message: `There is no ${id} in ${resource} of this site.` })
    }
  }
  if (errors.length > 0) throw busbarError('validation-failed', { errors })
}

function idsAt(
  value: unknown,
  at: readonly string[],
  pointer = '',
): { readonly pointer: string; readonly id: string }[] {
  const [step, ...rest] = at
  if (value === null || value === undefined) return []
  if (step === undefined) return [{ pointer, id: String(value) }]
  if (step === '*')
    return listOf(value).flatMap((item, index) => idsAt(item, rest, `${pointer}/${index}`))
  return idsAt(objectOf(value)[step], rest, `${pointer}/${step}`)
}
