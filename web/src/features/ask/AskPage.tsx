import { PageSkeleton } from '../../ui/PageSkeleton.tsx';

export function AskPage() {
  return <PageSkeleton />;
}
