import { existsSync, statfsSync } from 'node:fs';
import { totalmem } from 'node:os';

const MB = 1024 * 1024;

/** Bytes free in /dev/shm; null where the system has none. */
export function sharedMemoryFree(): number | null {
  if (!existsSync('/dev/shm')) return null;
  const { bavail, bsize } = statfsSync('/dev/shm');
  return bavail * bsize;
}

/** The server's settings; given at each start and never written to disk, so that they follow the code. */
export function serverSettings(port: number, fsync: boolean, shmFree = sharedMemoryFree()): Record<string, string> {
  const memory = Math.min(process.constrainedMemory() || Infinity, totalmem());
  return {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    shared_buffers: `${Math.round(Math.min(Math.max(memory / 16 / MB, 128), 1024))}MB`,
    effective_cache_size: `${Math.round(Math.max(memory / 2 / MB, 256))}MB`,
    work_mem: '32MB',
    maintenance_work_mem: '128MB',
    max_wal_size: '2GB',
    // Random reads cost little more than sequential ones where the data is in memory or on a flash disk.
    random_page_cost: '1.1',
    // Measured: no gain from jit, none from a second parallel worker.
    jit: 'off',
    max_parallel_workers_per_gather: '1',
    log_checkpoints: 'off',
    // A failed statement's detail may quote a customer's data.
    log_error_verbosity: 'terse',
    // Parallel queries fail where containers keep /dev/shm small (64 MB by default); files serve as well, a third slower.
    ...(shmFree !== null && shmFree < 256 * MB ? { dynamic_shared_memory_type: 'mmap' } : {}),
    ...(fsync ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
}
