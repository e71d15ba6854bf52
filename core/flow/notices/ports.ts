import type {
  DeliveryEvent,
  DeliveryLevel,
  DeliveryReceipt,
  JsonObject,
  OutgoingNotice,
  SendResult,
} from '../../contracts/index.ts'
import type { Delivery } from '../../domain/notices/delivery.ts'
import type { NoticeKind, Urgency } from '../../domain/notices/kinds.ts'
import type { QuietHours } from '../../domain/notices/quiet-hours.ts'
import type { NoticeContext } from '../../domain/notices/render.ts'
import type { FieldError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Transaction } from '../ledger/ports.ts'

/** Who is told: the tenant of an account, or whoever has a role at a site. */
export type NoticeTarget =
  | { readonly kind: 'account'; readonly accountId: Id }
  | { readonly kind: 'staff'; readonly siteId: Id; readonly role: string }

/** What is known of a target when a notice is written. */
export interface Recipient {
  readonly siteId: Id
  readonly accountId: Id | null
  readonly tenantId: Id | null
  readonly staffRole: string | null
  readonly context: NoticeContext
  readonly quietHours: QuietHours | null
  /** The least level that proves a coming cut, as the site's policy names it. */
  readonly proofLevel: DeliveryLevel
}

export interface NoticeDraft {
  readonly siteId: Id
  readonly accountId: Id | null
  /** The account's tenant at that time. */
  readonly tenantId: Id | null
  readonly staffRole: string | null
  readonly kind: NoticeKind
  readonly causeKey: string
  readonly urgency: Urgency
  readonly language: string
  readonly subject: string
  readonly text: string
  readonly requiredLevel: DeliveryLevel
  readonly doorNotice: boolean
  readonly deadlineAt: Instant | null
  readonly createdAt: Instant
  readonly planAt: Instant
}

export interface StoredNotice extends Omit<NoticeDraft, 'planAt'> {
  readonly noticeId: Id
  readonly state: 'open' | 'delivered' | 'undeliverable'
  readonly deliveredAt: Instant | null
  /** When it was first read. */
  readonly readAt: Instant | null
}

export interface StoredDelivery extends Delivery {
  readonly deliveryId: Id
  /** What channels know it by. */
  readonly key: string
  readonly noticeId: Id
  /** Null: brought to the door. */
  readonly routeId: Id | null
  readonly connectionId: Id | null
  readonly address: JsonObject | null
  readonly confirmedBy: string | null
}

export interface StoredRoute {
  readonly routeId: Id
  readonly connectionId: Id
  readonly address: JsonObject
  readonly rank: number
}

/** What is known of people besides routes that were set: an e-mail address, or that they are a user. */
export type KnownAddress = 'email' | 'userId'

/** A channel that takes an address of a known kind. */
export interface DefaultChannel {
  readonly connectionId: Id
  readonly takes: KnownAddress
}

/** A notice whose next step is due, locked, with all that decides it. */
export interface DueNotice {
  readonly notice: StoredNotice
  readonly routes: readonly StoredRoute[]
  readonly deliveries: readonly StoredDelivery[]
}

/** A delivery whose attempt has begun, with what is to be sent. */
export interface ClaimedDelivery {
  readonly delivery: StoredDelivery
  readonly notice: StoredNotice
}

/** What becomes of a notice for now. */
export interface NoticeOutcome {
  /** As it was before. */
  readonly notice: StoredNotice
  readonly state: StoredNotice['state']
  readonly deliveredAt: Instant | null
  readonly planAt: Instant | null
}

