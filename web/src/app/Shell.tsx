import { MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Outlet } from 'react-router';
import { useMe } from '../lib/shared-queries.ts';
import { useTextIn, useTexts } from '../lib/texts.ts';
import { useUnreadMessages } from '../lib/unread-messages.ts';
import { useMedia, usePhone } from '../lib/use-media.ts';
import { useStoredState } from '../lib/use-stored-state.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { LazyDrawer } from '../ui/LazyDrawer.tsx';
import { HeaderBar } from './HeaderBar.tsx';
import styles from './Shell.module.css';
import { SideNav } from './SideNav.tsx';
import { shellTexts } from './shell-texts.ts';
import { useCurrentPage } from './use-current-page.ts';
import { useServerPreferences } from './use-server-preferences.ts';

const LiveRooms = lazy(async () => ({ default: (await import('../lib/rooms-list.ts')).LiveRooms }));
const CommandPalette = lazy(async () => ({ default: (await import('./CommandPalette.tsx')).CommandPalette }));

/** Header, navigation and the current page; everything behind the sign-in stands in it. */
export function Shell() {
  const t = useTexts(shellTexts);
  const phone = usePhone();
  const me = useMe();
  const [collapsed, setCollapsed] = useStoredState<boolean>('navigation-collapsed', false);
  const narrow = useMedia('(max-width: 1099px)');
  const [drawerOpen, setDrawerOpen] = useState(false);
  const [paletteOpen, setPaletteOpen] = usePalette();
  const savePreferences = useServerPreferences();
  useDocumentTitle();
  const foldLabel = collapsed ? t('expand') : t('collapse');
  return (
    <div className={styles.shell}>
      <a href="#main" className={styles.skip}>
        {t('skip')}
      </a>
      <header className={styles.top}>
        <HeaderBar
          onOpenNavigation={() => setDrawerOpen(true)}
          onOpenPalette={() => setPaletteOpen(true)}
          onPreferencesChange={savePreferences}
        />
      </header>
      {phone ? (
        <LazyDrawer
          open={drawerOpen}
          onClose={() => setDrawerOpen(false)}
          placement="left"
          size={260}
          title="Sextant"
          styles={{ body: { padding: 8 } }}
        >
          <SideNav collapsed={false} onNavigate={() => setDrawerOpen(false)} />
        </LazyDrawer>
      ) : (
        <div className={collapsed || narrow ? `${styles.side} ${styles.sideCollapsed}` : styles.side}>
          <SideNav collapsed={collapsed || narrow} />
          {!narrow && (
            <Button
              type="text"
              className={styles.fold}
              icon={collapsed ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
              aria-label={foldLabel}
              title={foldLabel}
              onClick={() => setCollapsed(!collapsed)}
            />
          )}
        </div>
      )}
      <main id="main" className={styles.main} tabIndex={-1}>
        {me.isError ? <ErrorNotice error={me.error} onRetry={() => void me.refetch()} /> : <Outlet />}
      </main>
      <Suspense fallback={null}>
        <LiveRooms />
      </Suspense>
      <Suspense fallback={null}>
        {paletteOpen && <CommandPalette onClose={() => setPaletteOpen(false)} />}
      </Suspense>
    </div>
  );
}

function usePalette() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen((before) => !before);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return [open, setOpen] as const;
}

function useDocumentTitle(): void {
  const textIn = useTextIn();
  const page = useCurrentPage();
  const unread = useUnreadMessages();
  const name = page ? `${textIn(page.title)} · Sextant` : 'Sextant';
  const title = unread > 0 ? `(${unread}) ${name}` : name;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
