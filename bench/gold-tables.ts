/** Tables that a statement reads, of those named: what follows FROM and JOIN, lists too; names in lower case. */
export function goldTables(sql: string, names: Iterable<string>): Set<string> {
  const known = new Set([...names].map((name) => name.toLowerCase()));
  const text = sql
    .replace(/'(?:[^']|'')*'/g, "''")
    .replace(/["`[\]]/g, ' ')
    .toLowerCase();
  const found = new Set<string>();
  const clauses = text.matchAll(
    /\b(?:from|join)\s+([^()]*?)(?=\b(?:where|group|order|having|limit|union|intersect|except|on|using|join|inner|left|right|full|cross|natural)\b|[();]|$)/g,
  );
  for (const [, list = ''] of clauses) {
    for (const part of list.split(',')) {
      const name = part.trim().split(/\s+/)[0] ?? '';
      if (known.has(name)) found.add(name);
    }
  }
  return found;
}
