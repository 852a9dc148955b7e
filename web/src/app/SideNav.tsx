import { Menu, type MenuProps } from 'antd';
import { Link } from 'react-router';
import { useTextIn, useTexts } from '../lib/texts.ts';
import { type Page, type PageGroupId, pageGroups } from './pages.tsx';
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
  const itemOf = (page: Page): Item => ({
    key: page.id,
    icon: page.icon,
    label: <Link to={page.paths[0]}>{textIn(page.title)}</Link>,
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
