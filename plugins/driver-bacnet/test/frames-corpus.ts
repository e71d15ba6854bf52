import { createMutations as mutationsOf } from '@busbar/bacnet/mutations'

/** Frames to begin from: what a client may be sent, and what has killed decoders before. */
const SEEDS: readonly string[] = [
  // I-Am of device 1000; the same behind a router; the same passed on by a BBMD.
  '810b001401001000c4020003e82205c4910322010400'.slice(0, 40),
  '810a0019010807d10200011000c4020003e82205c491032201' + '04',
  '8104001a7f000001bac001001000c4020003e82205c49103220104',
  // Confirmed and unconfirmed COV of object 46:1 (Double) with status flags.
  '810a003a010400020101091a1c020003e82c0b800001393c4e09552e5508408f480000000000' +
    '2f096f2e8204002f4f00',
  '810a0034010010020901' + '1c020003e82c000000023919' + '4e09552e4443bb80002f096f2e8204002f4f',
  // ReadProperty-ACK (Real), ReadPropertyMultiple-ACK with an error, ReadRange-ACK with a record.
  '810a001701003001' + '0c0c0000000219553e4443bb80003f',
  '810a002a01003001' +
    '0e0c000000021e29554e4443bb80004f29755e910291205f1f0c000000031e29554e91014f1f',
  '810a002d01003001' + '1a0c0500000119833a05e049015e0ea47c0b1607b40c2d0f000f1e2c43bb80001f2a04005f',
  // Simple-ACK, Error, Reject, Abort, Segment of a Complex-ACK, BVLC-Result.
  '810a00090100200' + '10f',
  '810a000d01005001' + '0f91029128',
  '810a000901006001' + '09',
  '810a000901007101' + '04',
  '810a001401003c01' + '00040c0c0200000119553e44',
  '810000060000',
  // Who-Is, Time-Synchronization, I-Am-Router-To-Network, an ack with an octet string of 4 GB.
  '810b000801001008',
  '810b0011010010060aa47c0b1607b40c2d0f00'.slice(0, 34),
  '810a000b018001' + '07d107d2',
  '810a001501003001' + '0c0c0000000219553e65fffffffffe',
  // Named in the comparison of stacks: each ends a process that decodes without a guard.
  '810a000b01040005020900',
  '810a000a01003c010005',
  '810a000b010440c0020905',
]

/** Frame after frame, mutated from what a client may be sent. */
export const createMutations = (seed: number): (() => Buffer) =>
  mutationsOf({ seed, frames: SEEDS.map((hex) => Buffer.from(hex, 'hex')) })
