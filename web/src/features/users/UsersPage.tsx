import { useTextIn } from '../../lib/texts.ts';
import { PageFrame } from '../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';

export function UsersPage() {
  const textIn = useTextIn();
  return (
    <PageFrame title={textIn({ zh: '用户', en: 'Users' })}>
      <PageSkeleton />
    </PageFrame>
  );
}
