import type { Privilege, PrivilegeLevel } from '@sextant/contract/accounts';

/** An object with the rights on it and what is inside it. */
export interface PrivilegeNode {
  /** Null for the server. */
  object: string | null;
  /** Null for an object that only holds others and has no rights of its own. */
  level: PrivilegeLevel | null;
  /** By where they come from; the account's own first. */
  sources: { via: string | null; privileges: Privilege[] }[];
  children: PrivilegeNode[];
}

/** The rights as a tree: `shop.orders.price` under `shop.orders` under `shop`, whether these have rights or not. */
export function privilegeTree(privileges: readonly Privilege[]): PrivilegeNode[] {
  const nodes = new Map<string | null, PrivilegeNode>();
  const roots: PrivilegeNode[] = [];

  function place(object: string | null): PrivilegeNode {
    const known = nodes.get(object);
    if (known) return known;
    const node: PrivilegeNode = { object, level: null, sources: [], children: [] };
    nodes.set(object, node);
    const holder = object === null ? null : holderOf(object);
    (holder === null ? roots : place(holder).children).push(node);
    return node;
  }

  for (const privilege of privileges) {
    const node = place(privilege.object);
    node.level ??= privilege.level;
    const source = node.sources.find(({ via }) => via === privilege.via);
    if (source) source.privileges.push(privilege);
    else node.sources.push({ via: privilege.via, privileges: [privilege] });
  }
  for (const { sources } of nodes.values()) {
    sources.sort((a, b) => (a.via ?? '').localeCompare(b.via ?? ''));
  }
  return sorted(roots);
}

/** `shop.orders` of `shop.orders.price`; the dots among the parameters of a routine do not count. */
function holderOf(object: string): string | null {
  const [name = ''] = object.split('(');
  const end = name.lastIndexOf('.');
  return end > 0 ? name.slice(0, end) : null;
}

function sorted(nodes: PrivilegeNode[]): PrivilegeNode[] {
  for (const node of nodes) sorted(node.children);
  return nodes.sort((a, b) => (a.object ?? '').localeCompare(b.object ?? ''));
}
