import { useEffect, useRef, useState } from 'react';
import { sendLive, useLive } from '../../lib/live.ts';

const shownMilliseconds = 5_000;
/** Sextant says once that it works on an answer; a long one takes a while. */
const answeringMilliseconds = 120_000;
const tellEveryMilliseconds = 3_000;
const lookEveryMilliseconds = 1_000;
const assistant = '';

interface Typing {
  userId: string;
  name: string;
  until: number;
}

/** Who is writing in a room right now, and how to say that one is oneself. */
export function useTyping(roomId: string) {
  const [typing, setTyping] = useState<readonly Typing[]>([]);
  const told = useRef(0);
  useLive((frame) => {
    if (frame.type === 'typing' && frame.room_id === roomId) {
      const userId = frame.user_id ?? assistant;
      const lasts = userId === assistant ? answeringMilliseconds : shownMilliseconds;
      const one = { userId, name: frame.name, until: Date.now() + lasts };
      setTyping((before) => [...before.filter((other) => other.userId !== userId), one]);
    }
    if (frame.type === 'room_change' && frame.room_id === roomId && frame.seq === frame.message.seq) {
      const userId = frame.message.sender?.id ?? assistant;
      setTyping((before) => before.filter((one) => one.userId !== userId));
    }
  });
  const isAny = typing.length > 0;
  useEffect(() => {
    if (!isAny) return;
    const timer = setInterval(() => {
      setTyping((before) => before.filter(({ until }) => until > Date.now()));
    }, lookEveryMilliseconds);
    return () => clearInterval(timer);
  }, [isAny]);
  return {
    isAnswering: typing.some(({ userId }) => userId === assistant),
    names: typing.filter(({ userId }) => userId !== assistant).map(({ name }) => name),
    tell(): void {
      if (Date.now() - told.current < tellEveryMilliseconds) return;
      if (sendLive({ type: 'typing', room_id: roomId })) told.current = Date.now();
    },
  };
}
