import type { PaymentOrder } from '../../../core/generated/api.ts'

/** Whether the payer can still pay it. */
export const isOpen = ({ state }: PaymentOrder): boolean =>
  state === 'created' || state === 'pending'

/** A link of a channel that a browser may follow; anything but a web address is none. */
export const webLink = (url: string | undefined): string | undefined =>
  url !== undefined && /^https?:\/\//i.test(url) ? url : undefined
