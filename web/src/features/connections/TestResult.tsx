import type { connectionEndpoints } from '@sextant/contract/connections';
import type { DataOf } from '@sextant/contract/endpoint';
import { Alert } from 'antd';
import { useTexts } from '../../lib/texts.ts';
import { connectionsTexts } from './connections-texts.ts';

const causes = ['auth', 'network', 'tls', 'unknown_database', 'refused', 'timeout'] as const;

/** What a test of a connection found: version and tables, or the cause and the next step. */
export function TestResult({ result }: { result: DataOf<typeof connectionEndpoints.test> }) {
  const t = useTexts(connectionsTexts);
  if (!result.connected) {
    const cause = causes.find((one) => one === result.cause);
    const description = (
      <>
        {cause && <strong>{t('cause', { cause: t(`cause_${cause}`) })}</strong>}
        {result.hint}
      </>
    );
    return <Alert type="error" showIcon title={result.message} description={description} />;
  }
  const title = t('testOk', { version: result.version ?? '', count: result.tables_count ?? 0 });
  return <Alert type="success" showIcon title={title} />;
}
