const mask = '***';
const secretName =
  /^(.*[_-])?(pass|passwd|passwords?|passphrase|secrets?|tokens?|api[_-]?keys?|apikey|authorization|cookie|private[_-]?key|credentials?)$/i;
const camelSecretName = /(Password|Secret|Token|ApiKey|PrivateKey|Passphrase)$/;
const deepest = 8;

/** A copy of a structure whose fields with secret names hold `***`, and whose texts hold no credentials. */
export function maskSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return maskText(value);
  if (value === null || typeof value !== 'object') return value;
  if (depth >= deepest) return mask;
  if (Array.isArray(value)) return value.map((one) => maskSecrets(one, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      isSecret(name, one) ? mask : maskSecrets(one, depth + 1),
    ]),
  );
}

/** Flags such as `password_changed: true`, and nothing at all, give nothing away. */
function isSecret(name: string, value: unknown): boolean {
  if (value === null || value === undefined || value === '' || typeof value === 'boolean') return false;
  return secretName.test(name) || camelSecretName.test(name);
}

const suspicious = /:\/\/|bearer|passw|pwd|token|secret|api_?key/i;

/** A text without the credentials of URLs, bearer tokens and `password=…` pairs. */
export function maskText(text: string): string {
  if (!suspicious.test(text)) return text;
  return text
    .replace(/(:\/\/[^\s:/@]*):[^\s@/]+@/g, `$1:${mask}@`)
    .replace(/\b(bearer\s+)[\w.~+/-]{8,}=*/gi, `$1${mask}`)
    .replace(
      /\b(password|passwd|pwd|token|access_token|refresh_token|secret|api_?key)(["']?\s*[=:]\s*)(["']?)[^\s"'&,;]+\3/gi,
      `$1$2$3${mask}$3`,
    );
}
