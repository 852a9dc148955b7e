import { useEffect, useState } from 'react';

const tickMilliseconds = 200;

/** Milliseconds since `startedAt`, counting until `endedAt` is known. */
export function useElapsed(startedAt: number, endedAt: number | null): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (endedAt !== null) return;
    const timer = setInterval(() => setNow(Date.now()), tickMilliseconds);
    return () => clearInterval(timer);
  }, [endedAt]);
  return Math.max(0, (endedAt ?? now) - startedAt);
}
