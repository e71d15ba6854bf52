import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { answerOf, type PropertyValue, SERVICE } from './apdu.ts'
import { parseTags } from './cursor.ts'
import { type Encodable, encodeContext, encodeGroup } from './encode.ts'
import { createMutations } from './mutations.ts'
import { ERROR, encodeReadResults, enumerated, objectValue, unsigned } from './replies.ts'
import {
  childrenOf,
  type ObjectId,
  objectIdOf,
  readTags,
  type Tag,
  type TagReader,
  unsignedOf,
} from './tags.ts'

const MUTATED = 20_000
/** Virtual link, network layer and the head of the answer. */
const FRAMED = Buffer.from('810a000001003001' + '0e', 'hex')
const seed = Number(process.env.BUSBAR_SEED ?? Math.floor(Date.now() / 1_000))
const METER = { type: 0, instance: 3 }
const DEVICE = { type: 8, instance: 4_194_302 }

const values: readonly Encodable[] = [
  { kind: 'null' },
  { kind: 'boolean', value: true },
  unsigned(70_000),
  { kind: 'signed', value: -129 },
  { kind: 'real', value: 230.5 },
  { kind: 'text', text: 'x'.repeat(300) },
  { kind: 'bits', bits: [false, true, false, false] },
  objectValue(DEVICE),
]
const answer = Buffer.concat([
  encodeReadResults(METER, [
    { property: 85, index: undefined, outcome: [{ kind: 'real', value: 230.5 }] },
    { property: 111, index: undefined, outcome: [enumerated(0)] },
    { property: 87, index: 8, outcome: ERROR.unknownProperty },
    { property: 76, index: 70_000, outcome: [] },
  ]),
  encodeReadResults(DEVICE, [{ property: 512, index: undefined, outcome: values }]),
])

/** The same from the tree of all tags, as a reader would that is in no hurry. */
function fromTree(bytes: Buffer): readonly PropertyValue[] {
  const reader = readTags(parseTags(bytes))
  const all: PropertyValue[] = []
  while (!reader.isAtEnd()) {
    const object = objectIdOf(plain(reader.take(0)))
    const results = readTags(childrenOf(reader.take(1)))
    while (!results.isAtEnd()) all.push(oneOf(object, results))
  }
  return all
}

function oneOf(object: ObjectId, results: TagReader): PropertyValue {
  const property = unsignedOf(plain(results.take(2)))
  const at = results.takeIf(3)
  const index = at && unsignedOf(plain(at))
  const found = results.takeIf(4)
  if (found) return { object, property, index, values: childrenOf(found) }
  const [first, second] = childrenOf(results.take(5))
  if (first === undefined || second === undefined) throw new Error('has an error without a code')
  const error = { errorClass: unsignedOf(first), errorCode: unsignedOf(second) }
  return { object, property, index, values: undefined, error }
}

function plain(tag: Tag): Tag {
  if (tag.children) throw new Error('has a list where a plain value belongs')
  return tag
}

const quick = (bytes: Buffer) => answerOf(SERVICE.readPropertyMultiple, bytes)

/** @returns undefined where it is refused, as all that is wrong must be: by an Error with a sentence. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (thrown) {
    if (!(thrown instanceof Error) || thrown.constructor !== Error) throw thrown
    return undefined
  }
}

describe('an answer with many values', () => {
  it('is read as from the tree of its tags', () => {
    expect(fromTree(answer)).toHaveLength(5)
    expect(quick(answer)).toEqual({ kind: 'values', values: fromTree(answer) })
  })

  it('begins where it is said to', () => {
    const later = answerOf(
      SERVICE.readPropertyMultiple,
      Buffer.concat([Buffer.alloc(3), answer]),
      3,
    )
    if (later.kind !== 'values') throw new Error(`It is ${later.kind}.`)
    expect(later.values.map(({ property }) => property)).toEqual([85, 111, 87, 76, 512])
  })

  it('is refused with a sentence wherever it is cut short, but between objects', () => {
    const first = answer.indexOf(0x1f, 30) + 1
    const whole = [0, answer.length]
    for (let length = 0; length <= answer.length; length += 1) {
      const read = attempt(() => quick(answer.subarray(0, length)))
      if (read !== undefined && !whole.includes(length)) {
        expect(read.kind === 'values' && read.values).toHaveLength(4)
        expect(length).toBe(first)
      }
      if (whole.includes(length)) expect(read).toBeDefined()
    }
  })

  it(`is understood or refused as by the tree, whatever becomes of it (seed ${seed})`, () => {
    const next = createMutations({ seed, frames: [Buffer.concat([FRAMED, answer])] })
    const seen = { understood: 0, refused: 0 }
    for (let step = 0; step < MUTATED; step += 1) {
      const bytes = next().subarray(FRAMED.length)
      const expected = attempt(() => fromTree(bytes))
      const read = attempt(() => quick(bytes))
      seen[read === undefined ? 'refused' : 'understood'] += 1
      const other = expected && { kind: 'values', values: expected }
      if (!isDeepStrictEqual(read, other))
        throw new Error(`${bytes.toString('hex')} is read otherwise.`)
    }
    expect(seen.understood).toBeGreaterThan(MUTATED / 100)
    expect(seen.refused).toBeGreaterThan(MUTATED / 10)
  })
})

describe('tags', () => {
  it('are bounded in depth', () => {
    const nested = (depth: number): Buffer =>
      depth === 0 ? Buffer.alloc(0) : encodeGroup(1, [nested(depth - 1)])
    expect(parseTags(nested(12))).toHaveLength(1)
    expect(() => parseTags(nested(13))).toThrow('nested too deep')
  })

  it('do not read what follows them', () => {
    const [empty] = parseTags(Buffer.from([0x18, 1]).subarray(0, 1))
    expect(() => empty && unsignedOf(empty)).toThrow('no size')
    const [first, second] = parseTags(
      Buffer.concat([encodeContext(1, unsigned(5)), encodeContext(2, unsigned(70_000))]),
    )
    expect([first, second].map((tag) => tag && unsignedOf(tag))).toEqual([5, 70_000])
  })
})
