/** What the driver, tests and benches use of bacstack 0.0.1-beta.14, which has no types of its own. */
declare module 'bacstack' {
  import type { EventEmitter } from 'node:events'

  namespace bacstack {
    interface Transport extends EventEmitter {
      getBroadcastAddress(): string
      getMaxPayload(): number
      /** The frame is the first `length` octets of the buffer. */
      send(buffer: Buffer, length: number, receiver: string): void
      open(): void
      close(): void
    }

    interface ObjectId {
      readonly type: number
      readonly instance: number
    }

    interface Value {
      type: number
      value: number | null
    }

    interface RequestOptions {
      /** 1 to 255. */
      readonly invokeId: number
      readonly arrayIndex?: number
      readonly priority?: number
    }

    type Next = (error?: Error | null) => void
  }

  class bacstack {
    constructor(options: { transport: bacstack.Transport; apduTimeout: number })
    whoIs(options: { address: string; lowLimit?: number; highLimit?: number }): void
    readProperty(
      address: string,
      objectId: bacstack.ObjectId,
      propertyId: number,
      options: bacstack.RequestOptions,
      next: bacstack.Next,
    ): void
    readPropertyMultiple(
      address: string,
      properties: readonly {
        objectId: bacstack.ObjectId
        properties: readonly { id: number; index?: number }[]
      }[],
      options: bacstack.RequestOptions,
      next: bacstack.Next,
    ): void
    writeProperty(
      address: string,
      objectId: bacstack.ObjectId,
      propertyId: number,
      values: readonly bacstack.Value[],
      options: bacstack.RequestOptions,
      next: bacstack.Next,
    ): void
    subscribeCOV(
      address: string,
      objectId: bacstack.ObjectId,
      processId: number,
      cancel: boolean,
      confirmed: boolean,
      lifetimeS: number,
      options: bacstack.RequestOptions,
      next: bacstack.Next,
    ): void
    readRange(
      address: string,
      objectId: bacstack.ObjectId,
      firstIndex: number,
      count: number,
      options: bacstack.RequestOptions,
      next: bacstack.Next,
    ): void
    simpleAckResponse(receiver: string, service: number, invokeId: number): void
    close(): void
  }

  export = bacstack
}

declare module 'bacstack/lib/asn1.js' {
  /** Where is written; each function moves the offset on. */
  export interface Target {
    readonly buffer: Buffer
    offset: number
  }
  const asn1: {
    encodeContextObjectId(to: Target, tag: number, type: number, instance: number): void
    encodeContextEnumerated(to: Target, tag: number, value: number): void
    encodeContextUnsigned(to: Target, tag: number, value: number): void
    encodeOpeningTag(to: Target, tag: number): void
    encodeClosingTag(to: Target, tag: number): void
  }
  export default asn1
}

declare module 'bacstack/lib/apdu.js' {
  import type { Target } from 'bacstack/lib/asn1.js'

  const apdu: {
    encodeConfirmedServiceRequest(
      to: Target,
      type: number,
      service: number,
      maxSegments: number,
      maxApdu: number,
      invokeId: number,
      sequence: number,
      window: number,
    ): void
    encodeUnconfirmedServiceRequest(to: Target, type: number, service: number): void
  }
  export default apdu
}

declare module 'bacstack/lib/services/index.js' {
  import type { Target } from 'bacstack/lib/asn1.js'

  interface ObjectId {
    readonly type: number
    readonly instance: number
  }

  const services: {
    readonly whoIs: { encode(to: Target, lowLimit: number, highLimit: number): void }
    readonly writeProperty: {
      encode(
        to: Target,
        type: number,
        instance: number,
        property: number,
        index: number,
        priority: number,
        values: readonly { type: number; value: number | null }[],
      ): void
    }
    readonly subscribeCov: {
      encode(
        to: Target,
        processId: number,
        object: ObjectId,
        cancel: boolean,
        confirmed: boolean,
        lifetimeS: number,
      ): void
    }
    readonly readRange: {
      encode(
        to: Target,
        object: ObjectId,
        property: number,
        index: number,
        by: number,
        position: number,
        time: null,
        count: number,
      ): void
    }
  }
  export default services
}
