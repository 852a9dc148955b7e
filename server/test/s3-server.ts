import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import { readS3Address, type S3Address } from '../src/platform/storage/s3-address.ts';

/** A real S3-compatible server with one bucket, on a free port of loopback. */
export async function startS3Server(): Promise<{ address: S3Address; close(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'sextant-s3-'));
  const bucket = `sextant-${randomBytes(4).toString('hex')}`;
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: bucket, configs: [] }],
  });
  const { port } = (await server.run()) as AddressInfo;
  const address = readS3Address(`s3://S3RVER:S3RVER@127.0.0.1:${port}/${bucket}/files?tls=off`);
  if (typeof address === 'string') throw new Error(address);
  return {
    address,
    async close() {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
