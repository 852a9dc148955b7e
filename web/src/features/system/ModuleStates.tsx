import type { PythonModule } from '@sextant/contract/scripts';
import { Tag } from 'antd';
import { Link } from 'react-router';
import { useTexts } from '../../lib/texts.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import styles from './system.module.css';
import { useModuleStates } from './system-queries.ts';
import { systemTexts } from './system-texts.ts';

const colours: Record<PythonModule['status'], string> = {
  reading: 'processing',
  ready: 'success',
  missing: 'default',
  failed: 'error',
};

/** Which of the named Python modules this machine has, and how to install what is missing. */
export function ModuleStates() {
  const t = useTexts(systemTexts);
  const modules = useModuleStates().data ?? [];
  return (
    <ul className={styles.modules}>
      {modules.map(({ name, status, version, functions_count: count, problem, hint }) => (
        <li key={name}>
          <code>{name}</code> {version} <Tag color={colours[status]}>{t(`module_${status}`)}</Tag>
          {status === 'ready' && (
            <Link to="/collect/scripts?origin=module">{t('functions', { figure: count })}</Link>
          )}
          {problem !== null && <div className={styles.faint}>{problem}</div>}
          {hint !== null && (
            <div className={styles.faint}>
              {hint} <CopyButton text={hint} label={t('copyHint')} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
