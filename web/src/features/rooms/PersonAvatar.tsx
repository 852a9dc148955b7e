import { Avatar } from 'antd';
import { Logo } from '../../ui/Logo.tsx';
import styles from './PersonAvatar.module.css';

interface Props {
  /** Null for Sextant itself. */
  name: string | null;
  url?: string | null;
  size?: number;
}

/** The picture of a person or room, else the first letter of the name. */
export function PersonAvatar({ name, url, size = 32 }: Props) {
  if (name === null) {
    return (
      <span className={styles.assistant} style={{ width: size, height: size }}>
        <Logo size={size * 0.7} />
      </span>
    );
  }
  return (
    <Avatar
      size={size}
      src={url ?? undefined}
      alt=""
      style={{
        background: `color-mix(in srgb, var(--ant-${colours[sumOf(name) % colours.length]}-7) 75%, #000)`,
      }}
      className={styles.person}
    >
      {[...name][0]?.toUpperCase()}
    </Avatar>
  );
}

const colours = ['cyan', 'blue', 'geekblue', 'purple', 'magenta', 'volcano', 'green'] as const;

function sumOf(name: string): number {
  return [...name].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0);
}
