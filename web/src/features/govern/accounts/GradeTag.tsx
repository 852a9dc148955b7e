import type { Grade } from '@sextant/contract/accounts';
import { Tag } from 'antd';
import { useTexts } from '../../../lib/texts.ts';
import { governTexts } from '../govern-texts.ts';

const colours: Record<Grade, string> = {
  reader: 'success',
  writer: 'warning',
  owner: 'orange',
  administrator: 'error',
  unknown: 'default',
};

/** How far the rights of an account go. */
export function GradeTag({ grade }: { grade: Grade }) {
  const t = useTexts(governTexts);
  return (
    <Tag color={colours[grade]} style={{ marginInlineEnd: 0 }}>
      {t(grade === 'unknown' ? 'unknownGrade' : grade)}
    </Tag>
  );
}
