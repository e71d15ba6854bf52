/** Conformance suites and helpers that any plugin's author can run. */

export * from './callback-receiver.ts'
export { createLeapingClock, type LeapingClock } from './clock.ts'
export { createDriverSink, type DriverSink, type SinkBehaviour } from './driver-sink.ts'
export { createTestGuard, type TestGuard } from './guard.ts'
export * from './meter-driver-peer.ts'
export { meterDriverSuite } from './meter-driver-suite.ts'
export * from './notification-channel-peer.ts'
export { notificationChannelSuite } from './notification-channel-suite.ts'
export * from './payment-channel.ts'
export * from './payment-provider-suite.ts'
export { createRecordingLog, type RecordingLog } from './recording-log.ts'
export * from './tariff-strategy-suite.ts'
