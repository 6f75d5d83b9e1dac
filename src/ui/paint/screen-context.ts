import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Size } from '../layout/arrange.ts';

/** What components know of the screen they are on. */
export interface Painting {
  readonly size: () => Size;
  readonly onSize: (call: () => void) => () => void;
  /** Something that a canvas draws may have changed: React need not know. */
  readonly invalidate: () => void;
}

export const PaintingContext = createContext<Painting | undefined>(undefined);

/** @throws outside of a mounted screen */
export function usePainting(): Painting {
  const painting = useContext(PaintingContext);
  if (painting === undefined) throw new Error('drawn outside of a screen');
  return painting;
}

/** The terminal's size; the component draws again when it changes. (Ink's own hook would follow the stream that Ink writes to.) */
export function useSize(): Size {
  const { onSize, size } = usePainting();
  return useSyncExternalStore(onSize, size);
}
