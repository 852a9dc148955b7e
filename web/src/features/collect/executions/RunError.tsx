import type { Execution } from '@sextant/contract/executions';
import { Alert } from 'antd';
import { Link } from 'react-router';
import { useTexts } from '../../../lib/texts.ts';
import { collectTexts } from '../collect-texts.ts';
import { collectPaths } from '../paths.ts';
import styles from './RunError.module.css';

interface Props {
  error: NonNullable<Execution['error']>;
  /** The script whose line is named. */
  scriptId: string | null;
}

/** Why a script failed: its message, the line of its own code as a link, and the technical rest. */
export function RunError({ error: { message, line, details }, scriptId }: Props) {
  const t = useTexts(collectTexts);
  return (
    <Alert
      type="error"
      showIcon
      title={<span className={styles.message}>{message}</span>}
      description={
        (line !== null || details !== null) && (
          <div className={styles.body}>
            {line !== null &&
              (scriptId === null ? (
                t('errorAt', { line })
              ) : (
                <Link to={`${collectPaths.script(scriptId, 'source')}?line=${line}`}>
                  {t('errorAt', { line })}
                </Link>
              ))}
            {details !== null && <pre className={styles.details}>{details}</pre>}
          </div>
        )
      }
    />
  );
}
