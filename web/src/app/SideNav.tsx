import { Menu, type MenuProps } from 'antd';
import { Link } from 'react-router';
import { useTextIn, useTexts } from '../lib/texts.ts';
import { useUnreadMessages } from '../lib/unread-messages.ts';
import { type Page, type PageGroupId, pageGroups } from './page.tsx';
import styles from './Shell.module.css';
import { shellTexts } from './shell-texts.ts';
import { useCurrentPage } from './use-current-page.ts';
import { useVisiblePages } from './use-visible-pages.ts';

type Item = NonNullable<MenuProps['items']>[number];

/** The left navigation, made from the page table; `collapsed` shows icons only. */
export function SideNav({ collapsed, onNavigate }: { collapsed: boolean; onNavigate?: () => void }) {
  const t = useTexts(shellTexts);
  const textIn = useTextIn();
  const visible = useVisiblePages();
  const current = useCurrentPage();
  const unread = useUnreadMessages();
  const itemOf = (page: Page): Item => ({
    key: page.id,
    icon: page.icon,
    label: (
      <Link to={page.paths[0]}>
        {textIn(page.title)}
        {page.id === 'rooms' && unread > 0 && <Unread count={unread} />}
      </Link>
    ),
    title: textIn(page.title),
  });
  const groupOf = (id: PageGroupId): Item => ({
    key: `group-${id}`,
    type: 'group',
    label: collapsed ? null : textIn(pageGroups[id].title),
    children: visible.filter((page) => page.group === id).map(itemOf),
  });
  const groups = [...new Set(visible.flatMap((page) => page.group ?? []))];
  return (
    <nav aria-label={t('navigation')}>
      <Menu
        mode="inline"
        inlineCollapsed={collapsed}
        selectedKeys={current ? [current.parent ?? current.id] : []}
        items={[...visible.filter((page) => page.group === undefined).map(itemOf), ...groups.map(groupOf)]}
        onClick={onNavigate}
        style={{ borderInlineEnd: 0, background: 'transparent' }}
      />
    </nav>
  );
}

function Unread({ count }: { count: number }) {
  const t = useTexts(shellTexts);
  return (
    <span role="img" className={styles.unread} aria-label={t('unreadMessages', { count })}>
      {count > 99 ? '99+' : count}
    </span>
  );
}
