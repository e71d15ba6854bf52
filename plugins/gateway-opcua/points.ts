import type { BuildingView, GatewayPoint, GatewayValue } from '@busbar/core/contracts'
import type { AddVariableOptions, DataValue, StatusCode, UAObject, UAVariable } from 'node-opcua'
import { readHistory } from './history.ts'
import type { Library } from './library.ts'
import type { Orders } from './orders.ts'
import { engineeringUnits, tell } from './values.ts'

/** What variables are made with. */
export interface PointTools {
  readonly library: Library
  /** Index of the namespace of Busbar's types. */
  readonly types: number
  readonly building: Pick<BuildingView, 'history'>
  readonly orders: Orders
  readonly now: () => number
}

const TYPE_NAMES = { decimal: 'Double', boolean: 'Boolean', text: 'String' } as const

/** The variable of a point, below its thing. Its value is not known yet. */
export function addPoint(tools: PointTools, parent: UAObject, point: GatewayPoint): UAVariable {
  const { types } = tools
  const { namespace } = parent
  const access = [
    'CurrentRead',
    ...(point.writable ? ['CurrentWrite'] : []),
    ...(point.historical ? ['HistoryRead'] : []),
  ].join(' | ')
  const variable = namespace.addVariable({
    browseName: { namespaceIndex: types, name: browseName(point.name) },
    displayName: point.title,
    nodeId: `s=${point.pointId}`,
    componentOf: parent,
    dataType: TYPE_NAMES[point.valueType],
    typeDefinition: typeOf(tools, point),
    accessLevel: access,
    userAccessLevel: access,
    historizing: point.historical,
    minimumSamplingInterval: 0,
  } as AddVariableOptions)
  if (point.valueType === 'decimal' && point.unit !== '') addUnits(tools, variable, point.unit)
  if (point.words !== undefined) addWords(tools, variable, point.words)
  if (point.historical) answerHistory(tools, variable, point)
  if (point.writable) takeOrders(tools, variable, point.pointId)
  return variable
}

/** Puts a value in place: one that is the same and of the same time is told to nobody. */
export function setPoint(
  { library, now }: Pick<PointTools, 'library' | 'now'>,
  variable: UAVariable,
  point: Pick<GatewayPoint, 'valueType'>,
  value: Pick<GatewayValue, 'value' | 'quality' | 'at'>,
): void {
  const { variant, status } = tell(library, point, value)
  variable.setValueFromSource(variant, status, new Date(value.at ?? now()))
}

/** As the types' declarations are written: `register.1.8.0` is `Register.1.8.0`. */
const browseName = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1)

function typeOf({ library, types }: PointTools, point: GatewayPoint) {
  const { resolveNodeId } = library
  if (point.valueType === 'text') return resolveNodeId(`ns=${types};i=2003`)
  if (point.valueType === 'boolean' || point.unit === '') return resolveNodeId('i=63')
  return resolveNodeId(`ns=${types};i=${point.counter ? 2001 : 2002}`)
}

function addUnits({ library }: PointTools, variable: UAVariable, unit: string): void {
  const { DataType } = library
  variable.namespace.addVariable({
    browseName: { namespaceIndex: 0, name: 'EngineeringUnits' },
    propertyOf: variable,
    typeDefinition: 'PropertyType',
    dataType: 'EUInformation',
    minimumSamplingInterval: 0,
    accessLevel: 'CurrentRead',
    value: {
      dataType: DataType.ExtensionObject,
      value: engineeringUnits(library, unit),
    },
  })
}

function addWords(
  { library, types }: PointTools,
  variable: UAVariable,
  words: readonly string[],
): void {
  const { DataType, VariantArrayType } = library
  variable.namespace.addVariable({
    browseName: { namespaceIndex: types, name: 'Words' },
    propertyOf: variable,
    typeDefinition: 'PropertyType',
    dataType: 'String',
    valueRank: 1,
    arrayDimensions: [0],
    minimumSamplingInterval: 0,
    accessLevel: 'CurrentRead',
    value: { dataType: DataType.String, arrayType: VariantArrayType.Array, value: [...words] },
  })
}

function answerHistory(tools: PointTools, variable: UAVariable, point: GatewayPoint): void {
  const { library, building, now } = tools
  variable.bindVariable(
    {
      // The library counts these parameters.
      historyRead(_context, details, _range, _encoding, continuation, callback) {
        readHistory({ library, building, point, details, continuation, now: now() }).then(
          (result) => callback(null, result),
          (thrown: Error) => callback(thrown),
        )
      },
    },
    true,
  )
}

type WriteCallback = (error: Error | null, status?: StatusCode) => void

/**
 * A write is an order. The library's setters are not told whose session it is, and an order without a name is
 * none; so the whole write is answered here. The variable is left as it is: it shows what the building says.
 */
function takeOrders({ library, orders }: PointTools, variable: UAVariable, pointId: string): void {
  const { DataType, StatusCodes } = library
  const take = async (
    context: Parameters<UAVariable['writeValue']>[0],
    { value }: DataValue,
  ): Promise<StatusCode> => {
    if (value.dataType === DataType.Null)
      return (await orders.give({ context, pointId, value: null })).status
    if (value.dataType !== DataType.Boolean || typeof value.value !== 'boolean')
      return StatusCodes.BadTypeMismatch
    return (await orders.give({ context, pointId, value: value.value })).status
  }
  Object.assign(variable, {
    writeValue(
      context: Parameters<UAVariable['writeValue']>[0],
      dataValue: DataValue,
      ...rest: readonly unknown[]
    ) {
      const callback = rest.at(-1)
      const answer = take(context, dataValue)
      if (typeof callback !== 'function') return answer
      const done = callback as WriteCallback
      return answer.then((status) => done(null, status), done)
    },
  })
}
