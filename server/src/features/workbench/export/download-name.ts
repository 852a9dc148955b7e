/** Characters that no file system or header takes, and those that steer a path. */
const unsafe = /[\p{Cc}\p{Cf}\p{Surrogate}/\\:*?"<>|]+/gu;

/** A file name for a download: of the given name only what is safe in one, with the ending. */
export function downloadName(name: string, ending: string): string {
  const bare = name.toLowerCase().endsWith(`.${ending}`) ? name.slice(0, -ending.length - 1) : name;
  const safe = bare
    .replace(unsafe, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, 150)
    // Half of a pair that was cut in two has no form in a header.
    .replace(/\p{Surrogate}$/u, '');
  return `${safe || 'result'}.${ending}`;
}

/** The header value that names a download, in ASCII for old clients and in UTF-8. */
export function contentDisposition(fileName: string): string {
  const ascii = fileName.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_');
  const encoded = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
