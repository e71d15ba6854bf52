/** What a trace is to these functions; contracts have it in full. */
export interface Trace {
  readonly isOn: boolean
  add(entry: MessageWords & { readonly direction: 'in' | 'out'; readonly peer: string }): void
}

/** A request or an answer in words, for a person. */
export interface MessageWords {
  readonly summary: string
  readonly detail?: string
}

/** As much of node-opcua's client as is heard here. */
interface Client {
  on(event: 'send_request' | 'receive_response', heard: (message: object) => void): unknown
}

/** As much of node-opcua's server. */
interface Server {
  on(
    event: 'request' | 'response',
    heard: (message: object, channel: Channel | null | undefined) => void,
  ): unknown
}

interface Channel {
  readonly remoteAddress?: unknown
  readonly remotePort?: unknown
}

type Fields = { readonly [name: string]: unknown }

/** Lines of a detail, and characters of one value in it. */
const LINES = 40
const VALUE_LENGTH = 200
/** Built-in types (part 6, 5.1.2) that the library keeps as two words of 32 bits. */
const LONG_TYPES: readonly unknown[] = [8, 9]

/** Writes down what a client asks and is answered. */
export function traceClient(client: Client, trace: Trace | undefined, url: string): void {
  if (trace === undefined) return
  const tell = (direction: 'in' | 'out') => (message: object) => {
    if (trace.isOn) trace.add({ direction, peer: url, ...wordsOf(message) })
  }
  client.on('send_request', tell('out'))
  client.on('receive_response', tell('in'))
}

/** Writes down what a server is asked and answers, by the address of who asks. */
export function traceServer(server: Server, trace: Trace | undefined): void {
  if (trace === undefined) return
  const tell =
    (direction: 'in' | 'out') => (message: object, channel: Channel | null | undefined) => {
      if (!trace.isOn) return
      const { remoteAddress = '', remotePort = '' } = channel ?? {}
      trace.add({ direction, peer: `${remoteAddress}:${remotePort}`, ...wordsOf(message) })
    }
  server.on('request', tell('in'))
  server.on('response', tell('out'))
}

/**
 * A message (OPC UA part 4) in words: its service, the handle by which question and answer find each other,
 * and of what people look for its nodes, values and status codes. Of all other services only the name is told: of who
 * signs in nothing but the kind of the token.
 */
export function wordsOf(message: object): MessageWords {
  const fields = recordOf(message)
  const name = nameOf(message)
  const lines = linesOf(name, fields)
  const parts = [
    name.replace(/Request$/, ' request').replace(/Response$/, ' response'),
    handleOf(fields),
    faultOf(fields),
    about(name, fields),
    lines.length === 0 ? undefined : countOf(lines),
  ]
  return {
    summary: parts.filter((part) => part).join(', '),
    ...(lines.length > 0 && { detail: lines.slice(0, LINES).join('\n') }),
  }
}

function countOf([first = '', ...more]: readonly string[]): string {
  return more.length === 0 ? first : `${first} and ${more.length} more`
}

function handleOf({ requestHeader, responseHeader }: Fields): string | undefined {
  const { requestHandle } = recordOf(requestHeader ?? responseHeader)
  return typeof requestHandle === 'number' ? `#${requestHandle}` : undefined
}

function faultOf({ responseHeader }: Fields): string | undefined {
  const status = statusOf(recordOf(responseHeader).serviceResult)
  return status === 'Good' ? undefined : status
}

/** What is told of a service besides its nodes. */
function about(name: string, fields: Fields): string | undefined {
  switch (name) {
    case 'ActivateSessionRequest':
      return `with ${nameOf(recordOf(fields.userIdentityToken))}`
    case 'CreateSubscriptionResponse':
    case 'PublishResponse':
      return `subscription ${String(fields.subscriptionId)}`
    default:
      return undefined
  }
}

