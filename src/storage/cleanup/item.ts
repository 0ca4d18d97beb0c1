import type { ValueKind } from '../value-cache.js';

/** Something of langflix's that may go. */
export interface Item {
  path: string;
  /** `unfinished`: a segment that a dead process was storing. `trash`: on its way out when a process died. */
  kind: 'run' | 'segment' | 'unfinished' | ValueKind | 'trash';
  /** Newest modification time of its marker and of what is directly in it, ms since 1970. */
  lastUsedMs: number;
  /** Why it may go, for a person. */
  reason: string;
}

export interface KeptItem {
  path: string;
  /** Why it stays, for a person. */
  reason: string;
}
