import { Button } from 'antd';
import { useEffect } from 'react';
import { Link, useRouteError } from 'react-router';
import { useTexts } from '../lib/texts.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { uiTexts } from '../ui/ui-texts.ts';
import styles from './RouteError.module.css';

/** What stands in place of a page that does not exist, could not be loaded, or failed while drawing. */
export function RouteError() {
  const t = useTexts(uiTexts);
  const error: unknown = useRouteError() ?? undefined;
  useEffect(() => {
    if (error !== undefined) console.error(error);
  }, [error]);
  if (error === undefined) {
    return (
      <div className={styles.page}>
        <h1>{t('notFound')}</h1>
        <p>{t('notFoundHint')}</p>
        <Link to="/">{t('backToAsk')}</Link>
      </div>
    );
  }
  return (
    <div className={styles.page}>
      <h1>{t('pageFailed')}</h1>
      <p>{t('pageFailedHint')}</p>
      <Button type="primary" onClick={() => window.location.reload()}>
        {t('reload')}
      </Button>
      <ErrorNotice error={error} />
    </div>
  );
}
