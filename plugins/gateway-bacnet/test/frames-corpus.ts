/** Frames to begin from: what a server may be sent, and what has killed decoders before. */
export const REQUESTS: readonly Buffer[] = [
  // Who-Is, all and some; Who-Has by object and by name.
  '810b000801001008',
  '810b001201001008' + '0b03f7a11b03f7a1',
  '810b000d01001007' + '2c02000008',
  '810b0010010010073d0600546f776572',
  // ReadProperty of the device's list, of an element of it, of a present value.
  '810a001101040005010c0c0203f7a1194c',
  '810a001301040005020c0c0203f7a1194c2901',
  '810a001101040005030c0c000000011955',
  // ReadPropertyMultiple: ALL of the device, two properties of a binary value.
  '810a0013010400' + '05040e0c0203f7a11e09081f',
  '810a0015010400' + '05050e0c014000011e0955096f1f',
  // WriteProperty with a priority, with NULL, of a foreign type.
  '810a0017010400' + '05060f0c0140000119553e91003f4908',
  '810a0016010400' + '05070f0c0140000119553e003f4908',
  '810a0019010400' + '05080f0c0140000119553e44443bb8003f',
  // SubscribeCOV, confirmed with a lifetime, and its cancellation.
  '810a0018010400' + '0509050901' + '1c01400001' + '29013a012c',
  '810a0012010400' + '050a050901' + '1c01400001',
  // Of services that are not there: WritePropertyMultiple, ReadRange, DeviceCommunicationControl, in segments.
  '810a000d010400050b100c01400001',
  '810a000f010400050c1a0c0140000119830e',
  '810a000d010400050d111901',
  '810a000f0104' + '0c050e00010f0c01400001',
  // Answers to notifications: Simple-ACK, Error, Reject, Abort; BVLC-Result; from behind a router.
  '810a0009010020' + '0101',
  '810a000d010050' + '010191029128',
  '810a0009010060' + '0109',
  '810a0009010071' + '0104',
  '810000060000',
  '810a0015010c07d1010a' + '0005010c0c0203f7a1194c',
  // Named in the comparison of stacks: each ends a process that decodes without a guard.
  '810a000b01040005020900',
  '810a000a01003c010005',
  '810a000b010440c0020905',
].map((hex) => {
  const frame = Buffer.from(hex, 'hex')
  frame.writeUInt16BE(frame.length, 2)
  return frame
})
