import type { ScriptDetail } from '@sextant/contract/scripts';
import { useParams, useSearchParams } from 'react-router';
import { useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { PageFrame } from '../../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { useScript } from '../collect-queries.ts';
import { type ScriptDraft, ScriptEditor } from './ScriptEditor.tsx';
import { renamedSource, scriptTemplate } from './script-template.ts';
import { scriptsTexts } from './scripts-texts.ts';

const newId = 'my_script';

/** Writes a new script, one like another (`?from=`), or an own one anew. */
export function ScriptEditorPage() {
  const t = useTexts(scriptsTexts);
  const { scriptId } = useParams();
  const [address] = useSearchParams();
  const basis = scriptId ?? address.get('from') ?? undefined;
  const script = useScript(basis);
  const title = scriptId === undefined ? t('newTitle') : t('editTitle', { id: scriptId });
  return (
    <PageFrame title={title} description={t('editorText')}>
      {script.isError && <ErrorNotice error={script.error} onRetry={() => void script.refetch()} />}
      {basis !== undefined && script.isPending && <PageSkeleton />}
      {(basis === undefined || script.data) && (
        <ScriptEditor
          key={basis ?? ''}
          isNew={scriptId === undefined}
          initial={draftOf(script.data, scriptId === undefined)}
        />
      )}
    </PageFrame>
  );
}

function draftOf(basis: ScriptDetail | undefined, isNew: boolean): ScriptDraft {
  if (basis === undefined) {
    return {
      id: newId,
      category: 'data',
      frequency: 'daily',
      language: 'typescript',
      source: scriptTemplate('typescript', newId),
    };
  }
  const { id, category, frequency, language, source } = basis;
  if (!isNew) return { id, category, frequency, language, source };
  const copy = `my_${id}`;
  return { id: copy, category, frequency, language, source: renamedSource(source, id, copy) };
}
