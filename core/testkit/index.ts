/** Conformance suites and helpers that any plugin's author can run. */
export * from './callback-receiver.ts'
export * from './notification-channel-peer.ts'
export { notificationChannelSuite } from './notification-channel-suite.ts'
export * from './payment-channel.ts'
export * from './payment-provider-suite.ts'
export { createRecordingLog, type RecordingLog } from './recording-log.ts'
export * from './tariff-strategy-suite.ts'
