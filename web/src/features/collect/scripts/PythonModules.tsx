import type { PythonModule } from '@sextant/contract/scripts';
import { Alert } from 'antd';
import { useTexts } from '../../../lib/texts.ts';
import { usePythonModules } from '../collect-queries.ts';
import styles from './PythonModules.module.css';
import { scriptsTexts } from './scripts-texts.ts';

/** Python modules that are not listed in full: how to install what is missing, and what is wrong with the others. */
export function PythonModules() {
  const modules = usePythonModules().data ?? [];
  const told = modules.filter(({ status, failures }) => status !== 'ready' || failures.length > 0);
  if (told.length === 0) return null;
  return (
    <div className={styles.list}>
      {told.map((module) => (
        <ModuleNotice key={module.name} module={module} />
      ))}
    </div>
  );
}

function ModuleNotice({ module }: { module: PythonModule }) {
  const t = useTexts(scriptsTexts);
  const { name, status, problem, hint, failures } = module;
  if (status === 'reading') return <Alert type="info" showIcon title={t('moduleReading', { name })} />;
  if (status === 'ready') {
    const names = failures.map((one) => `${one.name}: ${one.message}`).join('\n');
    return (
      <Alert
        type="warning"
        showIcon
        closable
        title={t('moduleLeft', { name, count: failures.length })}
        description={<pre>{names}</pre>}
      />
    );
  }
  const isFailed = status === 'failed';
  return (
    <Alert
      type={isFailed ? 'error' : 'info'}
      showIcon
      closable={!isFailed}
      title={t(isFailed ? 'moduleFailed' : 'moduleMissing', { name })}
      description={[problem, hint].filter((one) => one !== null).join(' ')}
    />
  );
}
