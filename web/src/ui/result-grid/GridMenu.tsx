import { Dropdown, type MenuProps } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/texts.ts';
import { type CopyFormat, copyFormats } from './copy-cells.ts';
import { gridTexts } from './grid-texts.ts';

interface Props {
  onCopy: (format: CopyFormat | 'plain') => void;
  onView: () => void;
  onFilterByValue: () => void;
  children: ReactNode;
}

const formatNames: Partial<Record<CopyFormat, string>> = {
  tsv: 'TSV',
  csv: 'CSV',
  json: 'JSON',
  markdown: 'Markdown',
};

/** The menu of the right mouse button over the selected cells. */
export function GridMenu({ onCopy, onView, onFilterByValue, children }: Props) {
  const t = useTexts(gridTexts);
  const items: MenuProps['items'] = [
    { key: 'plain', label: t('copy'), extra: 'Ctrl C' },
    { key: 'tsv', label: t('copyWithHeaders') },
    {
      key: 'as',
      label: t('copyAs'),
      children: copyFormats.map((format) => ({
        key: `as-${format}`,
        label: formatNames[format] ?? t('sqlList'),
      })),
    },
    { type: 'divider' },
    { key: 'view', label: t('view'), extra: 'Enter' },
    { key: 'filter', label: t('filterByValue') },
  ];
  const onClick: MenuProps['onClick'] = ({ key }) => {
    if (key === 'view') onView();
    else if (key === 'filter') onFilterByValue();
    else onCopy(key.replace('as-', '') as CopyFormat | 'plain');
  };
  return (
    <Dropdown trigger={['contextMenu']} menu={{ items, onClick }}>
      {children}
    </Dropdown>
  );
}
