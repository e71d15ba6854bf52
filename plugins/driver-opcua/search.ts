import type {
  BrowsedNode,
  BrowseRequest,
  Browsing,
  DiscoveredDevice,
  SearchLimits,
} from '@busbar/core/contracts'
import { readLimits } from './limits.ts'
import type { Opened } from './session.ts'
import { childrenOf, ROOT, type SpaceNode, variablesOf } from './space.ts'

const DEFAULT_LIMIT = 200
/** Nodes looked at in one search: address spaces may be endless. */
const MOST_NODES = 50_000

/**
 * Walks the address space from its root, level by level, as far as it is not the standard's own; objects
 * with variables are devices. They are
 * put into `devices` as they are found: a search that is ended has them.
 */
export async function findDevices(
  opened: Opened,
  { limit = DEFAULT_LIMIT }: SearchLimits,
  { devices, signal }: { readonly devices: DiscoveredDevice[]; readonly signal: AbortSignal },
): Promise<void> {
  const limits = await readLimits(opened.library, opened.session)
  const seen = new Set([ROOT])
  let level: readonly { readonly nodeId: string; readonly path: string }[] = [
    { nodeId: ROOT, path: '' },
  ]
  while (level.length > 0 && devices.length < limit && !signal.aborted) {
    const below = await childrenOf(
      opened,
      limits,
      level.map(({ nodeId }) => nodeId),
    )
    const next: { nodeId: string; path: string }[] = []
    for (const [index, { nodeId, path }] of level.entries()) {
      if (devices.length >= limit || signal.aborted) break
      const children = (below[index] ?? []).filter(
        (child) => !child.isStandard && !seen.has(child.nodeId),
      )
      for (const child of children) seen.add(child.nodeId)
      const variables = children.filter(({ isVariable }) => isVariable)
      if (variables.length > 0)
        devices.push(await deviceOf(opened, { nodeId, path, variables, limits }))
      if (seen.size < MOST_NODES)
        next.push(
          ...children
            .filter(({ isVariable }) => !isVariable)
            .map((child) => ({ nodeId: child.nodeId, path: join(path, child.title) })),
        )
    }
    level = next
  }
}

async function deviceOf(
  opened: Opened,
  of: {
    readonly nodeId: string
    readonly path: string
    readonly variables: readonly SpaceNode[]
    readonly limits: Parameters<typeof variablesOf>[1]
  },
): Promise<DiscoveredDevice> {
  const title = of.path === '' ? 'Objects' : of.path
  const nodes = of.variables.map((node) => ({ node, device: title.slice(0, 200) }))
  const variables = await variablesOf(opened, of.limits, nodes)
  return {
    source: of.nodeId,
    title,
    points: variables.map(({ point }) => ({ ...point, title: `${title} ${point.title}` })),
  }
}

const join = (path: string, title: string) => (path === '' ? title : `${path}/${title}`)

/** The children of a node; the root's for null. */
export async function browseNode(
  opened: Opened,
  { nodeId, limit = DEFAULT_LIMIT }: BrowseRequest,
): Promise<Browsing> {
  const limits = await readLimits(opened.library, opened.session)
  const [all = []] = await childrenOf(opened, limits, [nodeId ?? ROOT])
  const children = all.slice(0, limit)
  const variables = children.filter(({ isVariable }) => isVariable)
  const below = await childrenOf(
    opened,
    limits,
    variables.map((variable) => variable.nodeId),
  )
  const bound = await variablesOf(
    opened,
    limits,
    variables.map((node) => ({ node })),
  )
  const nodes = children.map((child): BrowsedNode => {
    const { nodeId: id, title, isVariable } = child
    const at = variables.indexOf(child)
    const hasChildren = !isVariable || (below[at] ?? []).length > 0
    return { nodeId: id, title, hasChildren, ...(isVariable ? bound[at] : {}) }
  })
  return { nodes }
}
