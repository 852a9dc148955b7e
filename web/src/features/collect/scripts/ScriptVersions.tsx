import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { VersionsView } from '../../../ui/versions/VersionsView.tsx';
import { useScriptVersions } from '../collect-queries.ts';

/** The versions of a script and what each changed. */
export function ScriptVersions({ id }: { id: string }) {
  const versions = useScriptVersions(id);
  if (versions.isError) return <ErrorNotice error={versions.error} onRetry={() => void versions.refetch()} />;
  if (!versions.data) return <PageSkeleton />;
  return <VersionsView versions={versions.data.map((one) => ({ ...one, text: one.source }))} />;
}
