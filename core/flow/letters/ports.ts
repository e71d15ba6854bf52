import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Role } from '../../kernel/roles.ts'
import type { Transaction } from '../ledger/ports.ts'
import type { NoticeChannels } from '../notices/ports.ts'

/** What is to be written to somebody so that they can get in. The code of a sign-in is made when it is sent. */
export type Letter =
  | {
      readonly kind: 'code'
      readonly email: string
      /** Null: the person's own language. */
      readonly language: string | null
      readonly askedAt: Instant
    }
  | {
      readonly kind: 'invitation'
      readonly invitationId: Id
      /** Of the link; kept nowhere else. */
      readonly token: string
    }

/** Takes letters that are to be sent, and keeps them sealed until they are. */
export interface LetterBox {
  /** With a transaction, the letter is there if and only if it commits. */
  post(letter: Letter, transaction?: Transaction): Promise<void>
}

export interface InvitationLetter {
  readonly role: Role
  readonly email: string
  readonly language: string
  readonly siteId: Id | null
  readonly siteName: string | null
  readonly timeZone: string
  /** Name of who invites. */
  readonly inviter: string
  readonly expiresAt: Instant
}

/** What letters need to know of the instance. */
export interface LetterStore {
  /** Notification channels in use at these sites, or at all; the eldest first. */
  channels(request: {
    readonly siteIds: readonly Id[] | null
  }): Promise<readonly { readonly connectionId: Id; readonly siteId: Id; readonly type: string }[]>
  /** Language of the first of the sites; null where there is none. */
  languageAt(request: { readonly siteIds: readonly Id[] | null }): Promise<string | null>
  /** Null where it is not open any more. */
  invitation(request: { readonly id: Id }): Promise<InvitationLetter | null>
  /** Opens the repair item of a place whose letters do not go out. */
  openRepair(request: {
    readonly siteId: Id | null
    readonly letter: Letter['kind']
    readonly reason: string
  }): Promise<void>
  /** Letters go out again. */
  closeRepair(request: { readonly siteId: Id | null }): Promise<void>
}

export type LetterChannels = Pick<NoticeChannels, 'judgeAddress' | 'send'>
