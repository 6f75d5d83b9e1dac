import { randomBytes } from 'node:crypto';
import { type LabdeckError, LostError } from '../../model/errors.ts';
import { quoteLine } from '../quote.ts';
import type { Line } from './line.ts';

/**
 * What runs in the foreground of the console while we hold it: a loop that reads lines without echo, and obeys those that begin
 * with its tag. Whatever a person types meanwhile begins with something else and is not obeyed. Left alone for 30 s, or hung up on, it
 * ends, and what it runs with it.
 */
const loop = (tag: string): string =>
  `t=${tag};s=$(stty -g);trap "stty $s" 0;stty -echo;printf "\\36%s:hi\\n" $t;` +
  'while IFS= read -rt30 l;do case $l in $t*)eval "${l#$t}";;*)printf "\\36%s:?\\n" $t;;esac;done';

/** The typed line takes itself out of the history, by its tag: a shell that keeps no history, or not this line, loses nothing. */
const typedLine = (tag: string): string => `bash -c '${loop(tag)}';case $(history 1) in *${tag}*)history -d -1;;esac`;

/**
 * Words of the loop, each shorter than a tty's line (4095 bytes, n_tty). `r` runs a request once and answers as often as it is
 * asked: an answer that a kernel message was printed into has the wrong length, and is asked for again.
 */
const WORDS: readonly string[] = [
  'r(){ if [ "$1" != "$n" ];then n=$1;A=;eval "$2";fi;printf "\\36%s:%s:%s:%s\\n" $t "$1" ${#A} "$A";}',
  'set -m;umask 077;d=$(mktemp -d "${XDG_RUNTIME_DIR:-/tmp}/labdeck.XXXXXX");mkfifo "$d/i" "$d/o" "$d/e";bye(){ [ "$p" ]&&kill -s KILL -- -$p;stty $s;rm -rf "$d";};trap bye 0;umask 022',
  // go MODE: starts $C in a process group of its own, its streams on pipes. Both ends open them in the same order.
  'go(){ O=1;E=1;if [ "$1" = + ];then (umask $M;eval "$C") <"$d/i" >"$d/o" 2>"$d/e" & p=$!;exec 9>"$d/i";else (umask $M;eval "$C") </dev/null >"$d/o" 2>"$d/e" & p=$!;fi;exec 7<"$d/o" 8<"$d/e";C=;A=$p;}',
  // take FD: one piece of an output, base64; nothing at its end
  'take(){ B=$(dd bs=12288 count=1 status=none <&$1|base64 -w0);}',
  // over: has the process ended, and with what?
  'over(){ read -r f </proc/$p/stat||f=") Z";case ${f##*)} in " Z"*)wait -f $p;A=x:$?;p=;exec 9>&-;;*)A=-;;esac;} 2>/dev/null',
  'po(){ if [ $O ]&&read -t 0 -u 7;then take 7;A=o:$B;[ "$B" ]||{ O=;exec 7<&-;};elif [ $E ]&&read -t 0 -u 8;then take 8;A=e:$B;[ "$B" ]||{ E=;exec 8<&-;};elif [ $O$E ];then A=-;else over;fi;}',
  // give BASE64: input, all of it or nothing; pieces of up to PIPE_BUF bytes are written at once or not at all (pipe(7))
  'give(){ printf %s "$1"|base64 -d|dd bs=4096 count=1 iflag=fullblock oflag=nonblock status=none 2>/dev/null >&9&&A=ok;}',
];

const READY_MS = 20_000;
const ASK_AGAIN_MS = 3_000;
const ASK_TIMES = 6;

/** The loop at the far end of a console. One question at a time. */
export class Agent {
  readonly #line: Line;
  readonly #tag: string;
  #number = 0;
  /** Somebody else typed while we held the console. */
  intruded = false;

  private constructor(line: Line, tag: string) {
    this.#line = line;
    this.#tag = tag;
  }

  /** Types the one line. The console has to show a shell's empty prompt. @throws TimeoutError, LostError */
  static async start(line: Line): Promise<Agent> {
    const tag = `labdeck${randomBytes(8).toString('hex')}`;
    line.clear();
    line.send(`${typedLine(tag)}\r`);
    await line.until('the shell', (text) => (text.includes(`\x1e${tag}:hi`) ? true : undefined), READY_MS);
    const agent = new Agent(line, tag);
    line.send(`${tag}M=$(umask);${WORDS[0] ?? ''}\n`);
    for (const word of WORDS.slice(1)) await agent.ask(`${word};A=ok`);
    return agent;
  }

  /** Has bash code run in the loop. @returns what it put into $A. @throws LostError when no whole answer comes */
  async ask(code: string): Promise<string> {
    this.#number += 1;
    const number = this.#number;
    const question = `${this.#tag}r ${number} ${quoteLine(code)}\n`;
    for (let times = 0; times < ASK_TIMES; times += 1) {
      this.#line.clear();
      this.#line.send(question);
      const answer = await this.#line.until('an answer', (text) => this.#answer(text, number), ASK_AGAIN_MS).catch(onlyLimits);
      if (answer?.whole !== undefined) return answer.whole;
    }
    throw new LostError({ what: `the shell on the console of ${this.#line.machine} does not answer`, next: 'labdeck serial', detail: this.#line.text.slice(-1_000) });
  }

  /** Ends the loop and waits for the prompt that was there before it. */
  async stop(isBack: (text: string) => boolean): Promise<void> {
    this.#line.clear();
    this.#line.send(`${this.#tag}exit\n`);
    await this.#line.until('the prompt', (text) => (isBack(text) ? true : undefined), READY_MS);
  }

  /** A broken answer ends the wait, so that it is asked for again at once. */
  #answer(text: string, number: number): { readonly whole: string | undefined } | undefined {
    if (text.includes(`\x1e${this.#tag}:?`)) {
      this.intruded = true;
      return { whole: undefined };
    }
    const head = `\x1e${this.#tag}:${number}:`;
    const at = text.indexOf(head);
    const end = at < 0 ? -1 : text.indexOf('\n', at);
    if (end < 0) return undefined;
    const [, length, body] = /^(\d+):(.*?)\r?$/.exec(text.slice(at + head.length, end)) ?? [];
    return { whole: body !== undefined && body.length === Number(length) ? body : undefined };
  }
}

function onlyLimits(error: LabdeckError): undefined {
  if (error.kind !== 'timeout') throw error;
  return undefined;
}
