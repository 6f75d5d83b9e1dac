import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAnswer } from '../../src/parse/virsh/transcript.ts';
import { type Answers, type Said, virshTranscript } from './recorded-outer.ts';

/** One process of a recorded moment (`npm run record` writes them). */
interface Heard extends Said {
  readonly argv: readonly string[];
  readonly stdin: string;
}

/** A moment of a real lab: what every tool said, all at the same time. */
export function momentOf(lab: string): readonly Heard[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, '..', 'fixtures', lab, 'moment.json'), 'utf8')) as Heard[];
}

const MARK = 'labdeck-answer-ends';

/** Command -> answer, out of what an interactive virsh said to a script. */
function virshAnswers({ stdin, stdout = '' }: Heard): ReadonlyMap<string, string> {
  const commands = stdin.trimEnd().split('\n').filter((line) => line !== `echo ${MARK}`);
  const blocks = stdout.slice(stdout.indexOf('virsh # ')).split(`\n${MARK}\n`);
  return new Map(commands.map((command, index) => {
    const answer = parseAnswer(`${blocks[index] ?? ''}\n`, command, MARK);
    return [command, answer.ok ? answer.text : `${answer.error}\n\n`];
  }));
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, index) => word === b[index]);
}

/** Answers of a recorded moment, for whoever asks the same, in whatever order. */
export function momentAnswers(lab: string): Answers {
  const heard = momentOf(lab);
  return (argv, stdin) => {
    const same = heard.filter((each) => sameWords(each.argv, argv));
    const [first] = same;
    if (first === undefined) return undefined;
    if (stdin === '') return first;
    if (argv.includes('-batch')) return same.find((each) => each.stdin === stdin);
    const answers = new Map(same.flatMap((each) => [...virshAnswers(each)]));
    return { stdout: virshTranscript(stdin, (command) => answers.get(command) ?? `error: nothing was recorded for ${command}\n\n`) };
  };
}
