/** The parts of an object's name in one text: `shop.orders`; parts that hold a dot or a quote stand in quotes. */
export function objectName(parts: readonly string[]): string {
  return parts.map((part) => (/^[^."]+$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`)).join('.');
}

/** The parts that `objectName` put together. */
export function objectParts(name: string): string[] {
  const found = name.match(/"(?:[^"]|"")*"|[^."]+/g) ?? [];
  return found.map((part) => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part));
}
