import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The only name in the certificates that `makeIdentity` makes. */
export const certifiedHost = 'db.example';
const certificateProgram = 'openssl';

/** PEM texts. */
export interface Identity {
  key: string;
  certificate: string;
}

/** A self-signed certificate for `db.example`, or null without the openssl program. */
export function makeIdentity(): Identity | null {
  const folder = mkdtempSync(join(tmpdir(), 'sextant-tls-'));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const request = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '1',
    '-subj',
    `/CN=${certifiedHost}`,
  ];
  const names = ['-addext', `subjectAltName=DNS:${certifiedHost}`];
  try {
    execFileSync(certificateProgram, [...request, ...names, '-keyout', key, '-out', certificate], {
      stdio: 'ignore',
    });
    return { key: readFileSync(key, 'utf8'), certificate: readFileSync(certificate, 'utf8') };
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
