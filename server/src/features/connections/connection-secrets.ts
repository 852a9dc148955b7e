import type { SecretBox } from '../../platform/secrets/secret-box.ts';

/** The secret fields of a connection by name: `password` and the options its engine marks as secret. */
export type SecretFields = Record<string, string>;

/** Seals the secret fields of a connection under its id; null when there are none. */
export function sealSecrets(box: SecretBox, id: string, fields: SecretFields): string | null {
  return Object.keys(fields).length === 0 ? null : box.seal(JSON.stringify(fields), id);
}

/** Opens what `sealSecrets` made; null when it was sealed with another master key or changed. */
export function openSecrets(box: SecretBox, id: string, sealed: string | null): SecretFields | null {
  if (sealed === null) return {};
  try {
    return JSON.parse(box.open(sealed, id)) as SecretFields;
  } catch {
    return null;
  }
}
