import type { Tokens } from '@sextant/contract/users';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearchParams } from 'react-router';
import { keepTokens } from '../../lib/session.ts';

/** Keeps the tokens and goes back to where the person was (`?next=`), which must be an address of this site. */
export function useAfterSignIn(): (tokens: Tokens) => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  return (tokens) => {
    keepTokens(tokens);
    client.clear();
    void navigate(localAddress(search.get('next')), { replace: true });
  };
}

function localAddress(next: string | null): string {
  if (next === null) return '/';
  const url = new URL(next, window.location.origin);
  return url.origin === window.location.origin ? url.pathname + url.search : '/';
}
