import {
  mdiAccountGroup, mdiAccountKey, mdiAlert, mdiAlertOctagon, mdiArrowLeft, mdiBell, mdiCash, mdiCashRefund, mdiChartLine,
  mdiCheckCircle, mdiClipboardText, mdiClose, mdiCog, mdiCommentQuestion, mdiConnection, mdiContentSave, mdiDelete,
  mdiDomain, mdiDotsVertical, mdiDownload, mdiFileDocument, mdiFilter, mdiFloorPlan, mdiGauge, mdiGavel, mdiHandBackRight,
  mdiHistory, mdiLock, mdiLogout, mdiMagnify, mdiMapMarker, mdiMenu, mdiPencil, mdiPlus, mdiPower, mdiPowerPlug, mdiPuzzle,
  mdiReceiptText, mdiRefresh, mdiScaleBalance, mdiShieldCheck, mdiShieldKey, mdiSitemap, mdiThemeLightDark, mdiTools,
  mdiTranslate, mdiTune, mdiViewDashboard, mdiViewColumn, mdiWallet, mdiWater, mdiLightningBolt, mdiFire, mdiSnowflake,
  mdiSendOutline, mdiQrcode, mdiHomeOutline, mdiAccountCircle, mdiPlayCircle, mdiStopCircle, mdiHelpCircle, mdiCalendarClock,
  mdiTagMultiple, mdiWrench, mdiKey, mdiGasCylinder,
} from '@mdi/js'

/** Icons by the names that descriptors and pages use; a name that is not here gets a plain shape. */
const ICONS: Readonly<Record<string, string>> = {
  account: mdiWallet, agreement: mdiClipboardText, alert: mdiAlert, back: mdiArrowLeft, bell: mdiBell, building: mdiDomain,
  calendar: mdiCalendarClock, chart: mdiChartLine, check: mdiCheckCircle, close: mdiClose, columns: mdiViewColumn,
  command: mdiSendOutline, connection: mdiConnection, contract: mdiFileDocument, cooling: mdiSnowflake, dashboard: mdiViewDashboard,
  debt: mdiAlertOctagon, decision: mdiGavel, delete: mdiDelete, dispute: mdiScaleBalance, download: mdiDownload,
  edit: mdiPencil, electricity: mdiLightningBolt, fee: mdiTagMultiple, filter: mdiFilter, floor: mdiFloorPlan, gas: mdiGasCylinder,
  heating: mdiFire, help: mdiHelpCircle, history: mdiHistory, hold: mdiHandBackRight, home: mdiHomeOutline, installation: mdiWrench,
  key: mdiKey, language: mdiTranslate, lock: mdiLock, menu: mdiMenu, meter: mdiGauge, more: mdiDotsVertical, notice: mdiBell,
  order: mdiPlayCircle, payment: mdiCash, people: mdiAccountGroup, person: mdiAccountCircle, plan: mdiCalendarClock,
  plugin: mdiPuzzle, plus: mdiPlus, point: mdiMapMarker, policy: mdiShieldCheck, power: mdiPower, qr: mdiQrcode,
  quarantine: mdiAlertOctagon, question: mdiCommentQuestion, receipt: mdiReceiptText, refresh: mdiRefresh, refund: mdiCashRefund,
  register: mdiGauge, role: mdiAccountKey, route: mdiSitemap, save: mdiContentSave, search: mdiMagnify, settings: mdiCog,
  shield: mdiShieldKey, signOut: mdiLogout, space: mdiFloorPlan, stop: mdiStopCircle, supply: mdiPowerPlug, tariff: mdiReceiptText,
  theme: mdiThemeLightDark, tools: mdiTools, tune: mdiTune, version: mdiHistory, water: mdiWater,
}

const OTHER = 'M4 4h16v16H4z'

export const icon = (name: string): string => ICONS[name] ?? OTHER
