import type { AccountFacts } from '@sextant/engines/account-facts';
import { z } from 'zod';

const shownObjects = 5;

export const permissionSchema = z.object({
  category: z.string().describe('capability、role，或权限的层级：server、database、schema、table…'),
  name: z.string(),
  description: z.string().describe('在哪些对象上'),
  granted: z.boolean(),
});

/** What an account may do as the document lists it: each right is told once for its level, with its objects. */
export function permissionsOf({
  capabilities,
  roles,
  privileges,
}: AccountFacts): z.infer<typeof permissionSchema>[] {
  const named = (category: string, names: readonly string[]) =>
    [...new Set(names)].map((name) => ({ category, name, description: '', granted: true }));
  const byRight = Map.groupBy(privileges, ({ level, privilege }) => `${level} ${privilege}`);
  return [
    ...named('capability', capabilities),
    ...named(
      'role',
      roles.map(({ name }) => name),
    ),
    ...[...byRight.values()].flatMap((same) => {
      const [first] = same;
      if (!first) return [];
      const objects = same.flatMap(({ object }) => object ?? []);
      const more = objects.length > shownObjects ? ` 等 ${objects.length} 个` : '';
      const description = objects.slice(0, shownObjects).join('、') + more;
      return [{ category: first.level as string, name: first.privilege, description, granted: true }];
    }),
  ];
}
