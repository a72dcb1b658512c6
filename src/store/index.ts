export { checkStore, type CheckReport } from './check.ts';
export { openStore, type Store, type StoreConfig } from './connection.ts';
export { dumpStore, type DumpSummary } from './dump.ts';
export { grouped } from './grouped.ts';
export { groupedInserts } from './groupedInserts.ts';
export { NewerDataError, StoreError } from './errors.ts';
export type { StoreLog } from './log.ts';
export { ensureIndexes, migrate, schemaVersion, type Migration } from './migrations.ts';
export { restoreStore } from './restore.ts';
