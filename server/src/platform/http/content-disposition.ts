/** The header value that names what is sent, in ASCII for old clients and in UTF-8 (RFC 5987, RFC 6266). */
export function dispositionOf(kind: 'inline' | 'attachment', fileName: string): string {
  const safe = fileName.replace(/[\p{Cc}\p{Surrogate}]/gu, '_');
  const ascii = safe.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_');
  const encoded = encodeURIComponent(safe).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
