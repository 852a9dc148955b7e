import { join } from 'node:path';
import type { Egress } from '../egress/egress.ts';
import { createDiskStorage } from './disk-storage.ts';
import type { S3Address } from './s3-address.ts';
import type { Storage } from './storage.ts';

/** The store that the configuration names; without one, the folder `files` of the data folder. */
export async function openStorage(deps: {
  address: S3Address | null;
  dataDir: string;
  egress: Egress;
}): Promise<Storage> {
  if (deps.address === null) return createDiskStorage(join(deps.dataDir, 'files'));
  // Only who has such a store pays for the client of it.
  const { createS3Storage } = await import('./s3-storage.ts');
  return createS3Storage(deps.address, deps.egress);
}
