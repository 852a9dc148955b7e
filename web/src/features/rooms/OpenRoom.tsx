import type { RoomMessage } from '@sextant/contract/room-messages';
import { type Room, roomEndpoints } from '@sextant/contract/rooms';
import { Alert, Button } from 'antd';
import { type DragEvent, useCallback, useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { call } from '../../lib/api-client.ts';
import { useMe } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { useErrorMessage } from '../../ui/use-error-message.ts';
import { Composer, type Concern } from './Composer.tsx';
import styles from './OpenRoom.module.css';
import { sendMessage } from './outbox.ts';
import { RoomHeader } from './RoomHeader.tsx';
import { RoomPanel } from './RoomPanel.tsx';
import { type RoomContext, roomContext } from './room-context.ts';
import { roomPath } from './rooms-paths.ts';
import { useMembers, useRoomActions } from './rooms-queries.ts';
import { roomsTexts } from './rooms-texts.ts';
import { ThreadList } from './ThreadList.tsx';
import { TypingLine } from './TypingLine.tsx';
import { useOthersReadMarks } from './use-read-mark.ts';
import { useThread } from './use-thread.ts';
import { useTyping } from './use-typing.ts';

/** One joined room: its thread, what is written next, and beside it members, settings, pins and search. */
export function OpenRoom({ room }: { room: Room }) {
  const navigate = useNavigate();
  const [address] = useSearchParams();
  const myId = useMe().data?.id ?? '';
  const messageId = address.get('message');
  const { thread, view } = useThread(room.id, messageId);
  const [concern, setConcern] = useState<Concern>(null);
  const [files, setFiles] = useState<readonly File[]>([]);
  const typing = useTyping(room.id);
  useOthersReadMarks(room.id);
  const mayWrite = room.me?.may_write ?? false;
  const toEnd = () => void navigate(roomPath(room.id), { replace: true });
  const say = useCallback(
    (content: string, replyTo: RoomMessage | null, added: readonly File[] = []) => {
      const [first = null, ...rest] = added;
      const to = { userId: myId, roomId: room.id };
      sendMessage({ ...to, content, replyTo, file: first });
      for (const file of rest) sendMessage({ ...to, content: '', replyTo: null, file });
      // What is sent stands at the end of the room, so that is where to look.
      if (thread.view().state?.hasNewer) void thread.open(null);
    },
    [room.id, myId, thread],
  );
  const context = useContextOf({ room, myId, took: thread.took, onConcern: setConcern, say });
  const drop = (event: DragEvent) => {
    event.preventDefault();
    if (mayWrite) setFiles((before) => [...before, ...event.dataTransfer.files]);
  };
  const lastOwn = view.state?.messages.findLast(
    ({ sender, kind, deleted_at }) => sender?.id === context.myId && kind === 'text' && deleted_at === null,
  );
  return (
    <roomContext.Provider value={context}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition to the button in the composer */}
      <div className={styles.room} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        <RoomHeader />
        <ThreadList thread={thread} view={view} messageId={messageId} onToEnd={toEnd} />
        <TypingLine isAnswering={typing.isAnswering} names={typing.names} />
        {mayWrite ? (
          <Composer
            concern={concern}
            onConcern={setConcern}
            files={files}
            onFiles={setFiles}
            onTyping={typing.tell}
            lastOwn={lastOwn}
            onSend={(content, added) => {
              say(content, concern?.what === 'reply' ? concern.message : null, added);
              setFiles([]);
              if (messageId !== null) toEnd();
            }}
          />
        ) : (
          <SilentNote room={room} />
        )}
        <RoomPanel />
      </div>
    </roomContext.Provider>
  );
}

function useContextOf({
  room,
  myId,
  took,
  onConcern,
  say,
}: Pick<RoomContext, 'room' | 'myId' | 'took' | 'say'> & {
  onConcern: (concern: Concern) => void;
}): RoomContext {
  const t = useTexts(roomsTexts);
  const members = useMembers(room.id);
  return useMemo(() => {
    const people = new Map(members.map(({ person }) => [person.id, person.display_name]));
    const names = members.flatMap(({ person }) => [person.username, person.display_name]);
    return {
      room,
      myId,
      members,
      names: [...new Set(names), 'sextant', 'all', 'everyone', '所有人'],
      nameOf: (userId) => people.get(userId) ?? t('gonePerson'),
      reply: (message) => onConcern({ what: 'reply', message }),
      edit: (message) => onConcern({ what: 'edit', message }),
      say,
      took,
    };
  }, [room, myId, members, t, onConcern, say, took]);
}

function SilentNote({ room }: { room: Room }) {
  const t = useTexts(roomsTexts);
  return (
    <Alert
      banner
      type="info"
      title={t(room.me?.is_muted ? 'mutedNote' : room.kind === 'channel' ? 'channelNote' : 'mutedNote')}
    />
  );
}

/** An open room before it is joined: what it is about, and the way in. */
export function RoomToJoin({ room }: { room: Room }) {
  const t = useTexts(roomsTexts);
  const actions = useRoomActions();
  const showError = useErrorMessage();
  const join = () => call(roomEndpoints.join, { params: { id: room.id } });
  return (
    <div className={styles.join}>
      <h1>{room.name}</h1>
      <p>{room.description || t('noDescription')}</p>
      <p className={styles.faint}>
        {t(`kind_${room.kind}`)} · {t('memberCount', { count: room.member_count })}
      </p>
      <Button type="primary" loading={actions.isPending} onClick={() => actions.run(join).catch(showError)}>
        {t('join')}
      </Button>
    </div>
  );
}
