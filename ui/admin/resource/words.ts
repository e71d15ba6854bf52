/** `metering points` → `Metering points`. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** `meteringPointId` → `Metering point id`: a field whose schema says no title. */
export const wordsOf = (field: string): string =>
  capital(field.replaceAll(/([A-Z])/g, ' $1').toLowerCase())
