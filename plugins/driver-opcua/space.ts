import type { DiscoveredPoint, PointRole } from '@busbar/core/contracts'
import type { BrowseResult, DataValue, ReferenceDescription } from 'node-opcua-client'
import { pieces, type ServerLimits } from './limits.ts'
import { lastingNodeId } from './plan.ts'
import type { Opened } from './session.ts'
import { decodeValue } from './values.ts'

/** A node below another, as the address space has it. */
export interface SpaceNode {
  /** As the server has it now. */
  readonly nodeId: string
  readonly title: string
  readonly isVariable: boolean
  /** One that the standard defines: no vendor's. */
  readonly isStandard: boolean
}

/** The folder that all of a server's objects are in. */
export const ROOT = 'i=85'
/** The server's own diagnostics: no devices. */
const SERVER_OBJECT = 'ns=0;i=2253'
const HIERARCHICAL = 'i=33'
const HAS_PROPERTY = 'ns=0;i=46'
const OBJECT_OR_VARIABLE = 3
const ALL_FIELDS = 63

/** The objects and variables right below each of the nodes; continued answers are followed. */
export async function childrenOf(
  { library, session }: Opened,
  limits: ServerLimits,
  nodeIds: readonly string[],
): Promise<readonly (readonly SpaceNode[])[]> {
  const children: (readonly SpaceNode[])[] = []
  for (const part of pieces(nodeIds, limits.browse)) {
    const results = await session.browse(
      part.map((nodeId) => ({
        nodeId,
        browseDirection: library.BrowseDirection.Forward,
        referenceTypeId: HIERARCHICAL,
        includeSubtypes: true,
        nodeClassMask: OBJECT_OR_VARIABLE,
        resultMask: ALL_FIELDS,
      })),
    )
    for (const result of results) {
      const references = await allOf({ session }, result)
      children.push(references.flatMap((reference) => nodeOf(library, reference)))
    }
  }
  return children
}

async function allOf(
  { session }: Pick<Opened, 'session'>,
  result: BrowseResult,
): Promise<readonly ReferenceDescription[]> {
  const references = [...(result.references ?? [])]
  let { continuationPoint } = result
  while (continuationPoint?.length > 0) {
    const next = await session.browseNext(continuationPoint, false)
    references.push(...(next.references ?? []))
    continuationPoint = next.continuationPoint
  }
  return references
}

function nodeOf(
  { NodeClass }: Opened['library'],
  { nodeId, referenceTypeId, browseName, displayName, nodeClass }: ReferenceDescription,
): readonly SpaceNode[] {
  const id = nodeId.toString()
  if (id === SERVER_OBJECT || referenceTypeId.toString() === HAS_PROPERTY) return []
  const title = displayName.text ?? browseName.name ?? id
  const isVariable = nodeClass === NodeClass.Variable
  return [{ nodeId: id, title, isVariable, isStandard: id.startsWith('ns=0;') }]
}

/** What a variable is by its unit, its access and its present value. */
export interface Variable {
  readonly point: DiscoveredPoint
  readonly value?: string
}

const WRITABLE_BIT = 2

/** How each of the variables could be bound: role and unit are guesses by what the server says of it. */
export async function variablesOf(
  opened: Opened,
  limits: ServerLimits,
  nodes: readonly { readonly node: SpaceNode; readonly device?: string }[],
): Promise<readonly Variable[]> {
  const { library, session, namespaces } = opened
  const { AttributeIds } = library
  const variables: Variable[] = []
  for (const part of pieces(nodes, Math.max(1, Math.floor(limits.read / 2)))) {
    const answers = await session.read(
      part.flatMap(({ node: { nodeId } }) => [
        { nodeId, attributeId: AttributeIds.Value },
        { nodeId, attributeId: AttributeIds.UserAccessLevel },
      ]),
    )
    const units = await unitsOf(
      opened,
      part.map(({ node }) => node.nodeId),
    )
    for (const [index, { node, device }] of part.entries()) {
      const [dataValue, access] = [answers[index * 2], answers[index * 2 + 1]]
      const guessed = guess(opened, { dataValue, access, unit: units[index] ?? '' })
      const { role, unit, decimalExponent } = guessed
      const address = {
        nodeId: lastingNodeId(node.nodeId, namespaces),
        ...(decimalExponent === 0 ? {} : { decimalExponent }),
        ...(device === undefined ? {} : { device }),
      }
      const value = dataValue && shown(opened, dataValue, decimalExponent)
      variables.push({
        point: { address, title: node.title, role, unit },
        ...(value === undefined ? {} : { value }),
      })
    }
  }
  return variables
}

/** Texts of the EngineeringUnits properties (part 8, 5.6.3); empty where there is none. */
async function unitsOf(
  { library, session }: Opened,
  nodeIds: readonly string[],
): Promise<readonly string[]> {
  const paths = nodeIds.map((nodeId) => library.makeBrowsePath(nodeId, '.EngineeringUnits'))
  const found = await session.translateBrowsePath(paths)
  const targets = found.map(({ targets }) => targets?.[0]?.targetId?.toString())
  const known = targets.flatMap((nodeId) => nodeId ?? [])
  if (known.length === 0) return nodeIds.map(() => '')
  const answers = await session.read(
    known.map((nodeId) => ({ nodeId, attributeId: library.AttributeIds.Value })),
  )
  const texts = new Map(known.map((nodeId, index) => [nodeId, unitText(answers[index])]))
  return targets.map((nodeId) => texts.get(nodeId ?? '') ?? '')
}

function unitText(answer: DataValue | undefined): string {
  const text: unknown = answer?.value?.value?.displayName?.text
  return typeof text === 'string' ? text.slice(0, 16) : ''
}

/** Units of the platform by the texts that servers have for them, and the decimal shift into them. */
const UNITS: Readonly<Record<string, readonly [PointRole, string, number?]>> = {
  wh: ['register', 'kWh', -3],
  kwh: ['register', 'kWh'],
  mwh: ['register', 'kWh', 3],
  m3: ['register', 'm3'],
  'm³': ['register', 'm3'],
  mj: ['register', 'GJ', -3],
  gj: ['register', 'GJ'],
  rth: ['register', 'RTh'],
  w: ['power', 'W'],
  kw: ['power', 'W', 3],
  a: ['current', 'A'],
}

function guess(
  { library }: Opened,
  of: {
    readonly unit: string
    readonly dataValue: DataValue | undefined
    readonly access: DataValue | undefined
  },
): { readonly role: PointRole; readonly unit: string; readonly decimalExponent: number } {
  const known = UNITS[of.unit.toLowerCase()]
  if (known !== undefined) {
    const [role, unit, decimalExponent = 0] = known
    return { role, unit, decimalExponent }
  }
  const access: unknown = of.access?.value?.value
  const writable = typeof access === 'number' && (access & WRITABLE_BIT) !== 0
  if (of.dataValue?.value?.dataType === library.DataType.Boolean)
    return { role: writable ? 'relay' : 'value', unit: '', decimalExponent: 0 }
  return { role: 'value', unit: of.unit, decimalExponent: 0 }
}

/** In the unit of the point. */
function shown(
  { library }: Opened,
  dataValue: DataValue,
  decimalExponent: number,
): string | undefined {
  const reader = { role: 'value', unit: '', decimalExponent } as const
  const decoded = decodeValue(library, dataValue, reader)
  return decoded.kind === 'value' ? String(decoded.value).slice(0, 200) : undefined
}
