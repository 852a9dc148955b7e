import { useTextIn } from '../../lib/texts.ts';
import { PageFrame } from '../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';

export function ModelsPage() {
  const textIn = useTextIn();
  return (
    <PageFrame title={textIn({ zh: '模型', en: 'Models' })}>
      <PageSkeleton />
    </PageFrame>
  );
}
