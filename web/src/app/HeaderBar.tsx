import { MenuOutlined, SearchOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Link } from 'react-router';
import { NotificationBell } from '../features/notifications/NotificationBell.tsx';
import type { Preferences } from '../lib/preferences.ts';
import { useTextIn, useTexts } from '../lib/texts.ts';
import { usePhone } from '../lib/use-media.ts';
import { Logo } from '../ui/Logo.tsx';
import { PreferenceSwitches } from '../ui/PreferenceSwitches.tsx';
import { pageGroups } from './page.tsx';
import { pages } from './pages.tsx';
import styles from './Shell.module.css';
import { shellTexts } from './shell-texts.ts';
import { UserMenu } from './UserMenu.tsx';
import { useCurrentPage } from './use-current-page.ts';

interface Props {
  onOpenNavigation: () => void;
  onOpenPalette: () => void;
  onPreferencesChange: (change: Partial<Preferences>) => void;
}

const shortcut = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K';

export function HeaderBar({ onOpenNavigation, onOpenPalette, onPreferencesChange }: Props) {
  const t = useTexts(shellTexts);
  const phone = usePhone();
  return (
    <div className={styles.header}>
      {phone && (
        <Button
          type="text"
          icon={<MenuOutlined />}
          aria-label={t('openNavigation')}
          onClick={onOpenNavigation}
        />
      )}
      <Link to="/" className={styles.brand}>
        <Logo />
        <span>Sextant</span>
      </Link>
      {!phone && <Trail />}
      <span className={styles.space} />
      <Button
        icon={<SearchOutlined />}
        type={phone ? 'text' : 'default'}
        aria-label={t('search')}
        className={phone ? undefined : styles.search}
        onClick={onOpenPalette}
      >
        {!phone && (
          <>
            <span>{t('search')}</span>
            <kbd>{shortcut}</kbd>
          </>
        )}
      </Button>
      <NotificationBell />
      <PreferenceSwitches onChange={onPreferencesChange} />
      <UserMenu />
    </div>
  );
}

function Trail() {
  const t = useTexts(shellTexts);
  const textIn = useTextIn();
  const page = useCurrentPage();
  const parent = pages.find(({ id }) => id === page?.parent);
  if (page === undefined || (page.group === undefined && parent === undefined)) return null;
  return (
    <nav aria-label={t('trail')}>
      <ol className={styles.trail}>
        {page.group !== undefined && <li>{textIn(pageGroups[page.group].title)}</li>}
        {parent !== undefined && (
          <li>
            <Link to={parent.paths[0]}>{textIn(parent.title)}</Link>
          </li>
        )}
        <li>
          {parent === undefined ? (
            <Link to={page.paths[0]}>{textIn(page.title)}</Link>
          ) : (
            <span aria-current="page">{textIn(page.title)}</span>
          )}
        </li>
      </ol>
    </nav>
  );
}
