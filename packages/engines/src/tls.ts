import { X509Certificate } from 'node:crypto';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import type { ConnectionField } from '@sextant/contract/connections';
import type { ConnectionSettings } from './engine.ts';
import { EngineError } from './engine-error.ts';
import { errorMessage } from './network-error.ts';
import { textOption } from './settings.ts';

/** What drivers hand to `tls.connect`; the certificate is checked against the name the person typed, not the address. */
export interface TlsOptions {
  ca?: string;
  rejectUnauthorized: boolean;
  checkServerIdentity: (host: string, certificate: PeerCertificate) => Error | undefined;
}

function checkCa(ca: string): void {
  try {
    new X509Certificate(ca);
  } catch (error) {
    throw new EngineError('settings', `The CA certificate cannot be read: ${errorMessage(error)}`, {
      hint: {
        zh: '请粘贴完整的 PEM 文本，从 -----BEGIN CERTIFICATE----- 开始。',
        en: 'Paste the whole PEM text, from -----BEGIN CERTIFICATE----- on.',
      },
      cause: error,
    });
  }
}

/** The TLS options of a connection, or null when it is not encrypted. */
export function tlsOptions(fields: ConnectionField[], settings: ConnectionSettings): TlsOptions | null {
  const mode = textOption(fields, settings, 'tls');
  if (mode === 'disable') return null;
  const ca = textOption(fields, settings, 'tls_ca') || undefined;
  if (ca) checkCa(ca);
  const verify = mode === 'verify';
  return {
    ca,
    rejectUnauthorized: verify,
    checkServerIdentity: (_address, certificate) =>
      verify ? checkServerIdentity(settings.host ?? '', certificate) : undefined,
  };
}
