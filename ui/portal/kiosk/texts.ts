import en from '../../locales/en/portal-kiosk.json'
import zhCN from '../../locales/zh-CN/portal-kiosk.json'

/** Both languages at once: the lobby's screen turns from one to the other. */
export const TEXTS = { en, 'zh-CN': zhCN }
