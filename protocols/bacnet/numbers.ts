/** Property numbers of ASHRAE 135 clause 21. */
export const PROPERTY = {
  activeText: 4,
  all: 8,
  apduTimeout: 11,
  applicationSoftwareVersion: 12,
  covIncrement: 22,
  dateList: 23,
  description: 28,
  deviceAddressBinding: 30,
  effectivePeriod: 32,
  eventState: 36,
  exceptionSchedule: 38,
  firmwareRevision: 44,
  inactiveText: 46,
  listOfObjectPropertyReferences: 54,
  maxApduLengthAccepted: 62,
  maxPresentValue: 65,
  modelName: 70,
  numberOfApduRetries: 73,
  numberOfStates: 74,
  objectIdentifier: 75,
  objectList: 76,
  objectName: 77,
  objectType: 79,
  optional: 80,
  outOfService: 81,
  polarity: 84,
  presentValue: 85,
  priorityArray: 87,
  priorityForWriting: 88,
  protocolObjectTypesSupported: 96,
  protocolServicesSupported: 97,
  protocolVersion: 98,
  reliability: 103,
  relinquishDefault: 104,
  required: 105,
  segmentationSupported: 107,
  stateText: 110,
  statusFlags: 111,
  systemStatus: 112,
  units: 117,
  vendorIdentifier: 120,
  vendorName: 121,
  weeklySchedule: 123,
  logBuffer: 131,
  protocolRevision: 139,
  recordCount: 141,
  activeCovSubscriptions: 152,
  databaseRevision: 155,
  scheduleDefault: 174,
  scale: 187,
  propertyList: 371,
} as const

/** Object types of ASHRAE 135 clause 21. */
export const OBJECT = {
  analogInput: 0,
  analogValue: 2,
  binaryInput: 3,
  binaryValue: 5,
  calendar: 6,
  device: 8,
  schedule: 17,
  multiStateValue: 19,
  trendLog: 20,
  accumulator: 23,
  characterStringValue: 40,
} as const

/** Port of BACnet/IP: hexadecimal BAC0. */
export const BACNET_PORT = 47_808
/** Highest instance number that names something; the next one is a wildcard. */
export const MAX_INSTANCE = 4_194_302
/** The instance by which a device may be asked for that is not known by its own. */
export const WILDCARD_INSTANCE = 4_194_303
/** Longest APDU on BACnet/IP. */
export const MAX_APDU = 1_476
