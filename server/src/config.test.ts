import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

describe('the configuration', () => {
  it('needs nothing', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 8000,
      egress: 'open',
      databaseUrl: null,
    });
  });

  it('closes the way to private addresses when it listens beyond loopback', () => {
    expect(readConfig({ SEXTANT_HOST: '0.0.0.0' }).egress).toBe('public');
    expect(readConfig({ SEXTANT_HOST: '0.0.0.0', SEXTANT_EGRESS: 'open' }).egress).toBe('open');
  });

  it('lets processes share the work only over PostgreSQL', () => {
    const databaseUrl = 'postgresql://sextant@127.0.0.1/sextant';
    expect(readConfig({ SEXTANT_ROLE: 'worker', SEXTANT_DATABASE_URL: databaseUrl }).role).toBe('worker');
    expect(() => readConfig({ SEXTANT_ROLE: 'worker' })).toThrow('SEXTANT_DATABASE_URL');
  });

  it('names every mistake at once', () => {
    const read = () =>
      readConfig({
        SEXTANT_PORT: '99999',
        SEXTANT_SECRET: 'short',
        SEXTANT_TIMEZONE: 'Mars/Base',
        SEXTANT_FAMILY_PORTS: 'dataquery=8001,nobody=3',
        SEXTANT_PROT: '1',
      });
    for (const name of [
      'SEXTANT_PORT',
      'SEXTANT_SECRET',
      'SEXTANT_TIMEZONE',
      'nobody=3',
      'SEXTANT_PROT is not',
    ]) {
      expect(read).toThrow(name);
    }
  });

  it('believes no proxy unless it is named, and never everybody', () => {
    expect(readConfig({}).trustProxy).toBe(false);
    expect(readConfig({ SEXTANT_TRUST_PROXY: '10.0.0.5, fd00::/8' }).trustProxy).toBe('10.0.0.5, fd00::/8');
    expect(readConfig({ SEXTANT_TRUST_PROXY: 'loopback' }).trustProxy).toBe('loopback');
    for (const wrong of ['true', '*', '1', 'proxy.example', '10.0.0.0/40', '0.0.0.0/0', '10.0.0.5,'])
      expect(() => readConfig({ SEXTANT_TRUST_PROXY: wrong })).toThrow('is no proxy');
  });

  it('reads where files are stored, and says what is wrong with an address', () => {
    expect(readConfig({}).storage).toBeNull();
    const url = 's3://key:se%2Fcret@store.example:9000/bucket/below?region=eu&tls=off';
    expect(readConfig({ SEXTANT_STORAGE_URL: url }).storage).toEqual({
      host: 'store.example',
      port: 9000,
      tls: false,
      region: 'eu',
      bucket: 'bucket',
      prefix: 'below/',
      accessKeyId: 'key',
      secretAccessKey: 'se/cret',
    });
    for (const [wrong, reason] of [
      ['http://store.example/bucket', 'must look like s3://'],
      ['s3://key:secret@store.example', 'names no bucket'],
      ['s3://store.example/bucket', 'names no key'],
      ['s3://key:secret@store.example/bucket?tls=maybe', 'give on or off'],
      ['s3://key:secret@store.example/bucket?ssl=on', 'no option'],
    ] as const) {
      expect(() => readConfig({ SEXTANT_STORAGE_URL: wrong })).toThrow(reason);
    }
  });

  it('reads family ports', () => {
    const { familyPorts } = readConfig({ SEXTANT_FAMILY_PORTS: 'dataquery=8001, whalefall=5001' });
    expect(familyPorts).toEqual({ dataquery: 8001, whalefall: 5001 });
  });
});
