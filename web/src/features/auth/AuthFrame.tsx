import type { ReactNode } from 'react';
import { useTexts } from '../../lib/texts.ts';
import { Logo } from '../../ui/Logo.tsx';
import { PreferenceSwitches } from '../../ui/PreferenceSwitches.tsx';
import styles from './AuthFrame.module.css';
import { authTexts } from './auth-texts.ts';

export function AuthFrame({ title, children }: { title: string; children: ReactNode }) {
  const t = useTexts(authTexts);
  return (
    <div className={styles.page}>
      <div className={styles.switches}>
        <PreferenceSwitches />
      </div>
      <main className={styles.main}>
        <div className={styles.brand}>
          <Logo size={44} />
          <div>
            <div className={styles.name}>Sextant</div>
            <div className={styles.tagline}>{t('tagline')}</div>
          </div>
        </div>
        <div className={styles.card}>
          <h1 className={styles.title}>{title}</h1>
          {children}
        </div>
      </main>
    </div>
  );
}
