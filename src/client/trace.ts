/** One message on a monitor's wire, as it went. */
export interface TraceEntry {
  readonly direction: 'in' | 'out';
  readonly text: string;
  /** What is odd about it: an answer nobody waits for, bytes that are no message. Nothing odd is fatal. */
  readonly remark?: string;
}

/** The one hook that sees everything that passes a monitor connection, in both directions. */
export type Trace = (entry: TraceEntry) => void;
