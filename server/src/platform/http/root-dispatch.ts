import { apiPrefix } from '@sextant/contract/endpoint';

/** A family as far as its paths are concerned. */
export interface DispatchedFamily {
  name: string;
  /** Where the family stands on the default port, e.g. `/wenshu`. */
  base: string;
  prefixes: readonly string[];
  operations: Record<string, Record<string, { method: string; path: string }>>;
}

/** What the dispatch may look at: raw request line, headers and the family that issued the token, if any. */
export interface DispatchRequest {
  method: string;
  url: string;
  namedFamily: string | undefined;
  tokenFamily: () => string | undefined;
}

interface Route {
  family: DispatchedFamily;
  pattern: RegExp;
}

/** The product's own API, as `X-Sextant-Family` and its tokens name it. */
const ownFamily = 'v1';

/**
 * Sends a document's own path at the root to the family that has it. A path of one document goes there; a path
 * of several goes to the named family, else to the token's, else to the default. What stands below `/api/v1` is the
 * product's own unless the request names a family that has it, by header or else by token. Other paths stay.
 */
export function createRootDispatch(families: readonly DispatchedFamily[], defaultFamily: string) {
  const routes = indexRoutes(families);
  return ({ method, url, namedFamily, tokenFamily }: DispatchRequest): string => {
    const path = url.split('?', 1)[0] ?? url;
    const isOwn = path.startsWith(`${apiPrefix}/`);
    if (isOwn && (namedFamily ?? tokenFamily() ?? ownFamily) === ownFamily) return url;
    const candidates = routes.get(routeKey(method === 'HEAD' ? 'GET' : method, path));
    if (!candidates) return url;
    const matching = candidates.filter(({ pattern }) => pattern.test(path)).map(({ family }) => family);
    const choose = (name: string | undefined) =>
      isOwn && name === ownFamily ? 'own' : matching.find((family) => family.name === name);
    if (matching.length === 0) return url;
    const only = !isOwn && new Set(matching).size === 1 ? matching[0] : undefined;
    const usual = () => (isOwn ? 'own' : (choose(defaultFamily) ?? matching[0]));
    const owner = only ?? choose(namedFamily) ?? choose(tokenFamily()) ?? usual();
    return owner === undefined || owner === 'own' ? url : owner.base + url;
  };
}

/** Routes by method and number of segments, so that a request is compared with few of them. */
function indexRoutes(families: readonly DispatchedFamily[]): Map<string, Route[]> {
  const routes = new Map<string, Route[]>();
  for (const family of families) {
    for (const { method, path } of Object.values(family.operations).flatMap((group) =>
      Object.values(group),
    )) {
      for (const full of family.prefixes.map((prefix) => prefix + path)) {
        const key = routeKey(method, full);
        routes.set(key, [...(routes.get(key) ?? []), { family, pattern: toPattern(full) }]);
      }
    }
  }
  return routes;
}

function routeKey(method: string, path: string): string {
  return `${method} ${path.replace(/\/$/, '').split('/').length}`;
}

/** `/api/users/{id}` as a pattern; a trailing slash may be present or absent. */
function toPattern(path: string): RegExp {
  const escaped = path
    .replace(/\/$/, '')
    .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replace(/\{[^}]+\}/g, '[^/]+');
  return new RegExp(`^${escaped}/?$`);
}
