import type { ReactNode } from 'react';

/** One line of the evidence: what it is about, and what is told. Stands in a `dl`. */
export function EvidenceRow({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </>
  );
}