/** A line for each node, value or result of a service. */
function linesOf(name: string, fields: Fields): readonly string[] {
  const { nodesToRead, nodesToWrite, nodesToBrowse, methodsToCall, itemsToCreate, results } = fields
  switch (name) {
    case 'ReadRequest':
    case 'HistoryReadRequest':
      return listOf(nodesToRead).map(({ nodeId }) => text(nodeId))
    case 'WriteRequest':
      return listOf(nodesToWrite).map(
        ({ nodeId, value }) => `${text(nodeId)} = ${dataValue(value)}`,
      )
    case 'BrowseRequest':
      return listOf(nodesToBrowse).map(({ nodeId }) => text(nodeId))
    case 'CallRequest':
      return listOf(methodsToCall).map(callWords)
    case 'CreateMonitoredItemsRequest':
      return listOf(itemsToCreate).map(
        ({ itemToMonitor, requestedParameters }) =>
          `item ${text(recordOf(requestedParameters).clientHandle)} is ${text(recordOf(itemToMonitor).nodeId)}`,
      )
    case 'ReadResponse':
      return listOf(results).map(dataValue)
    case 'BrowseResponse':
      return listOf(results).map(
        ({ statusCode, references }) =>
          `${listOf(references).length} references, ${statusOf(statusCode)}`,
      )
    case 'PublishResponse':
      return listOf(recordOf(fields.notificationMessage).notificationData).flatMap(
        notificationLines,
      )
    default:
      return listOf(results).map((result) => statusOf(result.statusCode ?? result))
  }
}

function callWords({ objectId, methodId, inputArguments }: Fields): string {
  const inputs = listOf(inputArguments).map(variant)
  return `${text(methodId)} of ${text(objectId)} (${inputs.join(', ')})`
}

/** Changes of values by the handles that the client gave its items; events by their fields. */
function notificationLines(notification: Fields): readonly string[] {
  const { monitoredItems, events, status } = notification
  if (monitoredItems !== undefined)
    return listOf(monitoredItems).map(
      ({ clientHandle, value }) => `item ${text(clientHandle)} = ${dataValue(value)}`,
    )
  if (events !== undefined)
    return listOf(events).map(
      ({ clientHandle, eventFields }) =>
        `event of item ${text(clientHandle)}: ${listOf(eventFields).map(variant).join(', ')}`,
    )
  return [`status ${statusOf(status)}`]
}

function dataValue(value: unknown): string {
  const { value: held, statusCode, sourceTimestamp } = recordOf(value)
  const at = sourceTimestamp instanceof Date ? ` at ${isoOf(sourceTimestamp)}` : ''
  return `${variant(held)}, ${statusOf(statusCode)}${at}`
}

function variant(held: unknown): string {
  const { dataType, arrayType, value } = recordOf(held)
  const isScalar = arrayType === 0 || arrayType === undefined
  if (LONG_TYPES.includes(dataType) && isScalar && Array.isArray(value)) {
    const [high = 0, low = 0] = value.map(Number)
    return ((BigInt(high) << 32n) + BigInt(low)).toString()
  }
  return text(value)
}

/** The name of a status code; those of the library say it themselves. */
function statusOf(status: unknown): string {
  const { name } = recordOf(status)
  return typeof name === 'string' ? name : 'Good'
}

function text(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (value instanceof Date) return isoOf(value)
  const said =
    value instanceof Uint8Array
      ? Buffer.from(value.subarray(0, VALUE_LENGTH)).toString('hex')
      : String(value)
  return said.length > VALUE_LENGTH ? `${said.slice(0, VALUE_LENGTH)}…` : said
}

const isoOf = (date: Date): string => (Number.isNaN(date.getTime()) ? 'never' : date.toISOString())

function nameOf(message: object): string {
  const { name } = recordOf(recordOf(message).schema)
  return typeof name === 'string' ? name : 'a message'
}

const listOf = (value: unknown): readonly Fields[] =>
  Array.isArray(value) || ArrayBuffer.isView(value) ? Array.from(value as never, recordOf) : []

function recordOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}
