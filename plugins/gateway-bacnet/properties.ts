import type { Encodable } from '@busbar/bacnet/encode'
import { PROPERTY } from '@busbar/bacnet/numbers'
import {
  ERROR,
  type ErrorPair,
  enumerated,
  objectValue,
  type ReadResult,
  unsigned,
} from '@busbar/bacnet/replies'
import type { PropertyRef } from '@busbar/bacnet/requests'
import { wallClock } from '@busbar/core/contracts'
import type { Served } from './building.ts'
import {
  dateList,
  effectivePeriod,
  exceptionSchedule,
  type Hold,
  heldValue,
  toldDays,
  weeklySchedule,
} from './hold.ts'
import type { PriorityArray } from './orders.ts'
import { MAX_COUNT, scaleOf, unitOf } from './shapes.ts'

/** What an object's property is. Of an array `values` are its elements. */
export interface Property {
  readonly values: readonly Encodable[]
  readonly isArray: boolean
  /** By the standard's table of the object type: what REQUIRED asks for. */
  readonly isRequired: boolean
}

export type Properties = ReadonlyMap<number, Property>

export const required = (...values: readonly Encodable[]): Property => ({
  ...{ values, isArray: false, isRequired: true },
})
export const optional = (...values: readonly Encodable[]): Property => ({
  ...{ values, isArray: false, isRequired: false },
})
export const arrayOf = (values: readonly Encodable[], isRequired: boolean): Property => ({
  ...{ values, isArray: true, isRequired },
})
export const text = (value: string): Encodable => ({ kind: 'text', text: value })

const NORMAL = 0
const LOWEST_PRIORITY = 16

export const statusFlags = ({ reliability }: Served): Encodable => ({
  kind: 'bits',
  // In alarm, fault, overridden, out of service.
  bits: [false, reliability !== 0, false, false],
})

/** What is commanded: the strongest order; where there is none, what the standard calls the default. */
const RELINQUISH_DEFAULT = enumerated(1)

/** The present value as it is read and notified. */
export function presentOf(served: Served): Encodable {
  const isRelinquished = served.shape === 'command' && served.value?.value === null
  return isRelinquished ? RELINQUISH_DEFAULT : served.shown
}

/** All properties of a point's object, but the list of them. */
export function propertiesOf(served: Served, orders: PriorityArray | undefined): Properties {
  const { id, name, description, shape } = served
  return withList([
    [PROPERTY.objectIdentifier, required(objectValue(id))],
    [PROPERTY.objectName, required(text(name))],
    [PROPERTY.objectType, required(enumerated(id.type))],
    [PROPERTY.presentValue, required(presentOf(served))],
    [PROPERTY.description, optional(text(description))],
    ...(shape === 'calendar' ? [] : statesOf(served)),
    ...ofShape(served, orders),
  ])
}

type Entry = readonly [number, Property]

/** How it fares, which a Calendar does not say. A Schedule has its reliability always, and no events. */
function statesOf(served: Served): readonly Entry[] {
  const reliability = enumerated(served.reliability)
  const isSchedule = served.shape === 'schedule'
  return [
    [PROPERTY.statusFlags, required(statusFlags(served))],
    ...(isSchedule ? [] : [[PROPERTY.eventState, required(enumerated(NORMAL))] as const]),
    [PROPERTY.reliability, isSchedule ? required(reliability) : optional(reliability)],
    [PROPERTY.outOfService, required({ kind: 'boolean', value: false })],
  ]
}

