import { AimOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import type { Workbench } from '../use-workbench.ts';
import { placeOfError } from './error-place.ts';
import { resultTexts } from './result-texts.ts';
import type { RunResult } from './run-result.ts';

/** What went wrong, and the way to its place in the editor while the text there is still the one that ran. */
export function RunError({ result, workbench }: { result: RunResult; workbench: Workbench }) {
  const t = useTexts(resultTexts);
  const { error, sql, from } = result;
  const inSql = placeOfError(error, sql);
  const unchanged = from !== null && workbench.tab.sql.slice(from, from + sql.length) === sql;
  const at = inSql === null || from === null || !unchanged ? null : from + inSql;
  const show = () => {
    if (at === null) return;
    const rest = workbench.tab.sql.slice(at);
    const word = /^[\p{L}\p{N}_]+|^\S/u.exec(rest)?.[0].length ?? 1;
    workbench.editor.current?.select(at, at + word);
  };
  return (
    <div>
      <ErrorNotice error={error} onRetry={() => workbench.runAgain(result)} />
      {at !== null && (
        <Button type="link" size="small" icon={<AimOutlined />} onClick={show}>
          {t('placeInSql', { line: workbench.tab.sql.slice(0, at).split('\n').length })}
        </Button>
      )}
    </div>
  );
}