export interface NoticeStore {
  /** Runs work in one transaction; anything thrown rolls it back. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  /** Null where there is no such account or site. */
  findRecipient(request: {
    readonly target: NoticeTarget
    readonly transaction: Transaction
  }): Promise<Recipient | null>
  /** Writes a notice unless one of its cause is there; then answers that one's id. */
  insert(request: {
    readonly draft: NoticeDraft
    readonly transaction: Transaction
  }): Promise<{ readonly noticeId: Id; readonly created: boolean }>
  /** Locks notices whose step is due, leaving out what others have locked. */
  lockDue(request: {
    readonly now: Instant
    readonly limit: number
    readonly transaction: Transaction
  }): Promise<readonly StoredNotice[]>
  /** Connections of channels that are in use at the sites, the eldest first. */
  channelsAt(request: {
    readonly siteIds: readonly Id[]
    readonly transaction: Transaction
  }): Promise<readonly { readonly connectionId: Id; readonly siteId: Id; readonly type: string }[]>
  /** Makes the automatic routes of locked notices that are not there yet. */
  addDefaultRoutes(request: {
    readonly noticeIds: readonly Id[]
    readonly defaults: readonly DefaultChannel[]
    readonly transaction: Transaction
  }): Promise<void>
  /** The routes of locked notices that hold at present, and what became of their deliveries. */
  waysOf(request: {
    readonly notices: readonly StoredNotice[]
    readonly defaults: readonly DefaultChannel[]
    readonly transaction: Transaction
  }): Promise<readonly DueNotice[]>
  /** Queues a delivery for each route; what is there already stays as it is. */
  addDeliveries(request: {
    readonly noticeId: Id
    readonly routes: readonly StoredRoute[]
    readonly attemptAt: Instant
    readonly transaction: Transaction
  }): Promise<void>
  /** Opens the task to bring a notice to the door, with a repair item of the staff. */
  openDoorTask(request: {
    readonly notice: StoredNotice
    readonly transaction: Transaction
  }): Promise<void>
  /** Closes that repair item. */
  closeDoorTask(request: {
    readonly noticeId: Id
    readonly closedBy: string
    readonly now: Instant
    readonly transaction: Transaction
  }): Promise<void>
  /** Opens the repair item of somebody whom no channel reaches. */
  openUnreachable(request: {
    readonly notice: StoredNotice
    readonly transaction: Transaction
  }): Promise<void>
  /** Closes it, where there is one. */
  closeUnreachable(request: {
    readonly notice: StoredNotice
    readonly transaction: Transaction
  }): Promise<void>
  setOutcomes(request: {
    readonly outcomes: readonly NoticeOutcome[]
    readonly transaction: Transaction
  }): Promise<void>
  /** Begins attempts that are due; whoever dies during one leaves it due at the lease's end. */
  claim(request: {
    readonly wallNow: Instant
    readonly leaseUntil: Instant
    readonly limit: number
    /** Connections that are left out, as they are being called. */
    readonly busyConnectionIds: readonly Id[]
    readonly transaction: Transaction
  }): Promise<readonly ClaimedDelivery[]>
  /** Locks deliveries by what channels know them by; unknown ones are left out. */
  lockDeliveries(request: {
    readonly keys: readonly string[]
    readonly transaction: Transaction
  }): Promise<readonly StoredDelivery[]>
  /** Saves deliveries, and has the next step of their notices decided; tells which are now read for the first time. */
  saveDeliveries(request: {
    readonly deliveries: readonly StoredDelivery[]
    readonly now: Instant
    readonly transaction: Transaction
  }): Promise<{ readonly read: readonly StoredNotice[] }>
  /** Deliveries of a notice, as the transaction sees them where one is given. */
  deliveriesOf(request: {
    readonly noticeId: Id
    readonly transaction?: Transaction
  }): Promise<readonly StoredDelivery[]>
  /** A notice of an account by its cause, with its deliveries, as the transaction sees them. */
  findByCause(request: {
    readonly accountId: Id
    readonly causeKey: string
    readonly transaction: Transaction
  }): Promise<{
    readonly notice: StoredNotice
    readonly deliveries: readonly StoredDelivery[]
  } | null>
  /** Notices of an account, the newest first. */
  list(request: {
    readonly accountId: Id
    readonly limit: number
    /** Only those before this one. */
    readonly beforeId?: Id
  }): Promise<readonly StoredNotice[]>
}

/** The channels that plugins contribute, by connection. */
export interface NoticeChannels {
  /** What a connection's channel declares; null while there is none, as when its plugin is off. */
  capabilities(request: {
    readonly connectionId: Id
  }): { readonly declares: DeliveryLevel; readonly maxTextLength: number } | null
  /** @throws where the channel is not there or fails as a whole, with `retryable` */
  send(request: {
    readonly connectionId: Id
    readonly notices: readonly OutgoingNotice[]
  }): Promise<{ readonly items: readonly SendResult[] }>
  receipts(request: {
    readonly connectionId: Id
    readonly event: DeliveryEvent
  }): Promise<{ readonly receipts: readonly DeliveryReceipt[] }>
  /**
   * Judges an address by the schema of the channel that plugins contribute by this type; null where
   * none does.
   */
  judgeAddress(request: {
    readonly type: string
    readonly address: JsonObject
  }): AddressJudgement | null
}

export type AddressJudgement =
  | { readonly ok: true; readonly value: JsonObject }
  | { readonly ok: false; readonly errors: readonly FieldError[] }
