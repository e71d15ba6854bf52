import type { NoticeStore } from './ports.ts'

/** Notices that lead their readers to the portal, where it has an address that they can reach. */
export function linkingNotices<S extends Pick<NoticeStore, 'findRecipient'>>({
  store,
  portalUrl,
}: {
  readonly store: S
  /** Without a trailing slash; null: no address is known that would serve anybody. */
  readonly portalUrl: string | null
}): S {
  if (portalUrl === null) return store
  return {
    ...store,
    async findRecipient(request: Parameters<NoticeStore['findRecipient']>[0]) {
      const found = await store.findRecipient(request)
      return found && { ...found, context: { ...found.context, portalUrl } }
    },
  }
}
