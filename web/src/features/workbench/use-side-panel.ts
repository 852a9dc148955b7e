import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { usePhone } from '../../lib/use-media.ts';
import { useStoredState } from '../../lib/use-stored-state.ts';

export const panelSections = ['schema', 'saved', 'history'] as const;
export type PanelSection = (typeof panelSections)[number];

export interface SidePanelState {
  section: PanelSection;
  setSection: (section: PanelSection) => void;
  open: boolean;
  setOpen: (open: boolean) => void;
}

function sectionOf(name: string | null): PanelSection | null {
  return panelSections.find((one) => one === name) ?? null;
}

/**
 * Which section the side panel shows and whether it is open, as this device remembers it. An address with `?panel=`
 * begins with that section. On a phone the panel covers the editor, so it begins closed unless it is asked for.
 */
export function useSidePanel(): SidePanelState {
  const phone = usePhone();
  const [search] = useSearchParams();
  const [asked, setAsked] = useState(() => sectionOf(search.get('panel')));
  const [drawerOpen, setDrawerOpen] = useState(asked !== null);
  const [besideOpen, setBesideOpen] = useStoredState<boolean>('workbench-panel-open', true);
  const [stored, setStored] = useStoredState<string>('workbench-panel', 'schema');
  return {
    section: asked ?? sectionOf(stored) ?? 'schema',
    setSection(section) {
      setAsked(null);
      setStored(section);
    },
    open: phone ? drawerOpen : besideOpen || asked !== null,
    setOpen(open) {
      if (phone) return setDrawerOpen(open);
      setAsked(null);
      setBesideOpen(open);
    },
  };
}
