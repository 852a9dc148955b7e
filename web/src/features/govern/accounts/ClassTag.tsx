import type { Text } from '@sextant/contract/text';
import { Tag, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTextIn } from '../../../lib/texts.ts';

interface Props {
  name: Text;
  color: string;
  /** Why, on hover. */
  why?: ReactNode;
}

/** A class in its own colour: a dot and its name, readable on light and dark. */
export function ClassTag({ name, color, why }: Props) {
  const textIn = useTextIn();
  return (
    <Tooltip title={why}>
      <Tag style={{ marginInlineEnd: 0, borderColor: color }} variant="outlined">
        <span
          aria-hidden
          style={{
            display: 'inline-block',
            width: 8,
            height: 8,
            marginInlineEnd: 6,
            borderRadius: 4,
            background: color,
          }}
        />
        {textIn(name)}
      </Tag>
    </Tooltip>
  );
}
