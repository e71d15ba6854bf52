/** A whole message of a protocol, as it goes over the wire. */
export interface Message {
  readonly bytes: Buffer
  /** What it asks for or says; null where it is no step of anything, such as a ping. */
  readonly label: string | null
}

/** One connection's two directions, cut into whole messages; what is not whole yet is kept for later. */
export interface Wire {
  requests(chunk: Buffer): readonly Message[]
  answers(chunk: Buffer): readonly Message[]
  /** Whether an answer is the last one to the request before it. */
  isFinal(label: string | null): boolean
}

/** Cuts a stream into messages, of which `lengthOf` says how long the first one is; null: not known yet. */
export function createCutter(lengthOf: (bytes: Buffer) => number | null) {
  let rest: Buffer = Buffer.alloc(0)
  return (chunk: Buffer): readonly Buffer[] => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const whole: Buffer[] = []
    for (;;) {
      const length = lengthOf(rest)
      if (length === null || rest.length < length) return whole
      whole.push(rest.subarray(0, length))
      rest = rest.subarray(length)
    }
  }
}

/** HTTP/1.1 with one request under way: each chunk goes as it comes, and a request's first one is a step. */
export function createHttpWire(): Wire {
  return {
    requests(bytes) {
      const line = /^(GET|POST) (\S+) HTTP/.exec(bytes.toString('latin1', 0, 200))
      const path = line?.[2]?.replace(/[0-9A-F]{16,}/g, '#')
      return [{ bytes, label: line === null ? null : `${line[1]} ${path}` }]
    },
    answers: (bytes) => [{ bytes, label: 'answer' }],
    isFinal: () => true,
  }
}