function ofShape(served: Served, orders: PriorityArray | undefined): readonly Entry[] {
  const { point, shape } = served
  const units: Entry = [PROPERTY.units, required(enumerated(unitOf(point.unit).code))]
  switch (shape) {
    case 'accumulator':
      return [
        units,
        [PROPERTY.scale, required(scaleOf())],
        [PROPERTY.maxPresentValue, required(unsigned(MAX_COUNT))],
      ]
    case 'analog-input':
    case 'analog-value':
      // Zero: any change is told.
      return [units, [PROPERTY.covIncrement, optional({ kind: 'real', value: 0 })]]
    case 'binary-input':
      return [[PROPERTY.polarity, required(enumerated(NORMAL))], ...states]
    case 'binary-value':
      return states
    case 'calendar': {
      const told = toldDays(served.hold.calendar, wallClock.now())
      return [[PROPERTY.dateList, required(...dateList(told))]]
    }
    case 'schedule':
      return scheduled(served.hold)
    case 'command':
      return [...states, ...commanded(orders)]
    case 'multi-state': {
      const { words = [] } = point
      return [
        [PROPERTY.numberOfStates, required(unsigned(words.length))],
        [PROPERTY.stateText, arrayOf(words.map(text), false)],
      ]
    }
    default:
      return []
  }
}

const states: readonly Entry[] = [
  [PROPERTY.inactiveText, optional(text('No'))],
  [PROPERTY.activeText, optional(text('Yes'))],
]

/** Of what a table of the standard calls optional, one of the two lists is required; here both are there. */
function scheduled(hold: Hold): readonly Entry[] {
  const told = toldDays(hold.calendar, wallClock.now())
  return [
    [PROPERTY.effectivePeriod, required(effectivePeriod(told))],
    [PROPERTY.weeklySchedule, arrayOf(weeklySchedule(hold.calendar), false)],
    [PROPERTY.exceptionSchedule, arrayOf(exceptionSchedule(hold, told), false)],
    [PROPERTY.scheduleDefault, required(heldValue(false))],
    // It commands nothing.
    [PROPERTY.listOfObjectPropertyReferences, required()],
    [PROPERTY.priorityForWriting, required(unsigned(LOWEST_PRIORITY))],
  ]
}

function commanded(orders: PriorityArray | undefined): readonly Entry[] {
  const slots = Array.from({ length: 16 }, (_, index): Encodable => {
    const slot = orders?.get(index + 1)
    return slot === undefined ? { kind: 'null' } : enumerated(slot ? 1 : 0)
  })
  return [
    [PROPERTY.priorityArray, arrayOf(slots, false)],
    [PROPERTY.relinquishDefault, optional(RELINQUISH_DEFAULT)],
  ]
}

/** Left out of the list of properties (clause 12.1.1.4). */
const UNLISTED: readonly number[] = [
  PROPERTY.objectName,
  PROPERTY.objectType,
  PROPERTY.objectIdentifier,
  PROPERTY.propertyList,
]

export function withList(entries: readonly Entry[]): Properties {
  const listed = entries.map(([number]) => number).filter((number) => !UNLISTED.includes(number))
  return new Map([...entries, [PROPERTY.propertyList, arrayOf(listed.map(enumerated), true)]])
}

/** One property, or one element of it: index 0 is how many there are. */
function readOne(properties: Properties, ref: PropertyRef): ReadResult['outcome'] {
  const found = properties.get(ref.property)
  if (found === undefined) return ERROR.unknownProperty
  if (ref.index === undefined) return found.values
  if (!found.isArray) return ERROR.notAnArray
  if (ref.index === 0) return [unsigned(found.values.length)]
  const element = found.values[ref.index - 1]
  return element === undefined ? ERROR.invalidArrayIndex : [element]
}

/** What is asked for, with ALL, REQUIRED and OPTIONAL spelt out, the list of properties left out. */
export function expand(
  properties: Properties | undefined,
  ref: PropertyRef,
): readonly PropertyRef[] {
  const wanted = SETS[ref.property]
  if (wanted === undefined || properties === undefined) return [ref]
  return [...properties]
    .filter(([number, property]) => number !== PROPERTY.propertyList && wanted(property))
    .map(([property]) => ({ property, index: undefined }))
}

const SETS: Readonly<Record<number, (property: Property) => boolean>> = {
  [PROPERTY.all]: () => true,
  [PROPERTY.required]: ({ isRequired }) => isRequired,
  [PROPERTY.optional]: ({ isRequired }) => !isRequired,
}

export const readOrError = (
  properties: Properties | undefined,
  ref: PropertyRef,
): readonly Encodable[] | ErrorPair =>
  properties === undefined ? ERROR.unknownObject : readOne(properties, ref)
