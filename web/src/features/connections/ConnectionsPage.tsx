import { useTextIn } from '../../lib/texts.ts';
import { PageFrame } from '../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';

export function ConnectionsPage() {
  const textIn = useTextIn();
  return (
    <PageFrame title={textIn({ zh: '连接', en: 'Connections' })}>
      <PageSkeleton />
    </PageFrame>
  );
}
