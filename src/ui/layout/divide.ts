/** A claimant of cells: at least `min`, beyond that its share of what there is. */
export interface Claim {
  readonly share: number;
  readonly min: number;
}

/**
 * Divides `total` cells among claims, in proportion to their shares, none below its minimum, and no cell left over. The minimums
 * together have to fit into `total`.
 */
export function divide(total: number, claims: readonly Claim[]): readonly number[] {
  const pinned = pin(total, claims, new Set());
  const left = total - sum(claims.filter((_, index) => pinned.has(index)).map(({ min }) => min));
  const shares = sum(claims.filter((_, index) => !pinned.has(index)).map(({ share }) => share));
  const exact = claims.map(({ share, min }, index) => (pinned.has(index) ? min : (left * share) / shares));
  return roundToSum(exact, total);
}

/** Those that would get less than their minimum get the minimum, which leaves less for the others, and so on. */
function pin(total: number, claims: readonly Claim[], pinned: ReadonlySet<number>): ReadonlySet<number> {
  const left = total - sum(claims.filter((_, index) => pinned.has(index)).map(({ min }) => min));
  const shares = sum(claims.filter((_, index) => !pinned.has(index)).map(({ share }) => share));
  const short = claims.flatMap(({ share, min }, index) => (!pinned.has(index) && (left * share) / shares < min ? [index] : []));
  if (short.length === 0 || pinned.size + short.length === claims.length) return lastOneFree(claims, pinned, short);
  return pin(total, claims, new Set([...pinned, ...short]));
}

/** Somebody has to take what is left over: the one with the largest share. */
function lastOneFree(claims: readonly Claim[], pinned: ReadonlySet<number>, short: readonly number[]): ReadonlySet<number> {
  if (short.length === 0) return pinned;
  const free = short.reduce((best, index) => ((claims[index]?.share ?? 0) > (claims[best]?.share ?? 0) ? index : best));
  return new Set([...pinned, ...short.filter((index) => index !== free)]);
}

/** Whole numbers with the sum `total`: rounded down, and what is missing goes where most was cut off, the first first. */
function roundToSum(exact: readonly number[], total: number): readonly number[] {
  const floor = exact.map(Math.floor);
  const order = exact.map((value, index) => ({ index, cut: value - Math.floor(value) })).toSorted((a, b) => b.cut - a.cut || a.index - b.index);
  const more = new Set(order.slice(0, total - sum(floor)).map(({ index }) => index));
  return floor.map((value, index) => (more.has(index) ? value + 1 : value));
}

export function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
