import { type RefObject, useEffect } from 'react';

/**
 * Ctrl/⌘ S saves wherever the focus is, instead of the browser saving the page. Esc counts unless a drawer or dialog
 * has the focus, which closes by it.
 */
export function usePageKeys(
  page: RefObject<HTMLElement | null>,
  { onSave, onEscape }: { onSave: () => void; onEscape: () => void },
): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const command = event.ctrlKey || event.metaKey;
      const inPage = event.target === document.body || page.current?.contains(event.target as Node);
      if (event.key.toLowerCase() === 's' && command && !event.shiftKey) {
        event.preventDefault();
        onSave();
      } else if (event.key === 'Escape' && inPage && !event.defaultPrevented) onEscape();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [page, onSave, onEscape]);
}
