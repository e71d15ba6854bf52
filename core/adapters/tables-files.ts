import type { TableFiles } from '../flow/bulk/ports.ts'
import type { TableLimits } from './tables-limits.ts'

/**
 * Tables in XLSX, in CSV, and in a ZIP of CSV files; which of them a file is, it says itself. What reads and writes
 * them is loaded with the first file: until then it takes no memory.
 * @param limits of what is read; absent: those of an import
 */
export function createTableFiles(request: { readonly limits?: TableLimits } = {}): TableFiles {
  const files = async () => (await import('./tables.ts')).openTables(request)
  return {
    read: async (file) => (await files()).read(file),
    workbook: async (tables) => (await files()).workbook(tables),
    archive: async (tables) => (await files()).archive(tables),
  }
}
