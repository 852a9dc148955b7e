import { type ReactNode, useMemo } from 'react';
import { useTexts } from '../../lib/texts.ts';
import { PersonAvatar } from './PersonAvatar.tsx';
import { useRoomContext } from './room-context.ts';
import { roomsTexts } from './rooms-texts.ts';

export interface MentionChoice {
  /** What stands behind the `@`. */
  value: string;
  label: ReactNode;
  /** Lower-case names by which it is found. */
  sought: readonly string[];
}

/** Who can be called in a room: Sextant, everybody, each of the others. */
export function useMentionChoices(): readonly MentionChoice[] {
  const t = useTexts(roomsTexts);
  const { members, myId } = useRoomContext();
  return useMemo(() => {
    const others = members.map(({ person }) => person).filter(({ id }) => id !== myId);
    const everyone = t('everyone');
    const isUnique = (name: string) => others.filter((one) => one.display_name === name).length === 1;
    const label = (name: string | null, text: string) => (
      <span style={{ display: 'inline-flex', gap: 8, alignItems: 'center' }}>
        <PersonAvatar name={name} size={20} /> {text}
      </span>
    );
    return [
      { value: 'sextant', label: label(null, `sextant · ${t('asksData')}`), sought: ['sextant'] },
      ...(others.length > 1
        ? [{ value: everyone, label: label('@', everyone), sought: [everyone.toLowerCase(), 'all'] }]
        : []),
      ...others.map(({ username, display_name }) => ({
        value: isUnique(display_name) ? display_name : username,
        label: label(display_name, display_name === username ? username : `${display_name} · ${username}`),
        sought: [username.toLowerCase(), display_name.toLowerCase()],
      })),
    ];
  }, [members, myId, t]);
}
