import type { Qdisc, TcOptions } from '../../model/qdisc.ts';

/** `▲ 20±10 ms 0.5 %`: what is done to packets on a device, from netem's options as `tc -j` has them (seconds, fractions, bytes/s); undefined where nothing is. */
export function netemWords(qdiscs: readonly Qdisc[]): string | undefined {
  const netem = qdiscs.find(({ kind }) => kind === 'netem');
  if (netem === undefined) return undefined;
  const words = [delayWords(part(netem.options, 'delay')), lossWords(netem.options), rateWords(part(netem.options, 'rate'))].filter((each) => each !== undefined);
  return `▲ ${words.length === 0 ? 'netem' : words.join(' ')}`;
}

type Numbers = Readonly<Record<string, unknown>>;

function part(options: TcOptions, name: string): Numbers {
  const value = options[name];
  return typeof value === 'object' && value !== null ? (value as Numbers) : {};
}

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
/** At most three figures behind the point, and no zeros at the end. */
const short = (value: number): string => String(Number(value.toFixed(3)));

function delayWords({ delay, jitter }: Numbers): string | undefined {
  if (number(delay) === 0 && number(jitter) === 0) return undefined;
  return `${short(number(delay) * 1000)}${number(jitter) === 0 ? '' : `±${short(number(jitter) * 1000)}`} ms`;
}

function lossWords(options: TcOptions): string | undefined {
  const loss = number(part(options, 'loss-random')['loss']);
  return loss === 0 ? undefined : `${short(loss * 100)} %`;
}

function rateWords({ rate }: Numbers): string | undefined {
  return number(rate) === 0 ? undefined : `${short((number(rate) * 8) / 1e6)} Mbit/s`;
}
