import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

const nearEndPixels = 60;
const nearEdgePixels = 500;

interface Anchor {
  id: string;
  top: number;
}

interface Options {
  /** Changes whenever other messages are shown. */
  shown: unknown;
  /** False while the stretch does not reach the room's end. */
  reachesEnd: boolean;
  onOlder: () => void;
  onNewer: () => void;
}

/**
 * Holds a thread still: at its end it follows what comes, elsewhere the message at the top stays where it is whatever
 * is added above or grows. Elements with `data-message` are the messages.
 */
export function useThreadScroll(box: RefObject<HTMLDivElement | null>, options: Options) {
  const latest = useRef(options);
  latest.current = options;
  const following = useRef(true);
  const anchor = useRef<Anchor | null>(null);
  const [isAtEnd, setIsAtEnd] = useState(true);

  const settle = useCallback(() => {
    const element = box.current;
    if (element === null) return;
    if (following.current && latest.current.reachesEnd) element.scrollTop = element.scrollHeight;
    else if (anchor.current !== null) {
      const found = messageElement(element, anchor.current.id);
      if (found !== null) element.scrollTop += topOf(element, found) - anchor.current.top;
    }
    anchor.current = anchorOf(element);
  }, [box]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: other messages, another place
  useLayoutEffect(settle, [settle, options.shown]);

  useEffect(() => {
    const element = box.current;
    const content = element?.firstElementChild;
    if (!element || !content) return;
    const onScroll = () => {
      const { reachesEnd, onOlder, onNewer } = latest.current;
      const below = element.scrollHeight - element.scrollTop - element.clientHeight;
      following.current = reachesEnd && below < nearEndPixels;
      anchor.current = anchorOf(element);
      setIsAtEnd(following.current);
      if (element.scrollTop < nearEdgePixels) onOlder();
      if (below < nearEdgePixels) onNewer();
    };
    const observer = new ResizeObserver(settle);
    observer.observe(content);
    observer.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, [box, settle]);

  return {
    isAtEnd,
    toEnd: useCallback(() => {
      following.current = true;
      setIsAtEnd(true);
      settle();
    }, [settle]),
    /** Brings a message to the middle; false when it is not shown. */
    toMessage: useCallback(
      (id: string): boolean => {
        const element = box.current;
        const found = element && messageElement(element, id);
        if (!element || !found) return false;
        following.current = false;
        found.scrollIntoView({ block: 'center' });
        anchor.current = anchorOf(element);
        return true;
      },
      [box],
    ),
  };
}

function messageElement(box: HTMLElement, id: string): HTMLElement | null {
  return box.querySelector<HTMLElement>(`[data-message="${CSS.escape(id)}"]`);
}

const topOf = (box: HTMLElement, element: HTMLElement) =>
  element.getBoundingClientRect().top - box.getBoundingClientRect().top;

/** The first message that is in sight. */
function anchorOf(box: HTMLElement): Anchor | null {
  for (const element of box.querySelectorAll<HTMLElement>('[data-message]')) {
    const top = topOf(box, element);
    if (top + element.offsetHeight > 0) return { id: element.dataset.message ?? '', top };
  }
  return null;
}
