/** Conformance suites and helpers that any plugin's author can run. */
export * from './notification-channel-peer.ts'
export { notificationChannelSuite } from './notification-channel-suite.ts'
export { createRecordingLog, type RecordingLog } from './recording-log.ts'
export * from './tariff-strategy-suite.ts'
