import type { ScriptContext } from '@sextant/contract/collector';
import { createHttp, type Http } from './http.ts';
import { namesIn } from './pages.ts';

export function githubHttp(ctx: ScriptContext): Http {
  return createHttp(ctx, {
    perSecond: 1,
    headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
  });
}

/** The repositories in a parameter. Throws for what is not `owner/name`. */
export function repositoriesIn(parameter: string): string[] {
  const repositories = namesIn(parameter, 'repositories');
  const strange = repositories.find((one) => !/^[\w.-]+\/[\w.-]+$/.test(one));
  if (strange !== undefined) throw new RangeError(`"${strange}" is not a repository such as nodejs/node`);
  return repositories;
}
