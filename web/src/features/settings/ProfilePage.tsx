import { useTextIn } from '../../lib/texts.ts';
import { PageFrame } from '../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';

export function ProfilePage() {
  const textIn = useTextIn();
  return (
    <PageFrame title={textIn({ zh: '我的', en: 'Profile' })}>
      <PageSkeleton />
    </PageFrame>
  );
}
