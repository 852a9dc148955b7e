/** An operation of a family's document: its method and its path below the family's base URL. */
export interface FamilyOperation {
  method: string;
  path: string;
}

export interface Family {
  name: string;
  /** Where the family's routes stand, e.g. `/wenshu/api`. */
  base: string;
  operations: FamilyOperation[];
}

/** What the dispatch may look at: raw request line, headers and the family that issued the token, if any. */
export interface DispatchRequest {
  method: string;
  url: string;
  namedFamily: string | undefined;
  tokenFamily: () => string | undefined;
}

/**
 * Sends a document's own path at the root to the family that has it. A path of one document goes there; a path
 * of several goes to the named family, else to the token's, else to the default. Other paths stay as they are.
 */
export function createRootDispatch(families: Family[], defaultFamily: string) {
  const routes = families.flatMap((family) =>
    family.operations.map(({ method, path }) => ({ family, method, pattern: toPattern(path) })),
  );
  return ({ method, url, namedFamily, tokenFamily }: DispatchRequest): string => {
    const path = url.split('?', 1)[0] ?? url;
    const matching = routes.filter((route) => route.method === method && route.pattern.test(path));
    const owners = [...new Set(matching.map((route) => route.family))];
    const owner =
      owners.length > 1
        ? (byName(owners, namedFamily) ??
          byName(owners, tokenFamily()) ??
          byName(owners, defaultFamily) ??
          owners[0])
        : owners[0];
    return owner ? owner.base + url : url;
  };
}

function byName(families: Family[], name: string | undefined): Family | undefined {
  return families.find((family) => family.name === name);
}

/** `/api/users/{id}` as a pattern; a trailing slash may be present or absent. */
function toPattern(path: string): RegExp {
  const escaped = path
    .replace(/\/$/, '')
    .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replace(/\{[^}]+\}/g, '[^/]+');
  return new RegExp(`^${escaped}/?$`);
}
