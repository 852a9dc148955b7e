import type { DataOf } from '@sextant/contract/endpoint';
import { scriptEndpoints } from '@sextant/contract/scripts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { call } from '../../../lib/api-client.ts';
import { useTexts } from '../../../lib/texts.ts';
import { useErrorDialog } from '../../../ui/use-error-dialog.tsx';
import { collectKeys } from '../collect-queries.ts';
import { scriptsTexts } from './scripts-texts.ts';

const dialogWidth = 640;

/** Reads the script folders anew and reports what was found. */
export function ScanButton() {
  const t = useTexts(scriptsTexts);
  const { modal } = App.useApp();
  const client = useQueryClient();
  const showError = useErrorDialog();
  const scan = useMutation({
    mutationFn: () => call(scriptEndpoints.scan),
    async onSuccess(report) {
      await client.invalidateQueries({ queryKey: collectKeys.scripts });
      const show = report.problems.length > 0 ? modal.warning : modal.success;
      show({
        title: t('scanned'),
        content: <ScanReport report={report} />,
        width: dialogWidth,
        okText: t('close'),
      });
    },
    onError: showError,
  });
  return (
    <Button loading={scan.isPending} title={t('scanHint')} onClick={() => scan.mutate()}>
      {t('scan')}
    </Button>
  );
}

function ScanReport({ report }: { report: DataOf<typeof scriptEndpoints.scan> }) {
  const t = useTexts(scriptsTexts);
  const { problems, ...counts } = report;
  return (
    <>
      <p>{t('scanCounts', counts)}</p>
      {problems.length > 0 && (
        <>
          <p>{t('scanProblems', { count: problems.length })}</p>
          <ul>
            {problems.map(({ path, message, line }) => (
              <li key={`${path} ${message}`}>
                <code>{path}</code> {line !== null && t('atLine', { line })}
                <div>{message}</div>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
