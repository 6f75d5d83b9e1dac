/** tc's nouns, as `tc -j -s` prints them. Options stay in tc's own names and units (seconds, bytes/s, fractions). */

export type TcOptions = Readonly<Record<string, unknown>>;

export interface Qdisc {
  readonly dev: string;
  readonly kind: string;
  /** `1de7:`; `0:` where the kernel gave none. */
  readonly handle: string;
  /** Absent on a root qdisc. */
  readonly parent?: string;
  readonly root: boolean;
  readonly options: TcOptions;
  readonly bytes?: number;
  readonly packets?: number;
  readonly drops?: number;
  readonly overlimits?: number;
  readonly backlogBytes?: number;
}

export interface TcClass {
  readonly dev: string;
  readonly kind: string;
  readonly handle: string;
  readonly parent?: string;
  readonly root: boolean;
  readonly leaf?: string;
  readonly options: TcOptions;
}

export interface TcFilter {
  readonly dev: string;
  readonly parent: string;
  readonly protocol: string;
  readonly pref: number;
  readonly kind: string;
  readonly chain?: number;
  readonly options: TcOptions;
}
