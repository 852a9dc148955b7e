/** The path of a saved query within the product. */
export function savedQueryPath(id: string): string {
  return `/workbench/queries/${encodeURIComponent(id)}`;
}

/** Its permanent link, to hand to others. */
export function savedQueryLink(id: string): string {
  return new URL(savedQueryPath(id), window.location.origin).href;
}
